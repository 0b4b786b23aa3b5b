"""五(三)2(2), R061: who reads a major matter before the leader, each line signed by who did it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from confidentiality.free_text import closed_for
from departments.models import TaskForceSettings
from departments.roles import HEADS, THE_LEADER
from disputes.choices import State
from disputes.locking import forget_prefetched
from workflow.models import Approval
from workflow.models.approval import LINES
from workflow.models.choices import ApprovalKind, ApprovalState, ReviewStep
from workflow.procedure.move import Move
from workflow.procedure.moving import moving
from workflow.procedure.rows.own_hand import sits_for_review
from workflow.procedure.timeline import signature
from workflow.procedure.who import stands_for

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute


def begin(move: Move, approval: Approval) -> None:
    """A head who reports it himself has signed his line by that; the next in line is asked."""
    if stands_for(move.by, move.dispute, move.dispute.receiving_department_id, HEADS):
        _sign(move, approval, ReviewStep.HEAD, "")
    _pass_to(approval, _next(move, approval))


def review_major(
    dispute: Dispute, *, by: Officer, comment: str = "", version: int | None = None
) -> None:
    """审核呈报: his line is signed, and whoever comes next reads it."""
    with moving(dispute, "review_major", by=by, version=version) as move:
        approval = pending(move.dispute)
        _sign(move, approval, ReviewStep(approval.awaits), comment)
        following = _next(move, approval)
        _pass_to(approval, following)
        approval.save()
        onward = ReviewStep(following).label if following else "专班组长"
        move.say(f"{signature(by)} 审核重大事项报请，呈{onward}。{comment}")


def return_major(
    dispute: Dispute, *, by: Officer, comment: str, version: int | None = None
) -> None:
    """退回报请: not put before the leader; back to whoever reported it, as it was."""
    with moving(dispute, "return_major", by=by, version=version) as move:
        approval = pending(move.dispute)
        approval.state, approval.comment = ApprovalState.MORE, comment
        approval.decided_by, approval.decided_at = by, move.at
        approval.decider_label = signature(by)
        approval.save()
        move.dispute.mode = approval.reported_mode
        move.dispute.severity = approval.reported_severity
        move.to(State(approval.reported_state))
        move.say(f"{signature(by)} 退回重大事项报请：{comment}")


def pending(dispute: Dispute) -> Approval:
    """The question that waits, locked; what was read of it before is read anew from now on."""
    forget_prefetched(dispute, "approvals")
    asked = dispute.approvals.select_related("lead", "requested_by", "requested_department")
    found: Approval = asked.select_for_update(of=("self",)).get(
        kind=ApprovalKind.MAJOR, state=ApprovalState.PENDING
    )
    return found


def asked_now(approval: Approval) -> frozenset[str]:
    """The posts before whom the question lies."""
    if approval.awaits == ReviewStep.HEAD:
        return HEADS
    return frozenset({approval.awaits}) if approval.awaits else THE_LEADER


def _sign(move: Move, approval: Approval, step: ReviewStep, comment: str) -> None:
    line = {
        "step": step.value,
        "name": signature(move.by),
        "at": move.at.isoformat(),
        "comment": closed_for(LINES, comment, approval.seal_id),
        "officer": move.by.pk,
    }
    approval.lines = [*approval.lines, line]


def _pass_to(approval: Approval, step: str) -> None:
    assert approval.dispute is not None
    approval.awaits = step
    approval.desk = approval.dispute.receiving_department if step == ReviewStep.HEAD else None


def _next(move: Move, approval: Approval) -> str:
    """The first that is switched on and has not signed; where nobody may, it is passed over."""
    kept = TaskForceSettings.objects.get()
    wanted = {
        ReviewStep.HEAD: move.dispute.receiving_department.major_head_review,
        ReviewStep.OFFICE: kept.major_office_review,
        ReviewStep.DEPUTY: kept.major_deputy_review,
    }
    signed = {line["step"] for line in approval.lines}
    last = max((list(wanted).index(ReviewStep(step)) for step in signed), default=-1)
    for step in list(wanted)[last + 1 :]:
        if wanted[step] and sits_for_review(approval, step):
            return step.value
    return ""
