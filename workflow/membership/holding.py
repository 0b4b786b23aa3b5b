"""What a department still holds, to be handed on before the unit leaves (R011)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from disputes.models import Dispute
from workflow.models import Assignment
from workflow.models.choices import OPEN_ASSIGNMENT

if TYPE_CHECKING:
    from departments.models import Department


def open_count(department: Department) -> int:
    """Open disputes that it receives, leads, or owes an answer about."""
    asked = Assignment.objects.filter(department=department, state__in=OPEN_ASSIGNMENT)
    holds = Q(receiving_department=department) | Q(lead_department=department)
    return Dispute.objects.open().filter(holds | Q(pk__in=asked.values("dispute"))).count()
