"""Granting more time: before expiry, once, within policy and law (R103, 信访工作条例34条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from deadlines.due import Extension, Limit, Unit, chinese_date
from deadlines.models import DeadlinePolicy
from deadlines.policies import PolicyBook, extension_policy
from workflow.clocks.clocks import Clocks
from workflow.clocks.dates import CaseDates
from workflow.models import Deadline, ExtensionGrant

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute


@dataclass(frozen=True)
class ExtensionRules:
    """What decides about more time for the clocks of one dispute; read once, asked of each."""

    on: date
    book: PolicyBook
    dates: CaseDates

    @classmethod
    def of(cls, dispute: Dispute, clocks: Clocks) -> ExtensionRules:
        return cls(clocks.on, clocks.limits.on(clocks.on), clocks.history_of(dispute))

    def refusal(self, clock: Deadline, until: date) -> str:
        """Why this clock may not be extended to that day, in a sentence; empty when it may."""
        if clock.ended_on is not None or clock.is_suspended:
            return "该期限已停表，不能延期"
        if self.on > clock.due_on:
            return f"期限{chinese_date(clock.due_on)}已过，延期应在到期前申请并批准"
        if until <= clock.due_on:
            return f"延长后的期限应晚于原期限{chinese_date(clock.due_on)}"
        if clock.pk in self.dates.extensions:
            return "同一期限只能延期一次"
        return self._beyond(clock, until)

    def needs_leader(self, clock: Deadline, until: date) -> bool:
        """Whether the length asked for is beyond the head's power."""
        policy = self._policy(clock)
        if policy is None or policy.extender == DeadlinePolicy.Extender.LEADER:
            return True
        return self._length(clock, until, policy.as_limit.unit).days > policy.limit

    def length_for(self, clock: Deadline, until: date) -> Limit:
        """In the unit the policy grants in."""
        policy = self._policy(clock)
        assert policy is not None  # else it was refused
        return self._length(clock, until, policy.as_limit.unit)

    def _beyond(self, clock: Deadline, until: date) -> str:
        """The caps: what the policy lets a head or the leader grant at most."""
        policy = self._policy(clock)
        if policy is None:
            return "该环节不可延期"
        cap = policy.as_legal or policy.as_limit
        in_law = self._length(clock, until, cap.unit)
        if in_law.days > cap.days:
            return f"延期{in_law}超过上限{cap}"
        whole_due = self.dates.cap_of(clock)
        if whole_due is not None and until > whole_due:
            return f"本环节不得晚于总时限{chinese_date(whole_due)}，请先申请总时限延期"
        return self._gains_nothing(clock, self._length(clock, until, policy.as_limit.unit))

    def _gains_nothing(self, clock: Deadline, length: Limit) -> str:
        """What is granted is days: a new date that holds none leaves the old one standing."""
        old = chinese_date(clock.due_on)
        if length.days < 1:
            return f"所选日期与原期限{old}之间没有工作日，请选择更晚的工作日"
        if self.dates.due_of(clock, Extension(length)).due_on <= clock.due_on:
            return f"延长{length}后期限仍为{old}，请选择更晚的日期"
        return ""

    def _policy(self, clock: Deadline) -> DeadlinePolicy | None:
        return extension_policy(self.book, clock.policy)

    def _length(self, clock: Deadline, until: date, unit: Unit) -> Limit:
        return Limit.between(clock.due_on, until, unit, self.dates.calendar)


def grant_extension(
    clocks: Clocks,
    rules: ExtensionRules,
    clock: Deadline,
    *,
    until: date,
    reason: str,
    by: Officer,
) -> ExtensionGrant:
    """Record the extension and compute the dates anew from the whole history; not written yet."""
    problem = rules.refusal(clock, until)
    if problem:
        raise ValueError(problem)
    length = rules.length_for(clock, until)
    grant = ExtensionGrant.objects.create(
        deadline=clock,
        days=length.days,
        unit=length.unit.value,
        old_due_on=clock.due_on,
        new_due_on=until,
        reason=reason,
        granted_on=rules.on,
        granted_by=by,
    )
    clocks.extend(clock, grant.as_extension)
    if clock.due_on != until:
        ExtensionGrant.objects.filter(pk=grant.pk).update(new_due_on=clock.due_on)
        grant.new_due_on = clock.due_on
    return grant
