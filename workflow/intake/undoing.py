"""撤销分流: a road chosen by mistake is taken back the same day, before anybody follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disputes.choices import State
from workflow.issuing import assigning
from workflow.issuing.drafts import void
from workflow.models.choices import TASKS
from workflow.models.paper import UNDONE
from workflow.procedure import road
from workflow.procedure.move import Move
from workflow.procedure.moving import moving
from workflow.procedure.sides import case_sides

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute


def undo_triage(dispute: Dispute, *, by: Officer, reason: str, version: int | None = None) -> None:
    """Back to triage; what was asked is recalled, what was issued is void (五(一), R084)."""
    with moving(dispute, "undo_triage", by=by, version=version) as move:
        chosen = road.road_chosen(move.dispute)
        assert chosen is not None  # the row's need
        papers = void(move.dispute, chosen.at, by=by, reason=f"{UNDONE}{reason}")
        _recall(move, reason)  # which would void what asked somebody, and name none of it
        _strike(move, reason)
        move.dispute.severity_reason = move.dispute.out_reason = move.dispute.severity = ""
        move.dispute.concluded_at = None  # answered on the spot
        move.clocks.take_back_steps(move.dispute)
        assigning.reclassify(move)
        gone = "、".join(f"{paper.label}{paper.number}" for paper in papers)
        told = f"文书作废：{gone}。" if gone else ""
        move.say(f"{by.name} 撤销分流：{reason}。{told}")


def _strike(move: Move, reason: str) -> None:
    """That nobody could be told, or was reached, was noted with the road, and goes with it."""
    told_alone = move.state_before in {State.NOTIFIED, State.DECLINED}
    tried = case_sides.attempts_in_force(move.dispute) if told_alone else []
    for each in (*case_sides.services_in_force(move.dispute), *tried):
        each.strike(move.by, move.at, f"撤销分流：{reason}")


def _recall(move: Move, reason: str) -> None:
    """Tasks of the task force stand; whoever was asked on this road hears that he is not."""
    owed = list(move.dispute.assignments.open().exclude(kind__in=TASKS))
    if owed:
        assigning.recall(move, owed, reason, told="分流已撤销，不用签收")
