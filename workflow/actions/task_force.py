"""四(二): what the task force and its office ask of members, and members of the office."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from departments.models import Department
from departments.models.department import Kind
from workflow import assigning
from workflow import issuing as papers
from workflow.actions.major import signs_as
from workflow.choices import AssignmentKind
from workflow.moving import moving, signature
from workflow.refusals import Mistyped
from workflow.who import acts_as_leader

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute


def give_task(
    dispute: Dispute,
    *,
    by: Officer,
    department: Department,
    question: str,
    due_on: date | None = None,
    version: int | None = None,
) -> None:
    """交办任务: any member department, 信访、财政、镇 too, owes the office an answer (R022)."""
    with moving(dispute, "give_task", by=by, version=version) as move:
        if department.kind == Kind.OFFICE:
            raise Mistyped({"department": ["交办任务交给成员单位，专班办公室是交办的一方。"]})
        move.actor_label = signs_as(by) if acts_as_leader(by) else signature(by)
        assignment = assigning.assign(
            move,
            department,
            AssignmentKind.TASK,
            question,
            due_on=due_on,
            sender=the_office(),
        )
        papers.task_sheet(move, assignment, f"{move.actor_label} 交办")
        move.say(f"{move.actor_label} 向{department.short_name}下达交办任务：{question}")


def the_office() -> Department:
    """专班办公室, which sends for the task force."""
    return Department.objects.get(kind=Kind.OFFICE)
