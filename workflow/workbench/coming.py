"""The meetings of this week, at the side of 工作台."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from confidentiality.today import today_began
from departments.models import Officer
from departments.models.officer import Standing
from disputes.words import shown
from web.statements import compiled
from workflow.models import Meeting

SIDE = 5


@dataclass(frozen=True)
class Coming:
    """A meeting of this week, at the side."""

    meeting: Meeting
    title: str


def coming_meetings(officer: Officer) -> list[Coming]:
    """Those of today and the week to come that my department calls or is called to."""
    midnight = today_began()
    days = {"since": midnight, "until": _days_on(midnight, 8)}
    found = _meetings(**days, standing=officer.standing)
    return [Coming(each, shown(each.title, *each.cases)) for each in found]


@compiled(since=datetime, until=datetime)
def _meetings(since: datetime, until: datetime, standing: Standing) -> QuerySet[Meeting]:
    officer = standing.officer
    rows = Meeting.objects.visible_to(officer).filter(
        starts_at__gte=since, starts_at__lt=until, state__in=("planned", "called")
    )
    if not officer.sees_all:
        mine = officer.department_ids
        rows = rows.filter(
            Q(convenor_id__in=mine) | Q(attendances__department_id__in=mine)
        ).distinct()
    return rows.with_cases().order_by("starts_at", "id")[:SIDE]


def _days_on(moment: datetime, days: int) -> datetime:
    return moment + timedelta(days=days)
