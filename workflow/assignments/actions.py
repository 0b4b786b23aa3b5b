"""What the department that was asked does, and what the sender does about it (procedure.md)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from departments.roles import HEADS, OFFICE_OR_LEADER, STAFF, THE_OFFICE
from disputes.choices import State
from web.refusals import Mistyped
from workflow.assignments import papers
from workflow.issuing.assigning import SIGN, give_up_when_deserted
from workflow.issuing.drafts import issue
from workflow.issuing.voiding import telling, void_asking, void_telling
from workflow.models import Assignment, Opinion, Paper
from workflow.models.asks import ASKS_TO_APPROVE
from workflow.models.choices import (
    DUTY_KINDS,
    OPINION_KINDS,
    AssignmentKind,
    AssignmentState,
    Outcome,
)
from workflow.procedure.move import Move
from workflow.procedure.moving import acting, conclude_when_complete
from workflow.procedure.next_move import desk_of
from workflow.procedure.rows.assignment import ASSIGNMENT_TABLE
from workflow.procedure.timeline import signature, signature_of_head
from workflow.supervision.opening import supervise_returns
from workflow.supervision.urging import urge_desks

if TYPE_CHECKING:
    from departments.models import Department, Officer

#: Who hears that a department answered: the sender's staff, or the task force whose office sent it.
SENDERS = STAFF | OFFICE_OR_LEADER

#: 不属职责退回: counted from the day the department has it in hand (R052).
RETURN: Final = "transfer.reject"
NOT_OFFICE: Final = "专班办公室不承办争议事项：请选择成员单位，不清楚的留空。"
OWN_UNIT: Final = "不能填本单位：请选择您认为应承办的其他单位，不清楚的留空。"


@contextmanager
def moving_assignment(
    assignment: Assignment, verb: str, *, by: Officer, version: int | None = None
) -> Iterator[tuple[Move, Assignment]]:
    """A verb of the assignment, which its dispute counts as a step of its own."""
    row, held = ASSIGNMENT_TABLE[verb], [assignment.dispute]
    joined = ("department", "sender")
    with acting(assignment, row, held, by=by, version=version, joined=joined) as act:
        yield act.move, act.subject


def accept(assignment: Assignment, *, by: Officer, version: int | None = None) -> None:
    """签收; in a referral the one who signs becomes the responsible officer (R006, R052)."""
    with moving_assignment(assignment, "accept", by=by, version=version) as (move, own):
        own.state, own.accepted_at, own.officer = AssignmentState.ACCEPTED, move.at, by
        own.return_by = move.clocks.last_day(RETURN, own.department, move.dispute)
        move.clocks.end_of(own, only=SIGN)
        if own.kind == AssignmentKind.REFERRAL:
            move.dispute.responsible_officer = by
        move.say(f"{signature(by)} 签收{own.get_kind_display()}。")


def return_back(
    assignment: Assignment,
    *,
    by: Officer,
    reason: str,
    department: Department | None = None,
    version: int | None = None,
) -> None:
    """退回 with reason; when nobody is left, back to triage, the whole clock running on (R052)."""
    with moving_assignment(assignment, "return_back", by=by, version=version) as (move, own):
        if department is not None and department.pk == own.department_id:
            raise Mistyped({"department": [OWN_UNIT]})
        if department is not None and department.is_office:
            raise Mistyped({"department": [NOT_OFFICE]})
        own.believed_responsible = department
        _end(own, AssignmentState.RETURNED, move, reason)
        if own.kind == AssignmentKind.REFERRAL:  # who refuses to join in returns no 报送单 (R052)
            move.dispute.returns += 1
        then = _untold(own)
        _void(own, f"被{own.department.short_name}退回：{reason}", by=by)
        then += give_up_when_deserted(move, but=own) if own.kind in DUTY_KINDS else ""
        _tell_return(move, own, reason)
        whose = f"，认为属{department.name}职责" if department else ""
        move.say(f"{signature(by)} 退回{own.get_kind_display()}：{reason}{whose}。{then}")


def _void(own: Assignment, reason: str, *, by: Officer) -> str:
    """What asked its unit, by the number that stands on the paper in its hands."""
    held = void_asking([own], reason, by=by)
    void_telling(own, reason, by=by)
    return held.get(own.pk, "")


def _untold(own: Assignment) -> str:
    """The payer holds a 告知单 that is no longer true: he must hear who handles it now (R035)."""
    gone = telling(own) if own.kind == AssignmentKind.REFERRAL else Paper.objects.none()
    numbers = "、".join(gone.order_by("pk").values_list("number", flat=True))
    return f"告知单{numbers}同时作废，重新分类后另行告知缴费人。" if numbers else ""


def _tell_return(move: Move, own: Assignment, reason: str) -> None:
    text = f"{move.dispute.number} 被{own.department.short_name}退回：{reason}"
    if own.kind == AssignmentKind.REFERRAL:
        text += "（告知单已作废，重新分类后另行告知缴费人）"
    move.tell(own.sender_id, STAFF, text)
    if move.dispute.returns >= 2:
        supervise_returns(move, own.department)
        move.tell(None, THE_OFFICE, f"{move.dispute.number} 已被退回两次，请指定办理单位。")


def _end(own: Assignment, state: AssignmentState, move: Move, reason: str = "") -> None:
    own.state, own.clocked_on, own.closed_reason = state, move.today, reason
    answered = state == AssignmentState.ANSWERED
    move.clocks.end_of(own, is_void=not answered)


def draft_opinion(
    assignment: Assignment,
    *,
    by: Officer,
    facts: str,
    basis: str,
    opinion: str,
    verdict: str = "",
    outcome: str = "",
    attachments: str = "",
    version: int | None = None,
) -> None:
    """书面意见, or the 回执 of a referral; the legal basis is given (R004, R054)."""
    with moving_assignment(assignment, "draft_opinion", by=by, version=version) as (move, own):
        Opinion.objects.create(
            assignment=own,
            facts=facts,
            basis=basis,
            opinion=opinion,
            verdict=verdict if own.kind == AssignmentKind.SPECIAL else "",
            outcome=(outcome or Outcome.DONE) if own.kind == AssignmentKind.REFERRAL else "",
            attachments=attachments,
            drafted_by=by,
            drafted_at=move.at,
        )
        own.state = AssignmentState.DRAFTED
        own.officer = own.officer or by
        text = f"{move.dispute.number} {answer_word(own)}待审签。"
        move.tell(own.department_id, HEADS, text, asks=f"{ASKS_TO_APPROVE}{own.department_id}")
        move.say(f"{signature(by)} 拟写{answer_word(own)}，送负责人审签。")


def answer_word(assignment: Assignment) -> str:
    """What the answer to this kind is called."""
    words = {
        AssignmentKind.REFERRAL: "回执",
        AssignmentKind.SPECIAL: "书面审批意见",
        AssignmentKind.TASK: "办理情况",
        AssignmentKind.RESOLUTION: "落实情况",
        AssignmentKind.ASSIST: "协助情况",
    }
    return words.get(AssignmentKind(assignment.kind), "书面意见")


def approve_opinion(
    assignment: Assignment, *, by: Officer, comment: str = "", version: int | None = None
) -> None:
    """审签: the answer leaves the department, its paper is issued (R054, R062, R076)."""
    with moving_assignment(assignment, "approve_opinion", by=by, version=version) as (move, own):
        given = own.opinions.select_related("drafted_by").last()
        assert given is not None
        given.approved_by, given.approved_at = by, move.at
        given.approver_label = signature_of_head(by, move.dispute, own.department_id)
        given.save()
        own.answered_at = move.at
        _end(own, AssignmentState.ANSWERED, move)
        move.same_person = given.drafted_by_id == by.pk
        _issue_answer(move, own, given)
        together = "（同人办理）" if move.same_person else ""
        move.say(f"{given.approver_label} 审签{answer_word(own)}{together}。{comment}")
        if move.dispute.state == State.FEEDBACK and own.kind == AssignmentKind.REFERRAL:
            own.save()  # it is the receipt that was missing
            conclude_when_complete(move)


def _issue_answer(move: Move, own: Assignment, given: Opinion) -> None:
    if own.kind == AssignmentKind.REFERRAL:
        issue(papers.receipt(move, own, given))
    elif own.kind in {*OPINION_KINDS, AssignmentKind.ASSIST}:
        issue(papers.opinion(move, own, given))
    move.tell(own.sender_id, SENDERS, f"{move.dispute.number} {own.department.short_name}已反馈。")


def send_back(
    assignment: Assignment, *, by: Officer, comment: str, version: int | None = None
) -> None:
    """退改: back to the drafter; his draft stays for the record."""
    with moving_assignment(assignment, "send_back", by=by, version=version) as (move, own):
        given = own.opinions.last()
        assert given is not None
        given.sent_back = comment
        given.save()
        own.state = AssignmentState.ACCEPTED
        text = f"{move.dispute.number} {answer_word(own)}退改：{comment}"
        move.tell(own.department_id, STAFF, text)
        head = signature_of_head(by, move.dispute, own.department_id)
        move.say(f"{head} 退改{answer_word(own)}：{comment}")


def urge(assignment: Assignment, *, by: Officer, message: str, version: int | None = None) -> None:
    """催办: a message and a line in the timeline (R055)."""
    with moving_assignment(assignment, "urge", by=by, version=version) as (move, own):
        urge_desks(move, [desk_of(own)], message)


def recall(assignment: Assignment, *, by: Officer, reason: str, version: int | None = None) -> None:
    """撤回交办; when nobody is left it goes back to triage."""
    with moving_assignment(assignment, "recall", by=by, version=version) as (move, own):
        _end(own, AssignmentState.RECALLED, move, reason)
        then = _untold(own)
        held = _void(own, f"已撤回：{reason}", by=by)
        then += give_up_when_deserted(move, but=own) if own.kind in DUTY_KINDS else ""
        move.tell(own.department_id, STAFF, f"{move.dispute.number} 交办已撤回：{reason}{held}")
        words = f"撤回对{own.department.short_name}的交办：{reason}"
        move.say(f"{signature(by)} {words}。{then}" if then else f"{signature(by)} {words}")


def excuse(assignment: Assignment, *, by: Officer, reason: str, version: int | None = None) -> None:
    """说明逾期未提供: the head answers for going on without this opinion (R056)."""
    with moving_assignment(assignment, "excuse", by=by, version=version) as (move, own):
        _end(own, AssignmentState.EXCUSED, move, reason)
        move.tell(own.department_id, STAFF, f"{move.dispute.number} 已说明逾期未提供：{reason}")
        move.say(f"{signature(by)} 说明{own.department.short_name}逾期未提供意见：{reason}")
