"""What a meeting decided becomes a task: of a case, or of a topic without one (R012, R063)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from deadlines.calendar_days import current_calendar
from deadlines.due import chinese_date
from web.refusals import Mistyped
from workflow.errands import actions as errands
from workflow.issuing import assigning
from workflow.models import AgendaItem
from workflow.models.choices import AssignmentKind
from workflow.procedure.rows.assignment import ANSWERABLE
from workflow.procedure.sides.fellows import in_its_file

if TYPE_CHECKING:
    from departments.models import Department, Officer
    from disputes.models import Dispute
    from workflow.models import Assignment, Meeting
    from workflow.procedure.move import Move


@dataclass(frozen=True)
class Decided:
    """What the meeting decided about one dispute, or the topic of that item (R012, R067)."""

    dispute: Dispute | None
    decision: str
    dissent: str = ""
    responsible: Department | None = None
    due_on: date | None = None
    item: AgendaItem | None = None  # a topic's


def topics_of(meeting: Meeting) -> list[AgendaItem]:
    return [item for item in meeting.items.all() if item.topic]


def hand_out(meeting: Meeting, cases: Sequence[Dispute], *, by: Officer, at: datetime) -> None:
    """What was decided is a 专班交办 of the unit that sees to it, by the minutes (R022).

    `cases`: what else was on the agenda, whose people its words may name.
    """
    owed, asked = [], []
    for item in topics_of(meeting):
        if item.responsible:
            question = f"{item.topic}：{item.decision}"
            asked.append(errands.Asked(item.responsible, question, item.due_on))
            owed.append(item)
    if not owed:
        return
    made = errands.hand_out(asked, by=by, at=at, basis=f"会议纪要 {meeting.number}", cases=cases)
    for item, errand in zip(owed, made, strict=True):
        item.errand, item.due_on = errand, errand.due_on
    AgendaItem.objects.bulk_update(owed, ["errand", "due_on"])


def is_owed(move: Move, item: AgendaItem) -> bool:
    """A file that was closed takes the minutes in, but nobody can answer in it any more."""
    return item.responsible is not None and move.dispute.state in ANSWERABLE


def resolution_on(
    meeting: Meeting, about: Dispute, item: AgendaItem, cases: list[Dispute]
) -> assigning.Asked:
    """The task of whoever sees to it, in the words that its file may hold."""
    assert item.responsible is not None
    return assigning.Asked(
        item.responsible,
        AssignmentKind.RESOLUTION,
        in_its_file(item.decision, about, cases),
        item.due_on,
        meeting=meeting,
        sender=meeting.convenor,
    )


def share_days(items: Mapping[int, AgendaItem], made: Sequence[Assignment]) -> None:
    """Minutes and 交办单 name one day: that of the clock, which a day of rest has moved (R087)."""
    moved = []
    for each in made:
        item = items[each.dispute_id]
        if item.due_on and item.due_on != each.due_on:
            moved.append(item)
        item.due_on = each.due_on
    if moved:
        AgendaItem.objects.bulk_update(moved, ["due_on"])


def place_of(decided: Decided, agenda: Sequence[AgendaItem]) -> AgendaItem:
    for item in agenda:
        if decided.dispute and item.dispute_id == decided.dispute.pk:
            return item
        if decided.item and item.topic and item.pk == decided.item.pk:
            return item
    named = decided.dispute.number if decided.dispute else "这一项"
    raise Mistyped({"items": [f"{named} 不在议题中。"]})


def write_down(item: AgendaItem, decided: Decided) -> None:
    if item.topic and decided.responsible:
        errands.refuse_office(decided.responsible, "items")
    item.decision, item.dissent = decided.decision, decided.dissent
    item.responsible, item.due_on = decided.responsible, decided.due_on


def roll_days(agenda: Sequence[AgendaItem]) -> str:
    """A day of rest moves on when it is written down, and whoever writes it reads so (R087)."""
    calendar, moved = current_calendar(), []
    for item in agenda:
        if item.due_on and (rolled := calendar.roll_forward(item.due_on)) != item.due_on:
            moved.append(
                f"{chinese_date(item.due_on)}是休息日，完成时限顺延到{chinese_date(rolled)}"
            )
            item.due_on = rolled
    return "；".join(dict.fromkeys(moved))
