"""Whom a supervision may reach: the department that answers, and the officers who know of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from departments.models.department import Kind
from departments.roles import TASK_FORCE
from disputes.models import Dispute, Recusal
from workflow.models import Supervision
from workflow.participation import departments_of

if TYPE_CHECKING:
    from departments.models import Officer
    from departments.models.department import DepartmentQuerySet


def supervisions_visible_to(officer: Officer) -> QuerySet[Supervision]:
    """A department that returned a dispute answers for it without seeing the case again (R052)."""
    rows = Supervision.objects.select_related("dispute", "department")
    recused = Recusal.objects.filter(dispute=OuterRef("dispute"), officer=officer)
    mine = Q(department__in=officer.department_ids) & ~Exists(recused)
    visible = Dispute.objects.visible_to(officer).order_by().values("pk")
    return rows.filter(mine | Q(dispute__in=visible))


def supervisable(dispute: Dispute) -> DepartmentQuerySet:
    """Who takes part in it, but the office: nobody answers himself."""
    return departments_of(dispute).exclude(kind=Kind.OFFICE)


def supervisions_kept_by(officer: Officer) -> QuerySet[Supervision]:
    """What stands in his list: all for the task force, else those of his departments."""
    rows = supervisions_visible_to(officer)
    if officer.roles & TASK_FORCE:
        return rows
    return rows.filter(department__in=officer.department_ids)
