"""提请召集 as it is read: on the dispute's page, and among what the office has to do (R013)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from departments.models import Officer
from departments.roles import Role
from disputes.models import Dispute
from workflow.facts import CONVENING_WAITS
from workflow.models import Convening, Deadline
from workflow.pages.words import short_day, shown, unit

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


def convening_line(asked: Convening) -> ConveningLine:
    """区人社局 11月20日提请召集；专班办公室 11月21日答复：召集."""
    day = short_day(timezone.localdate(asked.asked_at))
    answered = "等待专班办公室答复"
    if asked.answered_at is not None:
        on = short_day(timezone.localdate(asked.answered_at))
        answered = f"{unit(asked.office)} {on} 答复：{asked.verdict}"
    return ConveningLine(
        asked=f"{unit(asked.asked_department)} {day} 提请召集",
        reason=shown(asked.reason),
        answered=answered,
        answer=shown(asked.answer),
    )


def meeting_promised(dispute: Dispute) -> Convening | None:
    """The request that was answered with 召集 and still waits for its meeting."""
    found: Convening | None = Convening.objects.unmet().filter(dispute=dispute).last()
    return found


def meeting_address(dispute: Dispute) -> str:
    """A new meeting about it, with what is known filled in."""
    return f"{reverse('meeting_new')}?dispute={dispute.pk}"


def office_steps(officer: Officer) -> Iterator[OfficeStep]:
    """Requests that wait for the office, by the day on which an answer is due."""
    if Role.OFFICE not in officer.roles:
        return
    live = Dispute.objects.visible_to(officer).filter(state__in=CONVENING_WAITS)
    clock = Deadline.objects.running().filter(dispute=OuterRef("dispute"), key="convening.answer")
    rows = Convening.objects.filter(dispute__in=live).select_related("dispute", "asked_department")
    rows = rows.prefetch_related("dispute__parties")
    waiting = rows.unanswered().annotate(
        due_on=Subquery(clock.values("due_on")[:1]), amber_on=Subquery(clock.values("amber_on")[:1])
    )
    for asked in waiting.order_by("due_on", "pk")[:MOST]:
        yield _answering(asked, asked.due_on, asked.amber_on)  # type: ignore[attr-defined]  # annotated
    for asked in rows.unmet().order_by("pk")[:MOST]:
        yield _planning(asked)


def _answering(asked: Convening, due_on: date | None, amber_on: date | None) -> OfficeStep:
    address = partial(reverse, "dispute_verb", args=[asked.dispute_id, "answer_convening"])
    source, what = unit(asked.asked_department), "提请召集，等你答复"
    return OfficeStep(asked.dispute, source, "答复", what, address, due_on, amber_on)


def _planning(asked: Convening) -> OfficeStep:
    address = partial(meeting_address, asked.dispute)
    source, what = unit(asked.asked_department), "已答复召集，请拟定会商"
    return OfficeStep(asked.dispute, source, "召集会商", what, address)
