"""延期: more time is asked for before the day has come, once a clock (R103, 信访工作条例34条)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from departments.roles import Role
from workflow import facts
from workflow.choices import ApprovalKind
from workflow.extensions import grant_extension, needs_leader, refusal
from workflow.models import Approval
from workflow.moving import Move, moving, signature
from workflow.refusals import Mistyped, NotAllowed
from workflow.who import HEADS, works_for

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute
    from workflow.models import Deadline


def extend(
    dispute: Dispute, *, by: Officer, until: date, reason: str, version: int | None = None
) -> None:
    """申请延期: a head grants what is within his power at once; the rest is the leader's."""
    with moving(dispute, "extend", by=by, version=version) as move:
        clock = _clock_for(move, by, until)
        if works_for(by, clock.owner_id, HEADS) and not needs_leader(clock, until, move.today):
            grant_extension(clock, until=until, reason=reason, on=move.today, by=by)
            move.say(f"{signature(by)} 批准{_from_to(clock, until)}：{reason}")
        else:
            _ask_leader(move, until, reason)
            move.say(f"{signature(by)} 申请{_from_to(clock, until)}：{reason}")


def _clock_for(move: Move, by: Officer, until: date) -> Deadline:
    """The earliest of his clocks that may run until then; else the sentence that refuses it."""
    clocks = facts.extendable(move.dispute, by.department_ids, move.today)
    refusals = [refusal(clock, until, move.today) for clock in clocks]
    fit = [clock for clock, problem in zip(clocks, refusals, strict=True) if not problem]
    if not fit:
        raise Mistyped({"until": [f"{problem}。" for problem in dict.fromkeys(refusals)]})
    return fit[0]


def _from_to(clock: Deadline, until: date) -> str:
    return f"“{clock.policy.label}”延期至{until.year}年{until.month}月{until.day}日"


def _ask_leader(move: Move, until: date, reason: str) -> None:
    dispute = move.dispute
    Approval.objects.create(
        kind=ApprovalKind.EXTENSION,
        dispute=dispute,
        reason=reason,
        until=until,
        reported_state=dispute.state,
        reported_mode=dispute.mode,
        reported_severity=dispute.severity,
        requested_by=move.by,
        requested_department=move.by.department or dispute.receiving_department,
        requested_at=move.at,
    )
    move.tell(None, frozenset({Role.LEADER}), f"{dispute.number} 申请延期，请审批。")


def grant_asked(move: Move, approval: Approval) -> None:
    """同意延期: granted as it was asked, if the day has not passed meanwhile."""
    assert approval.until is not None
    asker = {approval.requested_department_id}
    for clock in facts.extendable(move.dispute, asker, move.today):
        if not refusal(clock, approval.until, move.today):
            grant_extension(
                clock, until=approval.until, reason=approval.reason, on=move.today, by=move.by
            )
            return
    raise NotAllowed("该期限已过、已停表或已延期，不能再延，请答复不同意。")
