"""提请召集 as it is read: on the dispute's page, and among what the office has to do (R013)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Case, OuterRef, QuerySet, Subquery, When
from django.urls import reverse
from django.utils import timezone

from deadlines.calendar_days import current_calendar
from deadlines.lamps import Lamp, lamp
from deadlines.limits import CONVENING_ANSWER
from departments.models import Officer
from departments.roles import Role
from disputes.models import Dispute
from disputes.words import short_day, shown, unit
from workflow.models import Convening, Deadline
from workflow.procedure.facts import CONVENING_WAITS

MOST = 100


@dataclass(frozen=True)
class ConveningLine:
    """One request and its answer, in words."""

    asked: str
    reason: str
    answered: str
    answer: str


@dataclass(frozen=True)
class OfficeStep:
    """What the office does next about a request: answer it, or plan the meeting it promised."""

    dispute: Dispute
    source: str
    verb: str
    what: str
    address: Callable[[], str]
    due_on: date | None = None
    amber_on: date | None = None


def convening_line(asked: Convening, dispute: Dispute) -> ConveningLine:
    """区人社局 11月20日提请召集；专班办公室 11月21日答复：召集."""
    day = short_day(timezone.localdate(asked.asked_at))
    waits = asked.dispute.state in CONVENING_WAITS
    ended = f"没有答复，本件已转为“{asked.dispute.get_state_display()}”"
    answered = "等待专班办公室答复" if waits else ended
    if asked.answered_at is not None:
        on = short_day(timezone.localdate(asked.answered_at))
        answered = f"{unit(asked.office)} {on} 答复：{asked.verdict}"
    return ConveningLine(
        asked=f"{unit(asked.asked_department)} {day} 提请召集",
        reason=shown(asked.reason, dispute),
        answered=answered,
        answer=shown(asked.answer, dispute),
    )


def meeting_promised(dispute: Dispute) -> Convening | None:
    """The request that was answered with 召集 and still waits for its meeting."""
    found: Convening | None = Convening.objects.unmet().filter(dispute=dispute).last()
    return found


def meeting_address(dispute: Dispute) -> str:
    """A new meeting about it, with what is known filled in."""
    return f"{reverse('meeting_new')}?dispute={dispute.pk}"


def office_requests(officer: Officer) -> QuerySet[Any]:  # Any: annotated rows
    """Those that wait for the office: for its answer, or for the meeting that it promised."""
    live = Dispute.objects.visible_to(officer).filter(state__in=CONVENING_WAITS)
    clock = Deadline.objects.running().filter(dispute=OuterRef("dispute"), key=CONVENING_ANSWER)
    shown = {each: Case(When(answered_at=None, then=Subquery(clock.values(each)[:1])))
             for each in ("due_on", "amber_on")}  # fmt: skip
    rows = Convening.objects.waiting().filter(dispute__in=live).annotate(**shown)
    return rows if Role.OFFICE in officer.roles else rows.none()


def office_steps(officer: Officer) -> Iterator[OfficeStep]:
    """Requests that wait for the office, by the day on which an answer is due."""
    if Role.OFFICE not in officer.roles:
        return
    rows = office_requests(officer).select_related("dispute", "asked_department")
    rows = rows.prefetch_related("dispute__parties").order_by("due_on", "pk")
    for asked in rows[:MOST]:
        yield office_step(asked)


def office_step(asked: Any) -> OfficeStep:  # Any: a row of `office_requests`
    """What it wants of the office now."""
    waits = asked.answered_at is None
    return _answering(asked, asked.due_on, asked.amber_on) if waits else _planning(asked)


def request_lamp(asked: Any, today: date) -> Lamp:  # Any: as above
    return lamp(asked.due_on, today, calendar=current_calendar(), amber_on=asked.amber_on)


def _answering(asked: Convening, due_on: date | None, amber_on: date | None) -> OfficeStep:
    address = partial(reverse, "dispute_verb", args=[asked.dispute_id, "answer_convening"])
    source, what = unit(asked.asked_department), "提请召集，等你答复"
    return OfficeStep(asked.dispute, source, "答复", what, address, due_on, amber_on)


def _planning(asked: Convening) -> OfficeStep:
    address = partial(meeting_address, asked.dispute)
    source, what = unit(asked.asked_department), "已答复召集，请拟定会商"
    return OfficeStep(asked.dispute, source, "召集会商", what, address)
