"""The approval's rows: what is decided in the queue and moves no dispute (R051, R103)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disputes.choices import State
from workflow.models.choices import ApprovalKind, ApprovalState
from workflow.procedure import who
from workflow.procedure.rows import own_hand
from workflow.procedure.rows.table import Need, Row

if TYPE_CHECKING:
    from workflow.models import Approval

A = ApprovalState

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


def _row(
    verb: str, label: str, clause: str, moves_dispute: tuple[tuple[str, str], ...] = ()
) -> Row[Approval]:
    answers = frozenset({A.APPROVED, A.REJECTED, A.MORE})
    return Row(
        verb, label, frozenset(A), answers, who.DECIDER, clause,
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
#: What is asked of whoever decides anything at all.
ANSWER = _row("decide", "批示", "五(二)")
