"""Making assignments inside an action: who is asked what, by when."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from deadlines.due import chinese_date
from deadlines.limits import OUTSIDE_TOTAL
from departments.roles import STAFF, THE_OFFICE, Role
from disputes.choices import TOGETHER, Mode, State
from web.refusals import Mistyped
from workflow.clocks.clocks import Wanted
from workflow.issuing import assignment_papers as papers
from workflow.issuing import pieces
from workflow.issuing.drafts import issue
from workflow.issuing.voiding import void_asking, void_told
from workflow.messages import notices
from workflow.models import Assignment
from workflow.models.asks import ASKS_TO_SIGN
from workflow.models.choices import (
    GONE_ASSIGNMENT,
    OPINION_KINDS,
    TASKS,
    AssignmentKind,
    AssignmentState,
)
from workflow.procedure.presence.passing_on import heir_of
from workflow.procedure.sides.other_side import refuse_kept_out

if TYPE_CHECKING:
    from departments.models import Department, Officer
    from disputes.models import Dispute
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
    refuse_kept_out(dispute, [asked.department], "departments")
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
    _refuse_cut(asked.due_on, clock.due_on)
    assignment.due_on, assignment.amber_on = clock.due_on, clock.amber_on
    move.tell(
        asked.department.pk,
        frozenset({Role.CLERK, Role.REVIEWER}),
        f"{dispute.number} {assignment.get_kind_display()}，请签收，"
        f"{clock.due_on.month}月{clock.due_on.day}日前反馈。",
        asks=f"{ASKS_TO_SIGN}{asked.department.pk}",
    )
    return assignment


def _refuse_cut(typed: date | None, last: date) -> None:
    """A day beyond the whole case's is said to be so, never quietly made an earlier one (R087)."""
    if typed is not None and last < typed:
        day = chinese_date(last)
        raise Mistyped(
            {
                "due_on": [
                    f"反馈期限最迟到{day}（本件总时限）；确需更长的，先留空、按此发出，再申请延期。"
                ]
            }
        )


def ask_together(
    move: Move,
    departments: Iterable[Department],
    kind: AssignmentKind,
    question: str,
    due_on: date | None = None,
    *,
    fixed: Collection[int] = (),
) -> None:
    """Joint assignments or further special ones, each with its notice."""
    made = assign(move, *together(departments, kind, question, due_on, fixed=fixed))
    issue(*papers.joint_notices(move, made, pieces.about(move.dispute)))


def together(
    departments: Iterable[Department],
    kind: AssignmentKind,
    question: str,
    due_on: date | None = None,
    *,
    fixed: Collection[int] = (),
) -> list[Asked]:
    """财政、镇 only assist; whom the office designated is `fixed` on this road as well (R052)."""
    return [
        Asked(
            each,
            kind if each.is_functional else AssignmentKind.ASSIST,
            question,
            due_on,
            designated=each.pk in fixed,
        )
        for each in departments
    ]


def recall(
    move: Move,
    assignments: Sequence[Assignment],
    reason: str,
    *,
    told: str = "交办已撤回，不用再办",
) -> None:
    """End assignments from inside an action of the dispute, with their clocks."""
    held = void_asking(assignments, f"已撤回：{reason}", by=move.by)
    for assignment in assignments:
        assignment.dispute = move.dispute
        move.clocks.end_of(assignment, is_void=True)
        text = f"{move.dispute.number} {told}：{reason}{held.get(assignment.pk, '')}"
        move.tell(assignment.department_id, STAFF, text)
        assignment.state, assignment.closed_reason = AssignmentState.RECALLED, reason
        assignment.clocked_on, assignment.version = move.today, assignment.version + 1
    ended = ["state", "closed_reason", "clocked_on", "version"]
    Assignment.objects.bulk_update(assignments, ended)


def recall_open(
    move: Move,
    reason: str,
    *,
    sparing: Collection[AssignmentKind] = (),
    but: Assignment | None = None,
) -> None:
    """Withdrawal, merger: whatever was still owed is recalled (procedure.md)."""
    rows = move.dispute.assignments.open().exclude(kind__in=sparing)
    rows = rows.select_related("department", "sent_by")
    owed = list(rows.exclude(pk=but.pk) if but else rows)
    if owed:
        recall(move, owed, reason)
        _tell_givers(move, owed, reason)
        if any(each.kind == AssignmentKind.REFERRAL for each in owed):
            void_told(move.dispute, f"已撤回：{reason}", by=move.by)


def _tell_givers(move: Move, fallen: Iterable[Assignment], reason: str) -> None:
    """Whoever gave a task waits for it; where he is gone or recused, the office (四(二))."""
    tasks = [each for each in fallen if each.kind == AssignmentKind.TASK]
    if not tasks:
        return
    recused = {each.officer_id for each in move.dispute.recusals.all()}
    given: dict[Officer | None, list[str]] = {}
    for task in tasks:
        waits = task.sent_by.is_active and task.sent_by_id not in recused
        given.setdefault(task.sent_by if waits else None, []).append(task.department.short_name)

    def said(units: list[str]) -> str:
        fell = "下达的交办任务已收回，不再答复"
        return f"{move.dispute.number} 向{'、'.join(units)}{fell}：{reason}"

    if None in given:
        move.tell(None, THE_OFFICE, said(given[None]))
    told = {each: said(units) for each, units in given.items() if each and each != move.by}
    notices.to_officers(move.dispute, told)


def leave_referral(move: Move, reason: str) -> list[Assignment]:
    """The receiving unit decides from now on; who led the referral joins in, and owes one answer.

    What told the payer that it was handed on is void: he is told anew (R035). Which referrals:
    one that the office designated stays so on the new road (R052).
    """
    dispute = move.dispute
    rows = dispute.assignments.open().filter(kind=AssignmentKind.REFERRAL)
    referrals = list(rows.select_related("department"))
    if referrals:
        recall(move, referrals, reason)
        void_told(dispute, reason, by=move.by)
        dispute.responsible_officer = _who_took_it_in(dispute)
    return referrals


def designated_of(assignments: Iterable[Assignment]) -> set[int]:
    """The units among them that the office named."""
    return {each.department_id for each in assignments if each.designated}


def _who_took_it_in(dispute: Dispute) -> Officer:
    """Or whoever has his cases since he left."""
    first = dispute.first_contact_officer
    return (None if first.is_active else heir_of(dispute, first)) or first


def everybody_gone(dispute: Dispute, *, but: Assignment | None = None) -> bool:
    """Whoever was asked for the matter itself has sent it back, or was recalled; `but` does now."""
    kinds = [AssignmentKind.REFERRAL] if dispute.mode == Mode.REFERRAL else OPINION_KINDS
    rows = dispute.assignments.filter(kind__in=kinds).exclude(state__in=GONE_ASSIGNMENT)
    return not (rows.exclude(pk=but.pk) if but else rows).exists()


def back_to_triage(move: Move, reason: str, *, but: Assignment | None = None) -> None:
    """A road that nobody is left on is given up: who took the matter in classifies it anew.

    Those who only assist are told; what the task force gave goes on beside any road. The limit of
    a road that came to nothing was not kept: it is void, and the next counts from the registration
    again (domain 2.2 ③).
    """
    dispute = move.dispute
    recall_open(move, reason, sparing=TASKS, but=but)
    void_told(dispute, reason, by=move.by)
    reclassify(move)


def reclassify(move: Move) -> None:
    """As it was before a road was chosen: in the hands of who took it in."""
    dispute = move.dispute
    dispute.lead_department, dispute.mode = dispute.receiving_department, ""
    dispute.responsible_officer = _who_took_it_in(dispute)
    move.clocks.end_whole(dispute)
    move.to(State.TRIAGE)


#: Whom the receiving unit asked beside itself are gone: what the office decided is its own again.
NO_MORE_DESIGNATED: Final = "联办单位均已退回或撤回，退回分类，由专班办公室重新指定。"


def give_up_when_deserted(move: Move, *, but: Assignment | None = None) -> str:
    """Nobody is left: back to triage; special handling stays the leader's, but has a way on.

    Returns what the timeline says of it.
    """
    dispute = move.dispute
    asked_others = dispute.mode in {Mode.REFERRAL, *TOGETHER}
    if dispute.state != State.HANDLING or not asked_others or not everybody_gone(dispute, but=but):
        return ""
    if dispute.mode == Mode.SPECIAL:
        text = f"{dispute.number} 专案组各单位均已退回或撤回，请增加联办单位，或者申请降级。"
        move.tell(dispute.receiving_department_id, STAFF, text)
        return "专案组已无单位办理，由受理部门增加联办单位或申请降级。"
    was_joint = dispute.mode == Mode.JOINT
    if was_joint and dispute.designated:
        dispute.designated = False
        back_to_triage(move, "退回分类", but=but)
        move.tell(None, THE_OFFICE, f"{dispute.number} {NO_MORE_DESIGNATED}")
        return NO_MORE_DESIGNATED
    back_to_triage(move, "退回分类", but=but)
    return "已无单位办理，退回分类。" if was_joint else ""
