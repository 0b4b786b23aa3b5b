"""延期: which clocks may be given more time, by whose word, and what is asked first (R103)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from deadlines.limits import ANSWER_KEYS, WHOLE_KEYS
from departments.roles import HEADS, STAFF
from disputes.choices import Mode
from workflow.clocks.lines import clocks_of
from workflow.models.choices import ApprovalKind
from workflow.procedure import facts
from workflow.procedure.rows.table import Need
from workflow.procedure.sides import case_sides
from workflow.procedure.who import stands_for

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute
    from workflow.models import Deadline


def grants_extensions(officer: Officer, clock: Deadline) -> bool:
    """Whose word moves this clock at once: the head's, or all staff's where the switch says so."""
    roles = STAFF if one_person_may_do_both(clock) else HEADS
    return stands_for(officer, clock.dispute, clock.owner_id, roles)


def one_person_may_do_both(clock: Deadline) -> bool:
    """同人办理: the switch of the department that owes it, never in special handling."""
    owner = clock.owner
    strict = owner.opinion_head_approval if clock.assignment_id else owner.decision_head_sign
    return not strict and clock.dispute.mode != Mode.SPECIAL


def owed_with_extension(dispute: Dispute, department_ids: Collection[int]) -> list[Deadline]:
    """Running clocks that those departments may ever ask more time for, the earliest first.

    Their own answers; the whole case where they decide (R103).
    """
    decide = dispute.deciding_department_id in department_ids
    owed = [
        clock
        for clock in clocks_of(dispute)
        if clock.ended_on is None and not clock.is_suspended and clock.policy.extension
        and ((clock.key in ANSWER_KEYS and clock.owner_id in department_ids)
             or (clock.key in WHOLE_KEYS and decide))
    ]  # fmt: skip
    return sorted(owed, key=lambda clock: (clock.due_on, clock.pk))


def not_extended(dispute: Dispute, department_ids: Collection[int]) -> list[Deadline]:
    """Of those, the ones that were not extended before."""
    owed = owed_with_extension(dispute, department_ids)
    return [clock for clock in owed if not clock.is_extended]  # type: ignore[attr-defined]  # annotated


def extendable(dispute: Dispute, department_ids: Collection[int], on: date) -> list[Deadline]:
    """Of those again, the ones whose day has not passed."""
    return [clock for clock in not_extended(dispute, department_ids) if clock.due_on >= on]


def extension_untold(dispute: Dispute) -> bool:
    """The whole case takes longer, and the payers have not been told why (信访工作条例34条)."""
    return bool(case_sides.named_payers(dispute)) and any(
        clock.key in WHOLE_KEYS and not clock.is_void and clock.is_untold  # type: ignore[attr-defined]  # annotated
        for clock in clocks_of(dispute)
    )


NO_EXTENSION_PENDING: Need[Dispute] = Need(
    "no_extension_pending",
    "延期申请正在等待审批。",
    lambda o, d: not facts.pending(d, ApprovalKind.EXTENSION),
)
OWES_EXTENDABLE: Need[Dispute] = Need(
    "owes_extendable",
    "本单位现在没有可以延期的期限：总时限由拟定处理意见的部门申请，交办的反馈期限由承办单位申请。",
    lambda o, d: bool(owed_with_extension(d, o.department_ids)),
)
NOT_EXTENDED: Need[Dispute] = Need(
    "not_extended",
    "同一期限只能延期一次，请按延长后的期限办结。",
    lambda o, d: bool(not_extended(d, o.department_ids)),
)
NOT_EXPIRED: Need[Dispute] = Need(
    "not_expired",
    "期限已过，不能再申请延期：延期应在到期前申请并批准，请抓紧办结。",
    lambda o, d: bool(extendable(d, o.department_ids, timezone.localdate())),
)
EXTENSION_UNTOLD: Need[Dispute] = Need(
    "extension_untold",
    "没有需要告知缴费人的延期：总时限没有延期，或者已登记告知，或者缴费人匿名。",
    lambda o, d: extension_untold(d),
)
