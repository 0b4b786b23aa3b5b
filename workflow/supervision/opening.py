"""督办 is opened: by time, by a second return, or by the task force (R104, domain 2.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from deadlines.due import chinese_date
from deadlines.limits import WHOLE_KEYS
from departments.models.department import Kind
from departments.roles import HEADS, THE_LEADER, THE_OFFICE
from disputes.locking import lock
from web.refusals import Mistyped, NotAllowed
from workflow.issuing.drafts import issue
from workflow.messages import notices
from workflow.messages.notices import Letter
from workflow.models import DeadlineStage, Supervision
from workflow.models.supervision import SupervisionCause, SupervisionLevel, SupervisionState
from workflow.procedure import move as procedure_move
from workflow.procedure.moving import moving
from workflow.procedure.participation import departments_of
from workflow.procedure.rows.supervision import CLAUSE
from workflow.procedure.timeline import SYSTEM, remember_time, signature, signs_as
from workflow.procedure.who import acts_as_leader
from workflow.supervision import clock as supervision_clock
from workflow.supervision import papers

if TYPE_CHECKING:
    from departments.models import Department, Officer
    from departments.models.department import DepartmentQuerySet
    from disputes.models import Dispute
    from workflow.models import Deadline
    from workflow.procedure.move import Move


@dataclass(frozen=True)
class Opening:
    """A 督办 being opened; by nobody's hand when time or a second return calls for it."""

    dispute: Dispute
    by: Officer | None
    at: datetime


@transaction.atomic
def supervise_overdue(stage_id: int) -> bool:
    """Three working days late: 提示, unless it was done meanwhile, or one is open already."""
    stage = DeadlineStage.objects.select_related(
        "deadline__policy", "deadline__owner", "deadline__supervision__department"
    ).get(pk=stage_id)
    dispute, clock = lock(stage.deadline.dispute), stage.deadline
    clock.refresh_from_db(fields=["ended_on", "is_suspended", "due_on"])
    if clock.ended_on or clock.is_suspended or clock.due_on != stage.due_on:
        return False
    reason = f"“{clock.policy.label}”期限{chinese_date(clock.due_on)}，已超期三个工作日"
    if clock.supervision is not None:
        _tell_unanswered(clock.supervision)
        return False
    if _task_force_owes(dispute, clock):
        words = f"{dispute.number} {reason}，请督促。"
        notices.tell([Letter(dispute, None, THE_LEADER, words)], None)
        return False
    opened = _open(
        dispute,
        clock.owner,
        SupervisionCause.OVERDUE,
        reason,
        at=procedure_move.now(),
        deadline=clock,
    )
    if opened is None:
        return False
    _remember(opened)
    _tell(opened)
    return True


def _tell_unanswered(own: Supervision) -> None:
    """No 督办 of a 督办: the office is told, and may raise it."""
    unit, until = own.department.short_name, chinese_date(own.due_on)
    words = f"{own.dispute.number} {unit}没有答复督办（期限{until}），已超期三个工作日，可以升级。"
    told = Letter(own.dispute, None, THE_OFFICE, words)
    notices.tell([told], None, about=own)


def _task_force_owes(dispute: Dispute, clock: Deadline) -> bool:
    """The leader's decision, the office's answer: no department that could be made to explain."""
    is_step = clock.assignment_id is None and clock.key not in WHOLE_KEYS
    at_task_force = bool(dispute.owing_role) and dispute.owing_department_id is None
    return clock.owner.is_office or (is_step and at_task_force)


def supervise_returns(move: Move, department: Department) -> None:
    """The second return of a dispute: who returned it explains itself (R052)."""
    reason = f"本件被退回{move.dispute.returns}次，最近由{department.short_name}退回"
    opened = _open(move.dispute, department, SupervisionCause.RETURNS, reason, at=move.at)
    if opened is not None:
        _remember(opened)
        _tell(opened)


def supervise(
    dispute: Dispute,
    *,
    by: Officer,
    department: Department,
    level: str,
    reason: str,
    version: int | None = None,
) -> Supervision:
    """督办 by the leader or the office, of a department that takes part (专班批示)."""
    with moving(dispute, "supervise", by=by, version=version) as move:
        move.stays = True
        if not supervisable(move.dispute).filter(pk=department.pk).exists():
            raise Mistyped({"department": ["只能督办参与办理本件的单位，请从列表中选择。"]})
        move.actor_label = named(by)
        cause = SupervisionCause.LEADER
        opened = _open(move.dispute, department, cause, reason, at=move.at, level=level, by=by)
        if opened is None:
            raise NotAllowed(f"对{department.name}的督办还没有销号，请在那一件上升级。")
        move.say(f"{move.actor_label} {_words(opened)}")
        _tell(opened)
    return opened


def named(officer: Officer) -> str:
    """How the record names who supervises: the leader, his deputy, or the office."""
    return signs_as(officer) if acts_as_leader(officer) else signature(officer)


def _open(
    dispute: Dispute,
    department: Department,
    cause: SupervisionCause,
    reason: str,
    *,
    at: datetime,
    deadline: Deadline | None = None,
    level: str = SupervisionLevel.NOTICE,
    by: Officer | None = None,
) -> Supervision | None:
    """One open 督办 for a department and cause; the dispute is locked, so none slips in between."""
    unfinished = dispute.supervisions.exclude(state=SupervisionState.CLOSED)
    if unfinished.filter(department=department, cause=cause).exists():
        return None
    opened = Supervision(
        jurisdiction=dispute.jurisdiction,
        dispute=dispute,
        department=department,
        deadline=deadline,
        level=level,
        cause=cause,
        reason=reason,
        opened_at=at,
        opened_by=by,
        opener_label=named(by) if by else SYSTEM,
    )
    supervision_clock.ask(opened, timezone.localdate(at))
    act = Opening(dispute, by, at)
    issue(papers.supervision_order(act, opened, reason=reason, by=opened.opener_label))
    return opened


def as_clause(reason: str) -> str:
    """Typed as a sentence, told as part of a longer one."""
    return reason.rstrip("。 ")


def _tell(opened: Supervision) -> None:
    """The department's heads answer; the office follows."""
    words = (
        f"{opened.dispute.number} {opened.department.short_name}被督办"
        f"（{opened.get_level_display()}）：{as_clause(opened.reason)}，"
        f"请于{chinese_date(opened.due_on)}前答复。"
    )
    heads = Letter(opened.dispute, opened.department_id, HEADS, words)
    followers = Letter(opened.dispute, None, THE_OFFICE, words)
    notices.tell([heads, followers], opened.opened_by, about=opened)


def _words(opened: Supervision) -> str:
    """对医保局督办（提示）：…，11月20日前答复。"""
    return (
        f"对{opened.department.short_name}督办（{opened.get_level_display()}）："
        f"{as_clause(opened.reason)}，{chinese_date(opened.due_on)}前答复。"
    )


def _remember(opened: Supervision) -> None:
    remember_time(opened.dispute, "supervise", _words(opened), CLAUSE, opened.opened_at)


def supervisable(dispute: Dispute) -> DepartmentQuerySet:
    """Who takes part in it, but the office: nobody answers himself."""
    return departments_of(dispute).exclude(kind=Kind.OFFICE)
