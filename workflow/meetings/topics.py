"""What a conference speaks of without a case, and what becomes of it (四(二), R012)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from web.refusals import Mistyped
from workflow.errands import actions as errands
from workflow.models import AgendaItem
from workflow.models.meeting_kinds import TAKE_TOPICS

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute
    from workflow.models import Meeting

NO_DISPUTE = "请至少选择一个争议事项作为议题。"
NO_AGENDA = "请至少选择一个争议事项，或写一个不属事项的议题。"
NO_TOPICS = "只有联席会议可以研究不属事项的议题，请改选联席会议，或删去这些议题。"


def refuse_empty(kind: str, disputes: Sequence[Dispute], topics: Sequence[str]) -> None:
    """A topic stands without a dispute in a conference alone; something stands in every one."""
    if topics and kind not in TAKE_TOPICS:
        raise Mistyped({"topics": [NO_TOPICS]})
    if not disputes and not topics:
        raise Mistyped({"disputes": [NO_AGENDA if kind in TAKE_TOPICS else NO_DISPUTE]})


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
