"""Which supervisions an officer may know of: of disputes he sees, and those of his department."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from disputes.models import Dispute, Recusal
from disputes.querysets import SEES_ALL
from workflow.models import Supervision

if TYPE_CHECKING:
    from departments.models import Officer


def supervisions_visible_to(officer: Officer) -> QuerySet[Supervision]:
    """A department that returned a dispute answers for it without seeing the case again (R052)."""
    rows = Supervision.objects.select_related("dispute", "department")
    recused = Recusal.objects.filter(dispute=OuterRef("dispute"), officer=officer)
    mine = Q(department__in=officer.department_ids) & ~Exists(recused)
    visible = Dispute.objects.visible_to(officer).order_by().values("pk")
    return rows.filter(mine | Q(dispute__in=visible))


def supervisions_kept_by(officer: Officer) -> QuerySet[Supervision]:
    """What stands in his list: all for the task force, else those of his departments."""
    rows = supervisions_visible_to(officer)
    if officer.roles & set(SEES_ALL):
        return rows
    return rows.filter(department__in=officer.department_ids)
