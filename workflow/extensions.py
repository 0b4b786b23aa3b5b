"""Granting more time: before expiry, once, within policy and law (R103, 信访工作条例34条)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from workflow.calendar import WorkCalendar
from workflow.calendar_days import current_calendar
from workflow.deadlines import Limit, Unit, chinese_date
from workflow.models import Deadline, DeadlinePolicy, ExtensionGrant
from workflow.policies import PolicyBook, extension_policy
from workflow.reckoning import Reckoner
from workflow.settling import Clocks

if TYPE_CHECKING:
    from departments.models import Officer


def refusal(clock: Deadline, until: date, on: date) -> str:
    """Why this clock may not be extended to that day, in a sentence; empty when it may."""
    if clock.ended_on is not None or clock.is_suspended:
        return "该期限已停表，不能延期"
    if on > clock.due_on:
        return f"期限{chinese_date(clock.due_on)}已过，延期应在到期前申请并批准"
    if until <= clock.due_on:
        return f"延长后的期限应晚于原期限{chinese_date(clock.due_on)}"
    if clock.extensions.exists():
        return "同一期限只能延期一次"
    return _beyond(clock, until, on)


def needs_leader(clock: Deadline, until: date, on: date) -> bool:
    """Whether the length asked for is beyond the head's power."""
    policy = _policy(clock, on)
    if policy is None or policy.extender == DeadlinePolicy.Extender.LEADER:
        return True
    return _length(clock, until, policy.as_limit.unit, current_calendar()).days > policy.limit


@transaction.atomic
def grant_extension(
    clocks: Clocks, clock: Deadline, *, until: date, reason: str, on: date, by: Officer
) -> ExtensionGrant:
    """Record the extension and compute the dates anew from the whole history; not written yet."""
    problem = refusal(clock, until, on)
    if problem:
        raise ValueError(problem)
    policy = _policy(clock, on)
    unit = policy.as_limit.unit if policy else Unit.DAYS
    length = _length(clock, until, unit, current_calendar())
    grant = ExtensionGrant.objects.create(
        deadline=clock,
        days=length.days,
        unit=length.unit.value,
        old_due_on=clock.due_on,
        new_due_on=until,
        reason=reason,
        granted_on=on,
        granted_by=by,
    )
    clocks.recompute(clock.dispute)
    clock.due_on = clocks.due_of(clock)
    if clock.due_on != until:
        ExtensionGrant.objects.filter(pk=grant.pk).update(new_due_on=clock.due_on)
        grant.new_due_on = clock.due_on
    return grant


def _beyond(clock: Deadline, until: date, on: date) -> str:
    """The caps: what the policy lets a head or the leader grant at most."""
    policy = _policy(clock, on)
    if policy is None:
        return "该环节不可延期"
    cap = policy.as_legal or policy.as_limit
    length = _length(clock, until, cap.unit, current_calendar())
    if length.days < 1:
        return "延长后的期限与原期限之间没有工作日"
    if length.days > cap.days:
        return f"延期{length}超过上限{cap}"
    whole_due = Reckoner.of(clock.dispute).cap_of(clock)
    if whole_due is not None and until > whole_due:
        return f"本环节不得晚于总时限{chinese_date(whole_due)}，请先申请总时限延期"
    return ""


def _policy(clock: Deadline, on: date) -> DeadlinePolicy | None:
    return extension_policy(PolicyBook.on(on), clock.policy)


def _length(clock: Deadline, until: date, unit: Unit, calendar: WorkCalendar) -> Limit:
    """From the old date to the new one, in the unit the policy counts."""
    if unit is Unit.WORKDAYS:
        return Limit(calendar.workdays_between(clock.due_on, until), unit)
    return Limit((until - clock.due_on).days, unit)
