"""The rows behind a number of the scorecard, inside what an officer may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from deadlines.calendar import WorkCalendar
from deadlines.calendar_days import current_calendar
from deadlines.lamps import Colour, Lamp
from departments.models import Officer
from disputes.models import Dispute
from disputes.words import payer_words
from reports.scorecard.scorecard import name_of
from reports.scorecard.verdicts import OF_ASSIGNMENTS, Figure, Span, assignments_of, clocks_of
from web.paging import Page, page_of
from workflow.clocks.lines import assignment_lamps, lamp_of
from workflow.models import Assignment, Deadline
from workflow.models.choices import AssignmentState

SIZE = 50
EXCUSED = Lamp(Colour.GREY, AssignmentState.EXCUSED.label)
RETURNED = Lamp(Colour.GREY, AssignmentState.RETURNED.label)


@dataclass(frozen=True)
class Row:
    """One clock or one assignment, with the dispute it belongs to."""

    dispute: Dispute
    payer: str
    step: str
    unit: str
    starts_on: date
    due_on: date
    ended_on: date | None
    lamp: Lamp
    days: int | None


@dataclass(frozen=True)
class Rows:
    """One page of them; `unseen` are counted and not listed."""

    rows: list[Row]
    page: Page[Any]  # Any: clocks or assignments
    total: int
    unseen: int


def rows_of(officer: Officer, figure: Figure, span: Span, unit: str, cursor: str) -> Rows:
    """The number of the card is `total`; whoever left a dispute no longer finds it among the rows.

    A department that sent a referral back takes no part in it any more, and one who recused
    himself does not see it, while the department's number stays true.
    """
    of_assignments = figure in OF_ASSIGNMENTS
    counted: QuerySet[Any] = (  # Any: clocks or assignments
        assignments_of(figure, span, unit) if of_assignments else clocks_of(figure, span, unit)
    )
    visible = Dispute.objects.visible_to(officer).registered().order_by().values("pk")
    listed = counted.filter(dispute__in=visible)
    total = counted.order_by().count()
    related = ("department",) if of_assignments else ("owner", "policy")
    page = page_of(
        listed.select_related("dispute", *related).prefetch_related("dispute__parties"),
        cursor,
        SIZE,
    )
    read = _assignment_rows if of_assignments else _clock_rows
    whole = not (page.next or page.previous)
    seen = len(page.rows) if whole else listed.order_by().count()
    return Rows(read(page.rows), page, total, total - seen)


def _clock_rows(clocks: Sequence[Deadline]) -> list[Row]:
    today, calendar = timezone.localdate(), current_calendar()
    return [
        Row(
            dispute=clock.dispute,
            payer=payer_words(clock.dispute),
            step=clock.policy.label,
            unit=name_of(clock.owner),
            starts_on=clock.starts_on,
            due_on=clock.due_on,
            ended_on=clock.ended_on,
            lamp=EXCUSED if clock.is_void else _short(lamp_of(clock, today, calendar)),
            days=_days(clock.starts_on, clock.ended_on, calendar),
        )
        for clock in clocks
    ]


def _assignment_rows(assignments: Sequence[Assignment]) -> list[Row]:
    lamps, calendar = assignment_lamps(assignments, timezone.localdate()), current_calendar()
    closed = {AssignmentState.RETURNED: RETURNED, AssignmentState.EXCUSED: EXCUSED}
    rows = []
    for each in assignments:
        sent_on = timezone.localdate(each.sent_at)
        rows.append(
            Row(
                dispute=each.dispute,
                payer=payer_words(each.dispute),
                step=each.get_kind_display(),
                unit=name_of(each.department),
                starts_on=sent_on,
                due_on=each.due_on,
                ended_on=each.clocked_on,
                lamp=closed.get(AssignmentState(each.state)) or _short(lamps[each.pk]),
                days=_days(sent_on, each.clocked_on, calendar),
            )
        )
    return rows


def _short(lamp: Lamp) -> Lamp:
    """按期, 超期 2 天: not every step is 办结."""
    return Lamp(lamp.colour, lamp.words.removesuffix("办结"))


def _days(start: date, end: date | None, calendar: WorkCalendar) -> int | None:
    return None if end is None else calendar.workdays_between(start, end)
