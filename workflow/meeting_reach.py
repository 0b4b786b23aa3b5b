"""Which meetings an officer may know of: his department takes part, or he sees a dispute of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from departments.roles import TASK_FORCE, Role
from disputes.models import Dispute
from workflow.models import AgendaItem, Attendance, Meeting

if TYPE_CHECKING:
    from departments.models import Officer


def sees_every_meeting(officer: Officer) -> bool:
    return bool(officer.roles & TASK_FORCE)


def meetings_visible_to(officer: Officer) -> QuerySet[Meeting]:
    """Leader, deputies and office all; others what concerns them; administrators none."""
    rows = Meeting.objects.select_related("convenor")
    if sees_every_meeting(officer):
        return rows
    if not officer.department_ids and Role.ARCHIVIST not in officer.roles:
        return rows.none()
    own = officer.department_ids
    invited = Attendance.objects.filter(meeting=OuterRef("pk"), department__in=own)
    visible = Dispute.objects.visible_to(officer).order_by().values("pk")
    on_agenda = AgendaItem.objects.filter(meeting=OuterRef("pk"), dispute__in=visible)
    return rows.filter(Q(convenor__in=own) | Exists(invited) | Exists(on_agenda))
