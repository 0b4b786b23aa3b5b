"""What the leader or a head is asked: here and by the dispute's or meeting's verb it is one act."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from departments.actions import members
from disputes.choices import Mode, Severity
from disputes.models import Dispute
from web.refusals import NotYours
from workflow.approvals import major, papers, review
from workflow.extensions import actions as extending
from workflow.issuing.assigning import give_up_when_deserted
from workflow.issuing.drafts import issue
from workflow.meetings import actions as meetings
from workflow.messages import notices
from workflow.models import Approval, MembershipPaper
from workflow.models.choices import ApprovalKind, ApprovalState
from workflow.procedure.move import Act, Move
from workflow.procedure.moving import acting, check
from workflow.procedure.rows.approval import AGREEING, ANSWER, APPROVAL_TABLE, decides
from workflow.procedure.timeline import signature, signs_as

if TYPE_CHECKING:
    from departments.models import Officer

#: What a decision quotes, its papers too.
_JOINED = ("desk", "clock__policy", "clock__owner", "requested_by", "requested_department",
           "membership")  # fmt: skip


def approve(approval: Approval, *, by: Officer, comment: str = "", meeting: bool = False) -> None:
    """同意."""
    check(ANSWER, by, approval, None)
    if approval.awaits:
        assert approval.dispute is not None
        review.review_major(approval.dispute, by=by, comment=comment)
    elif approval.kind == ApprovalKind.MAJOR:
        assert approval.dispute is not None
        major.approve_major(approval.dispute, by=by, comment=comment, meeting=meeting)
    elif approval.kind == ApprovalKind.MEETING:
        assert approval.meeting is not None
        meetings.approve(approval.meeting, by=by, comment=comment)
    else:
        _decide(approval, ApprovalState.APPROVED, by, comment)


def reject(approval: Approval, *, by: Officer, comment: str) -> None:
    """不同意."""
    check(ANSWER, by, approval, None)
    _answer_no(approval, ApprovalState.REJECTED, major.reject_major, by, comment)


def ask_more(approval: Approval, *, by: Officer, comment: str) -> None:
    """补充材料; a meeting is refused with that word and may be planned again."""
    check(ANSWER, by, approval, None)
    _answer_no(approval, ApprovalState.MORE, major.ask_more, by, comment)


def _answer_no(
    approval: Approval,
    state: ApprovalState,
    of_dispute: Callable[..., None],
    by: Officer,
    comment: str,
) -> None:
    if approval.awaits:
        assert approval.dispute is not None
        review.return_major(approval.dispute, by=by, comment=comment)
    elif approval.kind == ApprovalKind.MAJOR:
        of_dispute(approval.dispute, by=by, comment=comment)
    elif approval.kind == ApprovalKind.MEETING:
        assert approval.meeting is not None
        meetings.refuse(approval.meeting, by=by, comment=comment)
    else:
        _decide(approval, state, by, comment)


def check_decider(approval: Approval, by: Officer) -> None:
    """Refused before anything else is looked at."""
    if not decides(by, approval):
        raise NotYours(ANSWER.whose(approval))


def _decide(approval: Approval, state: ApprovalState, by: Officer, comment: str) -> None:
    """What changes nothing of a dispute's state: de-escalation (R051), more time, a member (R010).

    A member concerns no dispute at all.
    """
    table = AGREEING if state == ApprovalState.APPROVED else APPROVAL_TABLE
    row = table[approval.kind]
    disputes = [approval.dispute] if approval.dispute else []
    with acting(approval, row, disputes, by=by, joined=_JOINED) as act:
        own = act.subject
        act.sign(signature(by) if own.desk_id else signs_as(by))
        own.state, own.comment, own.decided_by = state, comment, by
        own.decided_at, own.decider_label = act.at, act.actor_label
        if own.membership is None:
            _decide_case(act)
        else:
            if state == ApprovalState.APPROVED:
                members.confirm_membership(own.membership, by=by)
                _register_member(own)
            text = f"{own.reason}：组长批示“{own.get_state_display()}”。{comment}"
            notices.to_officer(own.requested_by, None, text)


def _register_member(approval: Approval) -> None:
    """增加成员单位决定登记表: with the leader's word, in the book of the office (六(一))."""
    decided = approval.membership
    assert decided is not None
    [paper] = issue(papers.membership(approval))
    MembershipPaper.objects.create(decision=decided, paper=paper, issued_at=paper.issued_at)


def _decide_case(act: Act[Approval]) -> None:
    """Agreed it is carried out; either way the timeline says so, and whoever asked is told."""
    own = act.subject
    about = extending.asked_for(own) if own.clock else ""
    if own.state == ApprovalState.APPROVED:
        about = _carry_out(act.move, own)
    asked, said = own.get_kind_display(), own.get_state_display()
    words = "。".join(part for part in (said, about, own.comment) if part)
    act.say(f"{act.actor_label} 对{asked}申请批示：{words}")
    _answer_asker(own, act.move.dispute)


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
        return give_up_when_deserted(move).removesuffix("。")
    return ""
