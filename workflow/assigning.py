"""Making assignments inside an action: who is asked what, by when."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING

from departments.roles import Role
from workflow import clocks
from workflow import issuing as papers
from workflow.choices import AssignmentKind, AssignmentState
from workflow.limits import OUTSIDE_TOTAL, WHOLE
from workflow.models import Assignment

if TYPE_CHECKING:
    from departments.models import Department
    from disputes.models import Dispute
    from workflow.models import Meeting
    from workflow.moving import Move

#: Which limit the answer to each kind falls under (domain 2.2).
STEP = {
    AssignmentKind.REFERRAL: "transfer.feedback",
    AssignmentKind.JOINT: "general.joint.opinion",
    AssignmentKind.ASSIST: "general.joint.opinion",
    AssignmentKind.SPECIAL: "major.opinion",
    AssignmentKind.TASK: "task.assigned",
    AssignmentKind.RESOLUTION: "task.assigned",
}


#: 签收: runs beside the answer's clock until the department accepts (R052).
SIGN = "transfer.sign"


def assign(
    move: Move,
    department: Department,
    kind: AssignmentKind,
    question: str,
    *,
    due_on: date | None = None,
    designated: bool = False,
    meeting: Meeting | None = None,
    sender: Department | None = None,
) -> Assignment:
    """One assignment with its clock; the one date printed on its paper is its `due_on`."""
    dispute = move.dispute
    if STEP[kind] not in OUTSIDE_TOTAL:
        _cap(dispute)
    assignment = Assignment(
        dispute=dispute,
        kind=kind,
        department=department,
        sender=sender or dispute.receiving_department,
        sent_by=move.by,
        sent_at=move.at,
        question=question,
        designated=designated,
        meeting=meeting,
        due_on=due_on or move.today,
    )
    assignment.save()
    clock = clocks.start_clock(
        dispute,
        STEP[kind],
        on=move.today,
        owner=department,
        assignment=assignment,
        chosen_on=due_on,
    )
    clocks.start_clock(dispute, SIGN, on=move.today, owner=department, assignment=assignment)
    assignment.due_on, assignment.amber_on = clock.due_on, clock.amber_on
    assignment.save(update_fields=["due_on", "amber_on"])
    move.tell(
        department.pk,
        frozenset({Role.CLERK, Role.REVIEWER}),
        f"{dispute.number} {assignment.get_kind_display()}，请签收，"
        f"{clock.due_on.month}月{clock.due_on.day}日前反馈。",
    )
    return assignment


def _cap(dispute: Dispute) -> None:
    """The whole-case clock runs first, so that the date printed on a paper is already capped."""
    key = WHOLE.get(dispute.mode)
    if key and not dispute.deadlines.open().filter(key=key).exists():
        clocks.start_whole_clock(dispute, owner=dispute.receiving_department)


def ask_together(
    move: Move,
    departments: Iterable[Department],
    kind: AssignmentKind,
    question: str,
    due_on: date | None = None,
) -> list[Assignment]:
    """Joint or special assignments, each with its notice; 财政、镇 only assist."""
    made = []
    for department in departments:
        own_kind = kind if department.is_functional else AssignmentKind.ASSIST
        assignment = assign(move, department, own_kind, question, due_on=due_on)
        papers.joint_notice(move, assignment)
        made.append(assignment)
    return made


def close(assignment: Assignment, state: AssignmentState, on: date, reason: str = "") -> None:
    """End an assignment from inside an action of the dispute, with its clock."""
    assignment.state = state
    assignment.closed_reason = reason
    assignment.clocked_on = on
    assignment.version += 1
    assignment.save()
    clocks.end_assignment_clocks(assignment, on=on, is_void=True)


def recall_open(move: Move, reason: str, *, sparing: Collection[AssignmentKind] = ()) -> None:
    """Withdrawal, merger: whatever was still owed is recalled (procedure.md)."""
    for assignment in move.dispute.assignments.open().exclude(kind__in=sparing):
        close(assignment, AssignmentState.RECALLED, move.today, reason)
