"""Making assignments inside an action: who is asked what, by when."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import F

from deadlines.limits import OUTSIDE_TOTAL
from departments.roles import Role
from workflow.clocks.clocks import Wanted
from workflow.issuing import assignment_papers as papers
from workflow.issuing import pieces
from workflow.issuing.drafts import issue
from workflow.models import Assignment
from workflow.models.asks import ASKS_TO_SIGN
from workflow.models.choices import AssignmentKind, AssignmentState

if TYPE_CHECKING:
    from departments.models import Department
    from workflow.models import Meeting
    from workflow.procedure.move import Move

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


@dataclass(frozen=True)
class Asked:
    """One department that is to owe one answer, and by when if an officer chose the day."""

    department: Department
    kind: AssignmentKind
    question: str
    due_on: date | None = None
    designated: bool = False
    meeting: Meeting | None = None
    sender: Department | None = None


def assign(move: Move, *asked: Asked) -> list[Assignment]:
    """Assignments with their clocks; the one date printed on each paper is its `due_on`."""
    return assign_all((move, each) for each in asked)


def assign_all(asked: Iterable[tuple[Move, Asked]]) -> list[Assignment]:
    """The same for the disputes of a meeting, which share their clocks."""
    made = [_asked(move, each) for move, each in asked]
    Assignment.objects.bulk_create(made)
    return made


def _asked(move: Move, asked: Asked) -> Assignment:
    dispute, kind = move.dispute, asked.kind
    if STEP[kind] not in OUTSIDE_TOTAL:
        move.clocks.start_whole(dispute)
    assignment = Assignment(
        dispute=dispute,
        kind=kind,
        department=asked.department,
        sender=asked.sender or dispute.receiving_department,
        sent_by=move.by,
        sent_at=move.at,
        question=asked.question,
        designated=asked.designated,
        meeting=asked.meeting,
    )
    answer = Wanted(STEP[kind], asked.department, assignment, chosen_on=asked.due_on)
    clock, _ = move.clocks.start(dispute, [answer, Wanted(SIGN, asked.department, assignment)])
    assignment.due_on, assignment.amber_on = clock.due_on, clock.amber_on
    move.tell(
        asked.department.pk,
        frozenset({Role.CLERK, Role.REVIEWER}),
        f"{dispute.number} {assignment.get_kind_display()}，请签收，"
        f"{clock.due_on.month}月{clock.due_on.day}日前反馈。",
        asks=f"{ASKS_TO_SIGN}{asked.department.pk}",
    )
    return assignment


def ask_together(
    move: Move,
    departments: Iterable[Department],
    kind: AssignmentKind,
    question: str,
    due_on: date | None = None,
) -> None:
    """Joint assignments or further special ones, each with its notice."""
    made = assign(move, *together(departments, kind, question, due_on))
    issue(*papers.joint_notices(move, made, pieces.about(move.dispute)))


def together(
    departments: Iterable[Department],
    kind: AssignmentKind,
    question: str,
    due_on: date | None = None,
) -> list[Asked]:
    """财政、镇 only assist."""
    return [
        Asked(each, kind if each.is_functional else AssignmentKind.ASSIST, question, due_on)
        for each in departments
    ]


def recall(move: Move, assignments: Sequence[Assignment], reason: str) -> None:
    """End assignments from inside an action of the dispute, with their clocks."""
    for assignment in assignments:
        assignment.dispute = move.dispute
        move.clocks.end_of(assignment, is_void=True)
    Assignment.objects.filter(pk__in=[each.pk for each in assignments]).update(
        state=AssignmentState.RECALLED,
        closed_reason=reason,
        clocked_on=move.today,
        version=F("version") + 1,
    )


def recall_open(move: Move, reason: str, *, sparing: Collection[AssignmentKind] = ()) -> None:
    """Withdrawal, merger: whatever was still owed is recalled (procedure.md)."""
    owed = list(move.dispute.assignments.open().exclude(kind__in=sparing))
    if owed:
        recall(move, owed, reason)
