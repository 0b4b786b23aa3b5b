"""督办: opened by time, by a second return or by the task force; answered; closed by the office."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from departments.roles import Role
from workflow import notices, present
from workflow.calendar_days import current_calendar
from workflow.deadlines import chinese_date, due
from workflow.models import DeadlineStage, Supervision, TimelineEntry
from workflow.models.supervision import SupervisionCause, SupervisionLevel, SupervisionState
from workflow.moving import lock
from workflow.policies import policy_for
from workflow.who import HEADS

if TYPE_CHECKING:
    from departments.models import Department
    from disputes.models import Dispute
    from workflow.models import Deadline
    from workflow.moving import Move

ANSWER = "supervision.answer"
SYSTEM = "系统提醒"


@transaction.atomic
def supervise_overdue(stage_id: int) -> bool:
    """Three working days late: 提示, unless the answer came meanwhile or one is open already."""
    stage = DeadlineStage.objects.select_related("deadline__policy", "deadline__owner").get(
        pk=stage_id
    )
    dispute, clock = lock(stage.deadline.dispute), stage.deadline
    clock.refresh_from_db(fields=["ended_on", "is_suspended", "due_on"])
    if clock.ended_on or clock.is_suspended or clock.due_on != stage.due_on:
        return False
    reason = f"“{clock.policy.label}”期限{chinese_date(clock.due_on)}，已超期三个工作日"
    opened = _open(
        dispute,
        clock.owner,
        SupervisionCause.OVERDUE,
        reason,
        at=present.now(),
        deadline=clock,
    )
    if opened is None:
        return False
    _remember(opened)
    notices.tell(dispute, None, _told(opened))
    return True


def supervise_returns(move: Move, department: Department) -> None:
    """The second return of a dispute: who returned it explains itself (R052)."""
    reason = f"本件被退回{move.dispute.returns}次，最近由{department.short_name}退回"
    opened = _open(move.dispute, department, SupervisionCause.RETURNS, reason, at=move.at)
    if opened is not None:
        move.notes += _told(opened)
        _remember(opened)


def _open(
    dispute: Dispute,
    department: Department,
    cause: SupervisionCause,
    reason: str,
    *,
    at: datetime,
    deadline: Deadline | None = None,
) -> Supervision | None:
    """One open 督办 for a department and cause; the dispute is locked, so none slips in between."""
    unfinished = dispute.supervisions.exclude(state=SupervisionState.CLOSED)
    if unfinished.filter(department=department, cause=cause).exists():
        return None
    return Supervision.objects.create(
        jurisdiction=dispute.jurisdiction,
        dispute=dispute,
        department=department,
        deadline=deadline,
        level=SupervisionLevel.NOTICE,
        cause=cause,
        reason=reason,
        opened_at=at,
        opener_label=SYSTEM,
        due_on=_answer_by(at),
    )


def _answer_by(at: datetime) -> date:
    on = timezone.localdate(at)
    return due(on, policy_for(ANSWER, on=on).as_policy, current_calendar()).due_on


def _told(opened: Supervision) -> list[notices.Note]:
    """The department's heads answer; the office follows."""
    words = (
        f"{opened.dispute.number} {opened.department.short_name}被督办"
        f"（{opened.get_level_display()}）：{opened.reason}，"
        f"请于{chinese_date(opened.due_on)}前答复。"
    )
    return [(opened.department_id, HEADS, words), (None, frozenset({Role.OFFICE}), words)]


def _remember(opened: Supervision) -> None:
    """In the timeline, by nobody's hand: time itself or the table called for it."""
    dispute = opened.dispute
    TimelineEntry.objects.create(
        dispute=dispute,
        version=dispute.version,
        at=opened.opened_at,
        actor_label=SYSTEM,
        verb="supervise",
        text=f"对{opened.department.short_name}督办（{opened.get_level_display()}）："
        f"{opened.reason}，{chinese_date(opened.due_on)}前答复。",
        clause="五(三)1(3)",
        state_before=dispute.state,
        state_after=dispute.state,
    )
