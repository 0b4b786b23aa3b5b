"""The approval's rows: what is decided in the queue and moves no dispute (R051, R103)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from departments.roles import HEADS
from disputes.choices import State
from workflow.models.choices import ApprovalKind, ApprovalState, ReviewStep
from workflow.procedure import facts, who
from workflow.procedure.rows import own_hand
from workflow.procedure.rows.meeting import leads_meeting
from workflow.procedure.rows.table import Need, Row, Who

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute
    from workflow.models import Approval

A = ApprovalState


def decides(officer: Officer, approval: Approval) -> bool:
    """The head of the department it lies with, or whoever acts as the leader (R103)."""
    if approval.awaits in {ReviewStep.OFFICE, ReviewStep.DEPUTY}:
        return officer.has_role(approval.awaits)
    dispute = approval.dispute
    if approval.desk_id is None:
        if dispute is None and approval.meeting is not None:
            return leads_meeting(officer, approval.meeting)
        return who.takes_leaders_place(officer, dispute) if dispute else who.acts_as_leader(officer)
    assert dispute is not None  # only more time is asked of a head
    return who.stands_for(officer, dispute, approval.desk_id, HEADS)


def _who_decides(approval: Approval) -> str:
    if approval.desk is not None:
        return f"这件审批由{approval.desk.short_name}负责人办理。"
    if approval.awaits:
        return f"这件审批先由{ReviewStep(approval.awaits).label}审核。"
    return "审批由专班组长（或持有效书面委托的副组长）办理。"


DECIDER: Who[Approval] = Who("decider", "审批人", decides, _who_decides)


PENDING: Need[Approval] = Need(
    "pending",
    "该审批已办理。",
    lambda o, a: a.state == A.PENDING,
    lambda o, a: f"该审批已办理：{a.get_state_display()}。",
)


def _is_no_leaders(approval: Approval) -> bool:
    """A head's own question, or a line before the leader's: nobody takes his place there."""
    return approval.desk_id is not None or bool(approval.awaits)


NOT_HIS_BUREAU: Need[Approval] = Need(
    "not_his_bureau",
    own_hand.BIASED,
    lambda o, a: _is_no_leaders(a) or not own_hand.is_biased(o, *own_hand.units_of(a)),
)
NOT_HE_WHO_ASKED: Need[Approval] = Need(
    "not_he_who_asked",
    "这件是您本人报请的，不能由您批示，请组长或其他持有授权的副组长办理。",
    lambda o, a: a.desk_id is not None or a.requested_by_id != o.pk,
)


GOES_ON: Need[Approval] = Need(
    "goes_on",
    "本件已中止办理，现在不能同意：请在恢复办理以后批示，或者答复不同意、补充材料。",
    lambda o, a: a.dispute is None or a.dispute.state != State.SUSPENDED,
)


#: What the table of a dispute asks while a major case is read before the leader (五(三)2(2)).
REVIEW_IS_HIS: Need[Dispute] = Need(
    "review_is_his",
    "这件报请现在不等您审核。",
    lambda o, d: _reads_now(o, d),
)
REVIEWED: Need[Dispute] = Need(
    "reviewed",
    "这件报请还在审核，审核签字后才能签批。",
    lambda o, d: not _waits_for_review(d),
    lambda o, d: f"这件报请先由{ReviewStep(facts.review_awaited(d)).label}审核签字，再请签批。",
)


#: A report made by mistake is taken back by its own unit, while it is nobody's business yet.
REPORT_IS_HIS: Need[Dispute] = Need(
    "report_is_his",
    "报请只能由报请的本人或者受理部门负责人撤回。",
    lambda o, d: _reported(o, d),
)
NOBODY_READ_IT: Need[Dispute] = Need(
    "nobody_read_it",
    "已有人审核签字，不能再撤回：请审核人退回报请，或者请组长批示“补充材料”。",
    lambda o, d: not _is_read(d),
)


def _reported(officer: Officer, dispute: Dispute) -> bool:
    asked = facts.major_asked(dispute)
    own = asked is not None and asked.requested_by_id == officer.pk
    return own or who.stands_for(officer, dispute, dispute.receiving_department_id, HEADS)


def _is_read(dispute: Dispute) -> bool:
    asked = facts.major_asked(dispute)
    return asked is not None and any(
        line["officer"] != asked.requested_by_id for line in asked.lines
    )


def _reads_now(officer: Officer, dispute: Dispute) -> bool:
    awaited = facts.review_awaited(dispute)
    if awaited == ReviewStep.HEAD:
        return who.stands_for(officer, dispute, dispute.receiving_department_id, HEADS)
    return bool(awaited) and officer.has_role(awaited)


def _waits_for_review(dispute: Dispute) -> bool:
    """Not for a post that nobody holds any more: then the leader goes on without it."""
    asked = facts.major_asked(dispute)
    if asked is None or not asked.awaits:
        return False
    return own_hand.sits_for_review(asked, asked.awaits)


def _row(
    verb: str, label: str, clause: str, moves_dispute: tuple[tuple[str, str], ...] = ()
) -> Row[Approval]:
    answers = frozenset({A.APPROVED, A.REJECTED, A.MORE})
    return Row(
        verb, label, frozenset(A), answers, DECIDER, clause,
        (PENDING, NOT_HIS_BUREAU, NOT_HE_WHO_ASKED),
        moves_dispute=moves_dispute,
    )  # fmt: skip


#: By kind; a major case and a meeting are decided by their own verbs.
APPROVAL_TABLE: dict[str, Row[Approval]] = {
    ApprovalKind.DEESCALATION: _row(  # joint again, and nobody is left to give an opinion
        "decide_deescalation", "批示降级", "五(二)", ((State.HANDLING, State.TRIAGE),)
    ),
    ApprovalKind.EXTENSION: _row("decide_extension", "批示延期", "五(三)"),
    ApprovalKind.MEMBER: _row("decide_member", "批示成员单位", "四(一)"),
}
#: Asked besides of whoever agrees: what follows moves the dispute, or a clock of it.
AGREEING: dict[str, Row[Approval]] = {
    kind: replace(row, needs=(*row.needs, GOES_ON)) for kind, row in APPROVAL_TABLE.items()
}
#: What is asked of whoever decides anything at all.
ANSWER = _row("decide", "批示", "五(二)")
