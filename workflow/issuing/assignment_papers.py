"""The papers that ask a department for something: 报送单, 会办通知, 交办单."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from disputes.choices import Mode
from papers.choices import PaperKind
from papers.forms.joint_notice import JointNotice
from papers.forms.referral import Referral
from papers.forms.task_sheet import TaskSheet
from workflow.issuing import pieces
from workflow.issuing.drafts import Addressed, Common, Draft
from workflow.models import Assignment
from workflow.models.choices import GONE_ASSIGNMENT, TASKS, AssignmentKind

if TYPE_CHECKING:
    from workflow.procedure.move import Move


def referral(move: Move, assignment: Assignment, reason: str) -> Draft:
    """报送单 (方案附件): its one date is the assignment's due date (R086, R087)."""
    d = move.dispute

    def content(common: Common) -> Referral:
        return Referral(
            **common,
            recipient=assignment.department.name,
            first_contact_department=d.first_contact_department.name,
            first_contact_officer=d.first_contact_officer.name,
            **pieces.about(d),
            agent=pieces.agent(d),
            materials=pieces.materials(d),
            reason=reason,
            reviewed_by=_reviewer(move),
            head=common["signed_by"],
            due_on=assignment.due_on,
            contact=pieces.contact(d),
        )

    return Draft(move, PaperKind.REFERRAL, d.receiving_department, content, _to(assignment))


def _reviewer(move: Move) -> str:
    reviews = move.dispute.timeline.filter(verb="approve_intake").select_related("actor")
    entry = reviews.last()
    return entry.actor.name if entry and entry.actor else ""


def joint_notices(move: Move, made: Sequence[Assignment], about: Common) -> list[Draft]:
    """会办通知, one for each joint or special assignment (R053)."""
    d = move.dispute
    if made:  # read for the desk as well
        named = Assignment.objects.select_related("department").order_by("pk")
        prefetch_related_objects([d], Prefetch("assignments", named))
    asked = list(d.assignments.all()) if made else []
    shared = about | {
        "materials": pieces.materials(d),
        "contact": pieces.contact(d),
    }
    return [_joint_notice(move, each, asked, shared) for each in made]


def _joint_notice(
    move: Move, assignment: Assignment, asked: Sequence[Assignment], shared: Common
) -> Draft:
    """It names every department that works on the matter, whoever was asked first.

    Of 专案 the lead, which is asked by no letter, is one of them; 财政、镇 only assist (四(二)).
    """
    d = move.dispute
    stand = [a for a in asked if a.kind not in TASKS and a.state not in GONE_ASSIGNMENT]
    lead = [d.lead_department.name] if d.mode == Mode.SPECIAL else []
    working = [a.department.name for a in stand if a.kind != AssignmentKind.ASSIST]
    assisting = [a.department.name for a in stand if a.kind == AssignmentKind.ASSIST]

    def content(common: Common) -> JointNotice:
        return JointNotice(
            **common,
            **shared,
            recipient=assignment.department.name,
            participants=tuple(dict.fromkeys(lead + working)),
            assisting=tuple(dict.fromkeys(assisting)),
            assignment=assignment.kind,
            question=assignment.question,
            due_on=assignment.due_on,
        )

    return Draft(move, PaperKind.JOINT_NOTICE, d.receiving_department, content, _to(assignment))


def task_sheet(
    move: Move,
    assignment: Assignment,
    *,
    basis: str,
    category: str,
    question: str = "",
    number: str = "",
) -> Draft:
    """交办单 for a task of the task force or a resolution of a meeting (R022, R068).

    `question` in full, where the file keeps it without the people of another case.
    """

    def content(common: Common) -> TaskSheet:
        return TaskSheet(
            **common,
            assignment=assignment.kind,
            recipient=assignment.department.name,
            question=question or assignment.question,
            basis=basis,
            category=category,
            sent_at=timezone.localtime(move.at),
            due_on=assignment.due_on,
        )

    to = _to(assignment, number)
    return Draft(move, PaperKind.TASK_SHEET, assignment.sender, content, to)


def _to(assignment: Assignment, number: str = "") -> Addressed:
    return Addressed(
        recipient=assignment.department,
        assignment=assignment,
        due_on=assignment.due_on,
        number=number,
    )
