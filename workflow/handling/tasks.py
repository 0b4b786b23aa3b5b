"""四(二): what the task force and its office ask of members, and members of the office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from deadlines.limits import CONVENING_ANSWER
from departments.models import Department
from departments.models.department import Kind
from departments.roles import STAFF, THE_OFFICE
from web.refusals import Mistyped, NotAllowed
from workflow.clocks.clocks import Wanted
from workflow.issuing import assigning
from workflow.issuing import assignment_papers as papers
from workflow.issuing.drafts import issue
from workflow.issuing.pieces import category_name
from workflow.models import Convening
from workflow.models.asks import ASKS_TO_CONVENE
from workflow.models.choices import AssignmentKind
from workflow.procedure import facts
from workflow.procedure.moving import moving
from workflow.procedure.sides.other_side import refuse_kept_out
from workflow.procedure.timeline import signature, signs_as
from workflow.procedure.who import acts_as_leader, asking_departments

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute
    from workflow.procedure.move import Move


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
        refuse_kept_out(move.dispute, [department], "department")
        _refuse_same(move, department, question)
        move.actor_label = signs_as(by) if acts_as_leader(by) else signature(by)
        office = Department.objects.office()
        asked = assigning.Asked(department, AssignmentKind.TASK, question, due_on, sender=office)
        [task] = assigning.assign(move, asked)
        basis, category = f"{move.actor_label} 交办", category_name(move.dispute)
        issue(papers.task_sheet(move, task, basis=basis, category=category))
        move.say(f"{move.actor_label} 向{department.short_name}下达交办任务：{question}")


def _refuse_same(move: Move, department: Department, question: str) -> None:
    """Sent twice it is one task: it was given, and is still owed."""
    tasks = move.dispute.assignments.open().filter(kind=AssignmentKind.TASK)
    if any(each.question == question for each in tasks.filter(department=department)):
        raise NotAllowed(
            f"已向{department.short_name}下达同样的交办任务，还在办理，不用重复交办；"
            "要催的请办理“催办”。"
        )


def request_convening(
    dispute: Dispute,
    *,
    by: Officer,
    reason: str,
    departments: Sequence[Department] = (),
    version: int | None = None,
) -> None:
    """提请召集: the office answers within its limit whether it calls the members (R013)."""
    with moving(dispute, "request_convening", by=by, version=version) as move:
        _refuse_needless(by, departments)
        refuse_kept_out(move.dispute, departments, "departments")
        asking = asking_departments(by) & facts.departments_taking_part(move.dispute)
        own = Department.objects.filter(pk__in=asking).earliest("order")
        request = Convening.objects.create(
            dispute=move.dispute,
            reason=reason,
            asked_department=own,
            asked_by=by,
            asked_at=move.at,
            office=Department.objects.office(),
        )
        request.departments.set(departments)
        move.clocks.start(move.dispute, [Wanted(CONVENING_ANSWER, request.office)])
        names = "、".join(each.short_name for each in departments) or "成员单位"
        text = f"{move.dispute.number} {own.short_name}提请召集{names}，请答复。"
        move.tell(None, THE_OFFICE, text, asks=ASKS_TO_CONVENE, verb="answer_convening")
        move.say(f"{signature(by)} 提请专班办公室召集{names}联合处置：{reason}")


def _refuse_needless(by: Officer, departments: Sequence[Department]) -> None:
    """Whoever asks comes anyway, and so does the office that calls."""
    needless = [d for d in departments if d.is_office or d.pk in by.department_ids]
    if needless:
        names = "、".join(each.short_name for each in needless)
        raise Mistyped({"departments": [f"{names}本来就参加，不用请求召集，请去掉。"]})


def answer_convening(
    dispute: Dispute, *, by: Officer, convene: bool, reason: str, version: int | None = None
) -> None:
    """答复提请召集: yes or no, always with a reason that reaches whoever asked (R013)."""
    with moving(dispute, "answer_convening", by=by, version=version) as move:
        request = facts.convening_asked(move.dispute)
        assert request is not None  # a need of the row
        request.convenes, request.answer = convene, reason
        request.answered_by, request.answered_at = by, move.at
        request.save()
        move.clocks.end_step(move.dispute, CONVENING_ANSWER)
        own = request.asked_department
        text = f"{move.dispute.number} 提请召集的答复：{request.verdict}。{reason}"
        move.tell(own.pk, STAFF, text)
        move.say(f"{signature(by)} 答复{own.short_name}提请召集：{request.verdict}。{reason}")
