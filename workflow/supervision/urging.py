"""催办 by whoever waits: a message to exactly the posts that owe the next move (R104, R055)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from departments.roles import HEADS
from workflow.messages import notices
from workflow.messages.notices import Letter
from workflow.models import Urging
from workflow.procedure import urged
from workflow.procedure.move import Move
from workflow.procedure.moving import moving
from workflow.procedure.timeline import signature

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute
    from workflow.procedure.next_move import Desk


def urge(dispute: Dispute, *, by: Officer, message: str, version: int | None = None) -> None:
    """催办: to each desk that owes something and was not urged by him today."""
    with moving(dispute, "urge", by=by, version=version) as move:
        move.stays = True
        others = urged.others_desks(by, move.dispute)
        urge_desks(move, urged.not_yet_urged(by, move.dispute, others), message)


def urge_desks(move: Move, desks: Sequence[Desk], message: str) -> None:
    """Tell them, write down that they were told, and say it in the timeline."""
    workday = urged.workday_of(move.at)
    Urging.objects.bulk_create(
        Urging(
            jurisdiction=move.dispute.jurisdiction,
            dispute=move.dispute,
            officer=move.by,
            department=desk.department,
            role=desk.role,
            workday=workday,
            at=move.at,
        )
        for desk in desks
    )
    text = f"{move.dispute.number} {signature(move.by)} 催办：{message}"
    letters = [Letter(move.dispute, desk.department_id, desk.posts, text) for desk in desks]
    sat = notices.reached(letters)
    for letter, sits in zip(letters, sat, strict=True):
        move.tell(letter.department_id, letter.roles if sits else HEADS, text)
    told = "、".join(desk.words for desk in desks)
    move.say(f"{signature(move.by)} 催办{told}：{message}")
