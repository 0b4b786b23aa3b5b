"""The server's time was wrong: an operator says that it is right, and what it said is undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from deadlines.due import chinese_date
from departments.actions.authority import record, require
from departments.roles import Role
from disputes.locking import hold
from web.refusals import NotAllowed
from workflow.clocks.repair import look_sooner, said_too_early, take_back
from workflow.models import DeadlineStage
from workflow.operations import heartbeat
from workflow.procedure.rows.supervision import CLAUSE
from workflow.procedure.timeline import remember_time
from workflow.supervision.actions import lift

if TYPE_CHECKING:
    from departments.models import Officer

SUBJECT = "服务器时间"


@transaction.atomic
def confirm_time(*, by: Officer) -> None:
    """时间无误: the clock works on from now; recorded (R106).

    Raises NotAllowed where nothing was in doubt, NotYours for whoever does not keep the system.
    """
    require(by, Role.SYSADMIN)
    beats = heartbeat.last_beats()
    if not beats.is_doubtful:
        raise NotAllowed("时钟没有停，不必确认时间。")
    heartbeat.confirm()
    told = timezone.localtime(beats.now)
    record(by, "确认时间无误", SUBJECT, after=f"{told:%Y-%m-%d %H:%M}")


@transaction.atomic
def put_right(*, by: Officer) -> str:
    """After the time was put right: false stages taken back, false 督办 lifted, on record."""
    require(by, Role.SYSADMIN)
    if heartbeat.last_beats().is_doubtful:
        raise NotAllowed("服务器时间与最近心跳相差太大，请先核对时间并在运行情况页确认。")
    now, today = timezone.now(), timezone.localdate()
    ids = set(said_too_early(now, today).values_list("deadline__dispute", flat=True))
    hold(sorted(ids))  # before their clocks are read, as every action does
    stages = take_back(now, today)
    lifted = lift(stages, by=by, at=now)
    for stage in {stage.deadline_id: stage for stage in stages}.values():
        _remember(stage)
    sooner = look_sooner(today)
    words = f"撤销误记的节点 {len(stages)} 个、督办 {lifted} 件，恢复 {sooner} 个期限的提醒"
    record(by, "恢复期限提醒", SUBJECT, after=words)
    return f"{words}。"


def _remember(stage: DeadlineStage) -> None:
    clock = stage.deadline
    text = (
        f"服务器时间有误，此前对“{clock.policy.label}”（期限{chinese_date(clock.due_on)}）的"
        "提醒和督办不算数，已撤销。"
    )
    remember_time(clock.dispute, "remind", text, CLAUSE, timezone.now())
