"""Time itself, a user like others: what it wakes calls the same actions as a person would."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps

from celery import shared_task
from django.utils import timezone

from workflow.clocks.recompute import look_again, recompute_open
from workflow.clocks.repair import look_at_put_off, look_sooner
from workflow.clocks.sweep import PATIENCE, sweep
from workflow.errands import clock as errands
from workflow.extensions import actions as extending
from workflow.findings import clock as findings
from workflow.operations import heartbeat
from workflow.operations.leftovers import sweep_leftovers
from workflow.operations.pruning import prune
from workflow.procedure.presence import passing_on
from workflow.supervision import opening

log = logging.getLogger(__name__)


def by_a_believable_clock(task: Callable[[], int]) -> Callable[[], int]:
    """Left undone, and told in 运行情况 and /healthz, until an operator has looked at the time."""

    @wraps(task)
    def guarded() -> int:
        if heartbeat.last_beats().is_doubtful:
            log.error("服务器时间与最近心跳相差太大，%s 没有执行，请核对时间", task.__name__)
            return 0
        return task()

    return guarded


@shared_task
def beat() -> None:
    """Leaves word that the clock and a worker are both alive; /healthz reads it."""
    heartbeat.beat(heartbeat.BEAT)


@shared_task
@by_a_believable_clock
def sweep_deadlines() -> int:
    """Every minute: amber, due and late clocks are told once (R104); how many moved on."""
    swept = sweep()
    heartbeat.beat(heartbeat.SWEEP)
    return swept.clocks


@shared_task
def recompute_dates() -> bool:
    """What an imported calendar left to compute; whether all is done."""
    return recompute_open(patience=PATIENCE).is_computed


@shared_task
@by_a_believable_clock
def look_again_nightly() -> int:
    """Every open date is a function of its history; each night that is made sure of."""
    look_again(timezone.localdate())
    return look_sooner(timezone.localdate())


@shared_task
@by_a_believable_clock
def try_put_off_again() -> int:
    """Every quarter of an hour: a clock whose fault was mended does not wait for tomorrow."""
    return look_at_put_off(timezone.now())


@shared_task
def supervise_overdue(stage_id: int) -> None:
    """Three working days late: the office's 督办, by the same action as a person's (domain 2.5)."""
    opening.supervise_overdue(stage_id)


@shared_task
@by_a_believable_clock
def hand_up_orphans() -> int:
    """Every hour: what lies with somebody who has left passes on, or the office hears (R006)."""
    passed = extending.hand_up_orphans() + passing_on.pass_on_orphans()
    return passed + passing_on.tell_of_empty_desks()


@shared_task
@by_a_believable_clock
def remind_errands() -> int:
    """Every quarter of an hour: what units owe the task force beside any case (R022, R104)."""
    return errands.ANSWER.remind(timezone.now())


@shared_task
@by_a_believable_clock
def remind_findings() -> int:
    """Every quarter of an hour: what departments owe the auditor (审计法52条, R104)."""
    return findings.ANSWER.remind(timezone.now())


@shared_task
@by_a_believable_clock
def sweep_leftovers_daily() -> int:
    """Files that no row names; how many went (0035)."""
    return sweep_leftovers().removed


@shared_task
@by_a_believable_clock
def prune_nightly() -> int:
    """What was delivered or answered long ago; how many rows went."""
    return prune()
