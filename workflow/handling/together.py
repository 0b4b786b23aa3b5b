"""五(三)1: joint handling, its widening, and the office's designation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from departments.models import Department
from disputes.choices import TOGETHER, Channel, Mode, PartySide, Severity, State
from disputes.models.party import Side
from papers.choices import PaperKind
from web.refusals import Mistyped
from workflow.intake import papers as intake_papers
from workflow.intake.triage import general
from workflow.issuing import assigning, pieces
from workflow.issuing import assignment_papers as papers
from workflow.issuing.drafts import Draft, issue
from workflow.issuing.voiding import void_for, void_told
from workflow.models.choices import GONE_ASSIGNMENT, OPINION_KINDS, TASKS, AssignmentKind
from workflow.procedure import routing_records
from workflow.procedure.move import Move
from workflow.procedure.moving import moving
from workflow.procedure.sides import case_sides
from workflow.procedure.sides.other_side import (
    kept_out,
    refuse_kept_out,
    refuse_named,
    refuse_other_side,
)

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute
    from workflow.models import Assignment


#: Why what the payer was told of one unit alone is true no more.
JOINT_NOW: Final = "转为联合办理"
MORE_NOW: Final = "增加联办单位"


def convene_joint(
    dispute: Dispute,
    *,
    by: Officer,
    departments: Sequence[Department],
    question: str,
    due_on: date | None = None,
    lead: Department | None = None,
    reason: str = "",
    severity_reason: str = "",
    version: int | None = None,
) -> None:
    """联合办理 (C): every invited department and the lead owe a written opinion (R053, A13)."""
    with moving(dispute, "convene_joint", by=by, version=version) as move:
        refuse_lead(lead)
        _refuse_receiving(move.dispute, departments)
        refuse_uninvitable(departments)
        refuse_kept_out(move.dispute, departments, "departments")
        chosen_lead = lead or default_lead(move.dispute, departments)
        refuse_other_side(move.dispute, chosen_lead, "lead", "请另选主办单位")
        invited = invited_beside(move.dispute, departments, chosen_lead)
        _two_functional(move.dispute, invited)
        answer = routing_records.keep(move, [chosen_lead, *invited], reason or question)
        general(move, Mode.JOINT, severity_reason, answer)
        move.dispute.lead_department = chosen_lead
        move.to(State.HANDLING)
        assigning.ask_together(move, invited, AssignmentKind.JOINT, question, due_on)
        issue(*told_with_whom(move, invited))
        names = "、".join(d.short_name for d in invited)
        move.say(f"{by.name} 发起联合办理，向{names}发出会办通知。")


def told_with_whom(
    move: Move, departments: Sequence[Department], *, anew: bool = False
) -> list[Draft]:
    """What the payer hears: others work on it now (R035); of a petition, who (信访23条)."""
    anew = anew or _came_to_nothing(move.dispute)
    again = intake_papers.told_again(move, "并会同有关部门办理。") if anew else []
    return [*again, *intake_papers.accepted(move, departments)]


def _came_to_nothing(dispute: Dispute) -> bool:
    """It was handed on, and came back or was taken back; their assignments are read already."""
    asked = dispute.assignments.all()
    return any(a.kind == AssignmentKind.REFERRAL and a.state in GONE_ASSIGNMENT for a in asked)


def default_lead(dispute: Dispute, departments: Sequence[Department]) -> Department:
    """The receiving department when it may lead, else the first invited one that may (A13).

    Never whoever would lead what is against itself, least of all by its own report (A06).
    """
    own = dispute.receiving_department
    biased = case_sides.counterparty_units(dispute)
    if own.may_lead and own.is_functional and own.pk not in biased:
        return own
    able = [d for d in departments if d.may_lead and d.is_functional and d.pk not in biased]
    return next((d for d in able if d.pk == dispute.lead_department_id), able[0] if able else own)


def invited_beside(
    dispute: Dispute, departments: Sequence[Department], lead: Department
) -> list[Department]:
    """Whoever gets an assignment: the invited and the lead, never the receiving one itself."""
    unique = {d.pk: d for d in (lead, *departments)}
    unique.pop(dispute.receiving_department_id, None)
    return list(unique.values())


def refuse_lead(lead: Department | None) -> None:
    """Whoever is named to lead may lead (R020, R021)."""
    if lead is not None and not lead.may_lead:
        raise Mistyped({"lead": [f"{lead.name}不得作主办单位，请选择职能部门。"]})


def _refuse_receiving(dispute: Dispute, departments: Sequence[Department]) -> None:
    own = dispute.receiving_department
    if own in departments:
        sentence = f"{own.name}是受理部门，本来就牵头并汇总意见，请从联办单位中去掉。"
        raise Mistyped({"departments": [sentence]})


def refuse_uninvitable(departments: Sequence[Department]) -> None:
    """Nobody who was named is left out without a word: who can neither handle nor assist."""
    none = [d.name for d in departments if not d.is_functional and not d.can_assist]
    if none:
        sentence = f"{'、'.join(none)}既不承办也不协助争议事项，请去掉后再办。"
        raise Mistyped({"departments": [sentence]})


def _two_functional(dispute: Dispute, invited: Sequence[Department]) -> None:
    functional = [d for d in (dispute.receiving_department, *invited) if d.is_functional]
    if len(functional) < 2 or not any(d.is_functional for d in invited):
        raise Mistyped({"departments": ["联合办理至少要有两个职能部门，请再选一个。"]})


def invite(
    dispute: Dispute,
    *,
    by: Officer,
    departments: Sequence[Department],
    question: str,
    due_on: date | None = None,
    version: int | None = None,
) -> None:
    """增加联办单位: single or referral becomes joint, its clock from the original start."""
    with moving(dispute, "invite", by=by, version=version) as move:
        was = move.dispute.mode
        _refuse_present(move.dispute, departments, _owed(move.dispute))
        refuse_uninvitable(departments)
        refuse_kept_out(move.dispute, departments, "departments")
        kind = AssignmentKind.SPECIAL if move.dispute.mode == Mode.SPECIAL else AssignmentKind.JOINT
        invited = list(departments)
        alone = was in {Mode.SINGLE, Mode.REFERRAL}
        left = assigning.leave_referral(move, JOINT_NOW) if was == Mode.REFERRAL else []
        if alone:
            joining = [each.department for each in left]
            invited = list({d.pk: d for d in (*invited, *joining)}.values())
            move.dispute.mode = Mode.JOINT
            void_told(move.dispute, JOINT_NOW, by=by)
        _two_functional(move.dispute, invited)
        fixed = assigning.designated_of(left)
        assigning.ask_together(move, invited, kind, question, due_on, fixed=fixed)
        issue(*(told_with_whom(move, invited, anew=True) if alone else _told_of_more(move)))
        move.say(f"{by.name} 增加联办单位：{'、'.join(d.short_name for d in departments)}。")


def _told_of_more(move: Move) -> list[Draft]:
    """Who petitioned reads who works on it now: what named the others alone is void (信访23条)."""
    dispute = move.dispute
    if dispute.channel != Channel.PETITION:
        return []
    kinds = {*OPINION_KINDS, AssignmentKind.ASSIST}
    asked = dispute.assignments.filter(kind__in=kinds).exclude(state__in=GONE_ASSIGNMENT)
    there = {each.department_id: each.department for each in asked.select_related("department")}
    notice = (PaperKind.ACCEPTANCE_NOTICE,)
    void_for(dispute, [Side(PartySide.PAYER.value)], notice, MORE_NOW, by=move.by)
    return intake_papers.accepted(move, list(there.values()))


def _owed(dispute: Dispute) -> list[Assignment]:
    return list(dispute.assignments.open().select_related("department"))


def _refuse_present(
    dispute: Dispute, departments: Sequence[Department], owed: Sequence[Assignment]
) -> None:
    asked = {each.pk for each in departments}
    if dispute.receiving_department_id in asked:
        raise Mistyped({"departments": ["受理部门本身已在办理，不用再邀请。"]})
    kinds = {*OPINION_KINDS, AssignmentKind.ASSIST}
    busy = [a for a in owed if a.department_id in asked and a.kind in kinds]
    if busy:
        names = "、".join(a.department.short_name for a in busy)
        raise Mistyped({"departments": [f"{names}已在办理，请勿重复邀请。"]})


def assign(
    dispute: Dispute,
    *,
    by: Officer,
    department: Department,
    reason: str,
    version: int | None = None,
) -> None:
    """指定办理: after two returns the office decides, and that cannot be returned (R052).

    It may name the other side itself, but not for what is reported in confidence.
    """
    with moving(dispute, "assign", by=by, version=version) as move:
        if not department.may_lead:
            raise Mistyped({"department": [f"{department.name}不得作主办单位，请选择职能部门。"]})
        if department.pk in kept_out(move.dispute):
            refuse_named(move.dispute, [department], "department")
        own_cause = case_sides.decides_its_own(move.dispute)  # as long as the office is silent
        move.dispute.designated = True
        move.dispute.severity = move.dispute.severity or Severity.GENERAL
        if move.dispute.mode in TOGETHER and not own_cause:
            _designate_opinion(move, department, reason)
        elif not _goes_on_knowing(move.dispute, department):
            _designate_lead(move, department, reason)
        move.to(State.HANDLING)
        move.say(f"专班办公室 {by.name} 指定由{department.name}办理：{reason}")


def _goes_on_knowing(dispute: Dispute, department: Department) -> bool:
    """It decides together with others in its own cause, and the office says that it may (A06)."""
    return dispute.mode == Mode.JOINT and department.pk == dispute.deciding_department_id


def _designate_opinion(move: Move, department: Department, reason: str) -> None:
    _refuse_present(move.dispute, [department], _owed(move.dispute))
    special = move.dispute.mode == Mode.SPECIAL
    kind = AssignmentKind.SPECIAL if special else AssignmentKind.JOINT
    asked = assigning.Asked(department, kind, reason, designated=True)
    issue(
        *papers.joint_notices(move, assigning.assign(move, asked), pieces.about(move.dispute)),
        *_told_of_more(move),
    )


def _designate_lead(move: Move, department: Department, reason: str) -> None:
    dispute = move.dispute
    assigning.recall_open(move, "由专班办公室另行指定", sparing=TASKS)
    dispute.lead_department = department
    if department.pk == dispute.receiving_department_id:
        dispute.mode = Mode.SINGLE
        issue(*intake_papers.told_again(move))
        return
    dispute.mode = Mode.REFERRAL
    asked = assigning.Asked(department, AssignmentKind.REFERRAL, reason, designated=True)
    [referral] = assigning.assign(move, asked)
    issue(
        *intake_papers.notifications(move, reason, department=department, outcome="transferred"),
        papers.referral(move, referral, reason),
    )
