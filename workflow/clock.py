"""Time itself, a user like others: what it wakes calls the same actions as a person would."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from workflow.clocks.recompute import look_again, recompute_open
from workflow.clocks.sweep import PATIENCE, sweep
from workflow.extensions import actions as extending
from workflow.operations import heartbeat
from workflow.operations.pruning import prune
from workflow.procedure.presence import passing_on
from workflow.supervision import opening


@shared_task
def beat() -> None:
    """Leaves word that the clock and a worker are both alive; /healthz reads it."""
    heartbeat.beat(heartbeat.BEAT)


@shared_task
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
def look_again_nightly() -> None:
    """Every open date is a function of its history; each night that is made sure of."""
    look_again(timezone.localdate())


@shared_task
def supervise_overdue(stage_id: int) -> None:
    """Three working days late: the office's 督办, by the same action as a person's (domain 2.5)."""
    opening.supervise_overdue(stage_id)


@shared_task
def hand_up_orphans() -> int:
    """Every hour: what lies with somebody who has left passes on (R006, R103)."""
    return extending.hand_up_orphans() + passing_on.pass_on_orphans()


@shared_task
def prune_nightly() -> int:
    """What was delivered or answered long ago; how many rows went."""
    return prune()
