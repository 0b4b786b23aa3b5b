"""催办 by whoever waits: who may be urged, and the message to exactly those posts (R104, R055)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from departments.models import Officer
from departments.roles import HEADS
from disputes.models import Dispute
from workflow.messages import notices
from workflow.messages.notices import Letter
from workflow.models import Urging
from workflow.models.asks import ASKS_TO_APPROVE, ASKS_TO_SIGN, asks_of_desk
from workflow.models.choices import AssignmentState
from workflow.procedure import next_move
from workflow.procedure.move import Move
from workflow.procedure.moving import moving
from workflow.procedure.next_move import Desk
from workflow.procedure.timeline import signature


def urge(dispute: Dispute, *, by: Officer, message: str, version: int | None = None) -> None:
    """催办: to each desk that owes something and was not urged by him today."""
    with moving(dispute, "urge", by=by, version=version) as move:
        move.stays = True
        others = next_move.others_desks(by, move.dispute)
        urge_desks(move, next_move.not_yet_urged(by, move.dispute, others), message)


def urge_desks(move: Move, desks: Sequence[Desk], message: str) -> None:
    """Tell them, write down that they were told, and say it in the timeline."""
    workday = next_move.workday_of(move.at)
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
    letters = [
        Letter(move.dispute, desk.department_id, desk.posts, text, _asks(move.dispute, desk))
        for desk in desks
    ]
    sat = notices.reached(letters)
    for letter, sits in zip(letters, sat, strict=True):
        roles = letter.roles if sits else HEADS
        move.tell(letter.department_id, roles, text, asks=letter.asks)
    told = "、".join(desk.words for desk in desks)
    move.say(f"{signature(move.by)} 催办{told}：{message}")


def _asks(dispute: Dispute, desk: Desk) -> str:
    """What reads it: the thing that the desk was urged to do is done."""
    if (dispute.owing_department_id, dispute.owing_role) == (desk.department_id, desk.role):
        return asks_of_desk(dispute)
    waiting = {a.state for a in dispute.assignments.all() if a.department_id == desk.department_id}
    if AssignmentState.SENT in waiting:
        return f"{ASKS_TO_SIGN}{desk.department_id}"
    return f"{ASKS_TO_APPROVE}{desk.department_id}" if AssignmentState.DRAFTED in waiting else ""


@dataclass(frozen=True)
class Urge:
    """The button of one line, or when it was last pressed."""

    whom: str = ""
    may: bool = False
    said: str = ""


def urges_of(officer: Officer, disputes: Sequence[Dispute]) -> dict[int, Urge]:
    """By dispute, in a few statements and the calendar's however long the list."""
    prefetch_related_objects(disputes, "owing_department", "assignments__department")
    done: dict[int, list[Urging]] = {}
    for each in next_move.urged_today(officer, disputes):
        done.setdefault(each.dispute_id, []).append(each)
    return {each.pk: _urge(officer, each, done.get(each.pk, [])) for each in disputes}


def _urge(officer: Officer, dispute: Dispute, done: list[Urging]) -> Urge:
    told = {(each.department_id, each.role) for each in done}
    desks = next_move.others_desks(officer, dispute)
    left = [desk for desk in desks if (desk.department_id, desk.role) not in told]
    said = f"{next_move.said_when(done[-1].at)}已催办" if desks and done else ""
    return Urge("、".join(desk.words for desk in left), bool(left), said)
