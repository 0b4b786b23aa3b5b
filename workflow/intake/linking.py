"""One dispute becomes part of another, or goes on as a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from disputes import intake
from disputes.choices import OPEN, ReopenGround, State
from disputes.locking import hold, lock
from disputes.models import Dispute
from web.refusals import Mistyped
from workflow.intake import papers
from workflow.intake.actions import hand_in
from workflow.issuing import assigning
from workflow.procedure.move import Act
from workflow.procedure.moving import acting, join, moving
from workflow.procedure.timeline import note_on
from workflow.procedure.transitions import DISPUTE_TABLE

if TYPE_CHECKING:
    from departments.models import Officer


@transaction.atomic
def merge(dispute: Dispute, *, by: Officer, into: Dispute, version: int | None = None) -> None:
    """并案: the absorbed one ends, the survivor keeps its own first contact (R043)."""
    hold({dispute.pk, into.pk})
    with moving(dispute, "merge", by=by, version=version) as move:
        survivor = lock(into)
        _check_survivor(move.dispute, survivor)
        assigning.recall_open(move, "并案")
        papers.registration_if_missing(move)
        move.dispute.merged_into = survivor
        move.to(State.MERGED)
        move.say(f"{by.name} 并入 {survivor.number}，本件终止。")
        note_on(survivor, move, f"{move.dispute.number} 并入本件。")


def _check_survivor(absorbed: Dispute, survivor: Dispute) -> None:
    if survivor.pk == absorbed.pk:
        raise Mistyped({"into": ["不能并入本件自己，请填写另一件的编号。"]})
    if survivor.state not in OPEN:
        raise Mistyped({"into": [f"{survivor.number} 已经终结，不能并入，请选择在办的事项。"]})


def reopen(
    dispute: Dispute, *, by: Officer, ground: str, reason: str, version: int | None = None
) -> Dispute:
    """重启: the payer comes back, and a new linked dispute goes on; what was closed stays as it is.

    Its clocks are those of a dispute registered today.
    """
    why = f"{ReopenGround(ground).label}，{reason}"
    with acting(dispute, DISPUTE_TABLE["reopen"], [dispute], by=by, version=version) as act:
        fresh = continue_as_new(act, why)
        act.move.say(f"{by.name} 重启，另立关联新件 {fresh.number}：{why}")
    return fresh


def continue_as_new(act: Act[Dispute], result: str) -> Dispute:
    """重开: a new linked dispute with the same people and words, registered at once (R074)."""
    fresh = intake.copy_for_reopening(act.subject, by=act.by, now=act.at, why=result)
    hand_in(join(act, fresh, "register"))
    return fresh
