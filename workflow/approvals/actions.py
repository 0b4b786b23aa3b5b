"""What the leader or a head is asked: here and by the dispute's or meeting's verb it is one act."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import transaction

from departments.actions import members
from disputes.choices import Mode, Severity
from disputes.locking import lock
from disputes.models import Dispute
from web.refusals import NotAllowed, NotYours
from workflow.approvals import major
from workflow.extensions import actions as extending
from workflow.meetings import actions as meetings
from workflow.messages import notices
from workflow.models import Approval
from workflow.models.choices import ApprovalKind, ApprovalState
from workflow.procedure import now, timeline
from workflow.procedure.move import Move
from workflow.procedure.moving import finish
from workflow.procedure.table import Row
from workflow.procedure.timeline import signature
from workflow.procedure.who import LEADER, decides

if TYPE_CHECKING:
    from departments.models import Officer

#: De-escalation is decided in the queue only; the dispute stays in handling (R051).
DEESCALATION = Row("decide_deescalation", "批示降级", frozenset(), frozenset(), LEADER, "五(二)")
#: So is more time than a head may grant (R103).
EXTENSION = Row("decide_extension", "批示延期", frozenset(), frozenset(), LEADER, "五(三)")
_ROWS = {ApprovalKind.DEESCALATION: DEESCALATION, ApprovalKind.EXTENSION: EXTENSION}


def approve(approval: Approval, *, by: Officer, comment: str = "", meeting: bool = False) -> None:
    """同意."""
    _pending_for(approval, by)
    if approval.kind == ApprovalKind.MAJOR:
        assert approval.dispute is not None
        major.approve_major(approval.dispute, by=by, comment=comment, meeting=meeting)
    elif approval.kind == ApprovalKind.MEETING:
        assert approval.meeting is not None
        meetings.approve(approval.meeting, by=by, comment=comment)
    elif approval.kind == ApprovalKind.MEMBER:
        _decide_member(approval, ApprovalState.APPROVED, by, comment)
    else:
        _decide(approval, ApprovalState.APPROVED, by, comment)


def reject(approval: Approval, *, by: Officer, comment: str) -> None:
    """不同意."""
    _pending_for(approval, by)
    _answer_no(approval, ApprovalState.REJECTED, major.reject_major, by, comment)


def ask_more(approval: Approval, *, by: Officer, comment: str) -> None:
    """补充材料; a meeting is refused with that word and may be planned again."""
    _pending_for(approval, by)
    _answer_no(approval, ApprovalState.MORE, major.ask_more, by, comment)


def _answer_no(
    approval: Approval,
    state: ApprovalState,
    of_dispute: Callable[..., None],
    by: Officer,
    comment: str,
) -> None:
    if approval.kind == ApprovalKind.MAJOR:
        of_dispute(approval.dispute, by=by, comment=comment)
    elif approval.kind == ApprovalKind.MEETING:
        assert approval.meeting is not None
        meetings.refuse(approval.meeting, by=by, comment=comment)
    elif approval.kind == ApprovalKind.MEMBER:
        _decide_member(approval, state, by, comment)
    else:
        _decide(approval, state, by, comment)


def check_decider(approval: Approval, by: Officer) -> None:
    """Refused before anything else is looked at."""
    if decides(by, approval):
        return
    if approval.desk is not None:
        raise NotYours(f"这件审批由{approval.desk.short_name}负责人办理。")
    raise NotYours("审批由专班组长（或持有效书面委托的副组长）办理。")


def _pending_for(approval: Approval, by: Officer) -> None:
    check_decider(approval, by)
    if approval.state != ApprovalState.PENDING:
        raise NotAllowed(f"该审批已办理：{approval.get_state_display()}。")


@transaction.atomic
def _decide_member(approval: Approval, state: ApprovalState, by: Officer, comment: str) -> None:
    """It concerns no dispute: a unit joins from its day on, or is reported again (R010)."""
    locked = Approval.objects.select_for_update().get(pk=approval.pk)
    _pending_for(locked, by)
    assert locked.membership is not None
    if state == ApprovalState.APPROVED:
        members.confirm_membership(locked.membership, by=by)
    locked.state, locked.comment = state, comment
    locked.decided_by, locked.decided_at = by, now.now()
    locked.decider_label = timeline.signs_as(by)
    locked.save()


@transaction.atomic
def _decide(approval: Approval, state: ApprovalState, by: Officer, comment: str) -> None:
    """What changes nothing of the dispute's state: de-escalation (R051), more time (R103)."""
    assert approval.dispute is not None
    dispute = lock(approval.dispute)
    locked = Approval.objects.select_for_update().get(pk=approval.pk)
    _pending_for(locked, by)
    move = Move(_ROWS[ApprovalKind(locked.kind)], dispute, by, now.now(), dispute.state)
    move.actor_label = signature(by) if locked.desk_id else timeline.signs_as(by)
    locked.state, locked.comment = state, comment
    locked.decided_by, locked.decided_at = by, move.at
    locked.decider_label = move.actor_label
    about = extending.asked_for(locked) if locked.clock else ""
    locked.save()
    if state == ApprovalState.APPROVED:
        about = _carry_out(move, locked)
    asked, said = locked.get_kind_display(), locked.get_state_display()
    words = "。".join(part for part in (said, about, comment) if part)
    move.say(f"{move.actor_label} 对{asked}申请批示：{words}")
    _answer_asker(locked, dispute)
    finish(move)


def _answer_asker(approval: Approval, dispute: Dispute) -> None:
    """Who asked is told, if he may still see the dispute and did not decide himself."""
    asker = approval.requested_by
    visible = Dispute.objects.visible_to(asker).filter(pk=dispute.pk)
    if asker.pk != approval.decided_by_id and visible.exists():
        text = (
            f"{dispute.number} {approval.get_kind_display()}申请：{approval.get_state_display()}。"
        )
        notices.to_officer(asker, dispute, text)


def _carry_out(move: Move, approval: Approval) -> str:
    """Agreed: the clock moves, or special becomes joint and general again."""
    dispute = move.dispute
    if approval.kind == ApprovalKind.EXTENSION:
        return extending.grant_asked(move, approval)
    if dispute.mode == Mode.SPECIAL:
        dispute.mode, dispute.severity = Mode.JOINT, Severity.GENERAL
    return ""
