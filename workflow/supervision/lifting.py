"""A 督办 that a wrong server time opened is lifted: struck, with its paper, never answered."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from workflow.clocks.rows import stop
from workflow.models import DeadlineStage, PaperVoid, Supervision
from workflow.models.stage import Stage
from workflow.models.supervision import SupervisionCause, SupervisionState

if TYPE_CHECKING:
    from departments.models import Officer

REASON = "服务器时间有误，误发"


def lift(stages: Collection[DeadlineStage], *, by: Officer, at: datetime) -> int:
    """Those opened for stages that were taken back; how many."""
    late = [stage.deadline_id for stage in stages if stage.stage == Stage.SUPERVISION]
    opened = Supervision.objects.filter(deadline__in=late, cause=SupervisionCause.OVERDUE)
    standing = list(opened.exclude(state=SupervisionState.CLOSED).select_for_update())
    for own in standing:
        _lift(own, by, at)
    return len(standing)


def _lift(own: Supervision, by: Officer, at: datetime) -> None:
    stop(own.clocks.open(), on=timezone.localdate(at), is_void=True)
    for paper in own.papers.filter(voids=None):
        PaperVoid.objects.create(paper=paper, reason=REASON, voided_by=by)
    own.answer = own.answer or f"{REASON}，无须答复。"
    own.answered_at = own.answered_at or at
    own.conclusion, own.closed_by, own.closed_at = f"{REASON}，撤销。", by, at
    own.state = SupervisionState.CLOSED
    own.save()
