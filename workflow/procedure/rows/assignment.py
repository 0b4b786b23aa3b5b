"""The assignment's rows (procedure.md, The assignment)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from deadlines.due import chinese_date
from departments.roles import HEADS, OFFICE_OR_LEADER, STAFF
from disputes.choices import State
from workflow.models.choices import (
    GONE_ASSIGNMENT,
    OPEN_ASSIGNMENT,
    TASKS,
    AssignmentKind,
    AssignmentState,
)
from workflow.procedure import next_move, who
from workflow.procedure.move import now
from workflow.procedure.next_move import desk_of
from workflow.procedure.rows import own_hand
from workflow.procedure.rows.table import Need, Row, Who

if TYPE_CHECKING:
    from departments.models import Officer
    from workflow.models import Assignment

A = AssignmentState

#: Where an open assignment can be worked on; a task may be given before the road is chosen (R022).
WORKABLE = frozenset(
    {
        State.TRIAGE,
        State.HANDLING,
        State.AWAITING_APPROVAL,
        State.AWAITING_SIGNOFF,
        State.FEEDBACK,
        State.OBJECTED,
        State.CONCLUDED,
    }
)
#: Where a department may yet answer, once it goes on.
ANSWERABLE = WORKABLE | {State.REGISTERED, State.SUSPENDED}


def _may_be_answered(officer: Officer, assignment: Assignment) -> bool:
    """A referral's answer is the 回执: it reports a decision that has been signed."""
    if assignment.kind != AssignmentKind.REFERRAL:
        return True
    return assignment.dispute.state in {State.FEEDBACK, State.OBJECTED, State.CONCLUDED}


def _drafted_by_another(officer: Officer, assignment: Assignment) -> bool:
    strict = assignment.department.opinion_head_approval or assignment.kind == "special"
    draft = assignment.opinions.last()
    return not strict or draft is None or draft.drafted_by_id != officer.pk


NOT_FROZEN: Need[Assignment] = Need(
    "not_frozen",
    "该争议事项已中止或终结，交办随之冻结，不能办理。",
    lambda o, a: a.dispute.state in WORKABLE,
)
NOT_DESIGNATED: Need[Assignment] = Need(
    "not_designated", "专班办公室指定的单位不得退回。", lambda o, a: not a.designated
)
NOT_FIXED: Need[Assignment] = Need(
    "not_fixed",
    "专班办公室指定的单位，不能撤回；确需改变的，请专班办公室协调。",
    lambda o, a: not a.designated,
)
RETURNABLE: Need[Assignment] = Need(
    "returnable",
    "组长交办和议定事项不得退回，请按期反馈。",
    lambda o, a: a.kind not in TASKS,
)


def _in_time_to_return(officer: Officer, assignment: Assignment) -> bool:
    last = assignment.return_by
    return last is None or timezone.localdate(now()) <= last


def _too_late_to_return(officer: Officer, assignment: Assignment) -> str:
    assert assignment.return_by is not None
    return (
        f"退回应在{chinese_date(assignment.return_by)}前提出，已过期限，请继续办理。"
        "确实不属本单位职责的，请交办单位撤回交办，或报专班办公室指定。"
    )


IN_TIME_TO_RETURN: Need[Assignment] = Need(
    "in_time_to_return",
    "已过退回的期限，请继续办理。",
    _in_time_to_return,
    _too_late_to_return,
)
STILL_HANDLED: Need[Assignment] = Need(
    "still_handled",
    "处理意见已经拟定、签发或正在报批，报送件不能再退回。",
    lambda o, a: a.kind != AssignmentKind.REFERRAL or a.dispute.state == State.HANDLING,
)
STILL_RECALLED: Need[Assignment] = Need(
    "still_recalled",
    "处理意见已经拟定、签发或正在报批，报送件不能再撤回。",
    lambda o, a: a.kind != AssignmentKind.REFERRAL or a.dispute.state == State.HANDLING,
)
DECISION_SIGNED: Need[Assignment] = Need(
    "decision_signed", "处理意见签发后才能填写回执。", _may_be_answered
)
DRAFTED_BY_ANOTHER: Need[Assignment] = Need(
    "drafted_by_another",
    "拟稿人不能审签自己的意见，请本单位负责人审签。",
    _drafted_by_another,
)
NOT_URGED_TODAY: Need[Assignment] = Need(
    "not_urged_today",
    "今天已催办，每个工作日催办一次。",
    lambda o, a: bool(next_move.not_yet_urged(o, a.dispute, [desk_of(a)])),
    lambda o, a: next_move.last_words(o, a.dispute),
)
NOT_HE_WHO_SENT: Need[Assignment] = own_hand.by_another(
    "not_he_who_sent",
    "这件交办是您在交办单位的岗位上发出的，不能由您答复，请承办单位其他人员办理。",
    own_hand.who_sent,
)
NOT_HE_WHO_ANSWERS: Need[Assignment] = own_hand.by_another(
    "not_he_who_answers",
    "这件交办由您在承办单位经办，不能由您说明逾期，请本单位其他负责人办理。",
    own_hand.who_works_on,
)
IS_OPINION: Need[Assignment] = Need(
    "is_opinion",
    "只有联办、专案的书面意见可以注明逾期未提供。",
    lambda o, a: a.kind in {AssignmentKind.JOINT, AssignmentKind.SPECIAL, AssignmentKind.ASSIST},
)


def _late(officer: Officer, assignment: Assignment) -> bool:
    return timezone.localdate(now()) > assignment.due_on


def _not_late(officer: Officer, assignment: Assignment) -> str:
    return (
        f"反馈期限是{chinese_date(assignment.due_on)}，期限过后仍未提供的，才能说明逾期未提供。"
        "该单位没有意见的，请其提交书面意见写明没有意见。"
    )


def _another_speaks(officer: Officer, assignment: Assignment) -> bool:
    """In special handling somebody's opinion is left: 书面审批意见 are what 五(三)2(3) asks for."""
    if assignment.kind != AssignmentKind.SPECIAL:
        return True
    others = assignment.dispute.assignments.filter(kind=AssignmentKind.SPECIAL)
    gone = (*GONE_ASSIGNMENT, AssignmentState.EXCUSED)
    return others.exclude(pk=assignment.pk).exclude(state__in=gone).exists()


IS_LATE: Need[Assignment] = Need(
    "is_late", "反馈期限过后仍未提供的，才能说明逾期未提供。", _late, _not_late
)
ANOTHER_SPEAKS: Need[Assignment] = Need(
    "another_speaks",
    "专案办理不能所有单位都说明逾期未提供，至少须有一家提交书面审批意见，请催办或督办。",
    _another_speaks,
)


def _approves_opinion(officer: Officer, assignment: Assignment) -> bool:
    strict = assignment.department.opinion_head_approval
    roles = HEADS if strict else STAFF
    return who.stands_for(officer, assignment.dispute, assignment.department_id, roles)


def _sent_it(officer: Officer, assignment: Assignment) -> bool:
    return who.stands_for(officer, assignment.dispute, assignment.sender_id) or (
        assignment.sender.is_office and bool(OFFICE_OR_LEADER & officer.roles)
    )


DEPARTMENT: Who[Assignment] = Who(
    "department", "承办单位", lambda o, a: who.stands_for(o, a.dispute, a.department_id)
)
OPINION_APPROVER: Who[Assignment] = Who("opinion_approver", "承办单位负责人", _approves_opinion)
SENDER: Who[Assignment] = Who("sender", "交办单位", _sent_it)
ASSIGNMENT_DECIDER: Who[Assignment] = Who(
    "assignment_decider",
    "受理部门负责人",
    lambda o, a: who.stands_for(o, a.dispute, a.dispute.deciding_department_id, HEADS),
)


ASSIGNMENT_ROWS: tuple[Row[Assignment], ...] = (
    Row("accept", "签收", frozenset({A.SENT}), frozenset({A.ACCEPTED}), DEPARTMENT,
        "五(二)", (NOT_FROZEN, NOT_HE_WHO_SENT)),
    Row("return_back", "退回", frozenset({A.SENT, A.ACCEPTED}), frozenset({A.RETURNED}),
        DEPARTMENT, "五(二)",
        (NOT_FROZEN, NOT_HE_WHO_SENT, NOT_DESIGNATED, RETURNABLE, STILL_HANDLED,
         IN_TIME_TO_RETURN),
        warning="退回后由交办单位重新处理。",
        moves_dispute=((State.HANDLING, State.TRIAGE),)),
    Row("draft_opinion", "书面意见", frozenset({A.ACCEPTED}), frozenset({A.DRAFTED}),
        DEPARTMENT, "五(三)1(3)", (NOT_FROZEN, NOT_HE_WHO_SENT, DECISION_SIGNED)),
    Row("approve_opinion", "审签", frozenset({A.DRAFTED}), frozenset({A.ANSWERED}),
        OPINION_APPROVER, "五(三)1(3)", (NOT_FROZEN, NOT_HE_WHO_SENT, DRAFTED_BY_ANOTHER),
        warning="审签后意见报出，不能再改。",
        moves_dispute=((State.FEEDBACK, State.CONCLUDED),)),
    Row("send_back", "退改", frozenset({A.DRAFTED}), frozenset({A.ACCEPTED}),
        OPINION_APPROVER, "五(三)1(3)", (NOT_FROZEN, NOT_HE_WHO_SENT)),
    Row("urge", "催办", frozenset(OPEN_ASSIGNMENT), frozenset(), SENDER, "五(三)1(3)",
        (NOT_FROZEN, NOT_URGED_TODAY)),
    Row("recall", "撤回交办", frozenset(OPEN_ASSIGNMENT), frozenset({A.RECALLED}), SENDER,
        "五(三)", (NOT_FROZEN, STILL_RECALLED, NOT_FIXED), warning="撤回后该单位不再参与办理。",
        moves_dispute=((State.HANDLING, State.TRIAGE),)),
    Row("excuse", "说明逾期未提供", frozenset(OPEN_ASSIGNMENT), frozenset({A.EXCUSED}),
        ASSIGNMENT_DECIDER, "五(三)1(3)",
        (NOT_FROZEN, NOT_HE_WHO_ANSWERS, IS_OPINION, IS_LATE, ANOTHER_SPEAKS),
        warning="说明后不再等待该单位意见，并计入考核。"),
)  # fmt: skip

ASSIGNMENT_TABLE: dict[str, Row[Assignment]] = {r.verb: r for r in ASSIGNMENT_ROWS}
