"""What waits for the leader's word, or a head's: in which order, what presses (五(二), R103)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, QuerySet, When
from django.urls import reverse
from django.utils import timezone

from deadlines.calendar import WorkCalendar
from deadlines.lamps import Colour, Lamp, lamp
from departments.models import Officer
from disputes.models import Dispute
from workflow.models import Approval, Deadline
from workflow.models.choices import ApprovalKind, ApprovalState

MOST = 200


def pending(officer: Officer) -> QuerySet[Approval]:
    """The queue: what has a limit by its due date, then the rest as it came in."""
    asked = When(kind=ApprovalKind.EXTENSION, then=F("clock__due_on"))
    due = Case(When(kind=ApprovalKind.MAJOR, then=F("dispute__due_on")), asked)
    return (
        Approval.objects.visible_to(officer)
        .filter(state=ApprovalState.PENDING, pk__in=Approval.objects.on_desks_of(officer))
        .alias(wanted_by=due)
        .order_by(F("wanted_by").asc(nulls_last=True), "requested_at", "id")
    )


def waiting(officer: Officer) -> list[int]:
    """The queue as ids, in its order."""
    return list(pending(officer).values_list("pk", flat=True)[:MOST])


def next_in_queue(after: int, officer: Officer) -> str:
    """Where the leader goes when one is done: the next, or the empty list."""
    return next_of(waiting(officer), after) or reverse("approvals")


def next_of(queue: list[int], pk: int) -> str:
    """The one behind it, around the end to the first."""
    if pk in queue:
        place = queue.index(pk)
        queue = queue[place + 1 :] + queue[:place]
    return reverse("approval", args=[queue[0]]) if queue else ""


@dataclass(frozen=True, slots=True)
class Queued:
    """Of a question that waits: which, and under which lamp."""

    pk: int
    colour: Colour


def queued(officer: Officer, calendar: WorkCalendar) -> list[Queued]:
    """The whole queue in its order, as dates: only fifty of it are drawn."""
    days = ("clock__due_on", "clock__amber_on", "dispute__due_on", "dispute__amber_on")
    found = []
    rows = pending(officer).values_list("pk", "kind", "due_on", *days)
    for pk, kind, due_on, clock_due, clock_amber, dispute_due, dispute_amber in rows[:MOST]:
        days_of = (clock_due, clock_amber), (dispute_due, dispute_amber)
        light = _lit(_presses(kind, due_on, *days_of), calendar)
        found.append(Queued(pk, light.colour if light else Colour.GREY))
    return found


Days = tuple[date | None, date | None]


def pressing(approval: Approval) -> Days:
    """What presses while the question waits, and since when it is amber: its own day, the clock
    that it is about, or the leader's on the dispute."""
    clock, dispute = _days(approval.clock), _days(approval.dispute)
    return _presses(approval.kind, approval.due_on, clock, dispute)


def _days(of: Deadline | Dispute | None) -> Days:
    return (of.due_on, of.amber_on) if of is not None else (None, None)


def _presses(kind: str, due_on: date | None, clock: Days, dispute: Days) -> Days:
    if due_on is not None:
        return due_on, None
    return clock if clock[0] or kind != ApprovalKind.MAJOR else dispute


def lamp_of(approval: Approval, calendar: WorkCalendar) -> Lamp | None:
    """Of the day that presses; none where there is none, or when it is answered."""
    return _lit(pressing(approval), calendar) if approval.state == ApprovalState.PENDING else None


def _lit(days: Days, calendar: WorkCalendar) -> Lamp | None:
    due_on, amber_on = days
    if due_on is None:
        return None
    return lamp(due_on, timezone.localdate(), calendar=calendar, amber_on=amber_on)
