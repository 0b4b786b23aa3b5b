"""Whether a desk that owes something has anybody to act at it, and whom the office may name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects
from django.utils import timezone

from departments.codes import THREE_BUREAUS
from departments.models import Delegation, Department, Officer
from departments.roles import HEADS, STAFF, TASK_FORCE, THE_LEADER, THE_OFFICE, Role
from disputes.choices import Mode, State
from disputes.models import Dispute, StandIn
from workflow.messages import notices
from workflow.messages.notices import Letter, Seat
from workflow.models.choices import ApprovalState, MeetingState
from workflow.models.disclosure import DisclosureState
from workflow.models.meeting_kinds import LEADER_ISSUES
from workflow.procedure import facts
from workflow.procedure.next_move import Desk, desk_of, desks_of
from workflow.procedure.rows.own_hand import is_biased
from workflow.procedure.sides import case_sides

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from workflow.models import Meeting


def unmanned(dispute: Dispute) -> list[Desk]:
    """Desks that owe something where nobody may act: the office names somebody (方案三)."""
    desks = owing_desks(dispute)
    if not desks:
        return []
    wanted = [Letter(dispute, desk.department_id, desk.posts, "") for desk in desks]
    seats = notices.seats_of(wanted)
    prefetch_related_objects([dispute], "stand_ins__officer", "recusals")
    return [desk for desk in desks if not is_manned(dispute, desk, seats)]


def unit_of(desk: Desk) -> Department:
    """Where it stands; the leader's is with the task force's office."""
    return desk.department or Department.objects.office()


def deserted(dispute: Dispute) -> bool:
    """Nobody is left in the unit that is to handle it (回避, 离岗)."""
    unit = dispute.deciding_department_id
    return any(each.role == Role.CLERK and each.department_id == unit for each in unmanned(dispute))


def is_manned(dispute: Dispute, desk: Desk, seats: Sequence[Seat]) -> bool:
    """Posted or named, not recused, and not in his own work nor his own cause."""
    roles, barred = _looked_at(dispute, desk)
    here = Letter(dispute, desk.department_id, roles, "")
    sitting = {seat.officer_id for seat in seats if here.reaches(seat)} - barred
    if desk.role == Role.LEADER:
        sitting -= _biased(dispute, sitting)
    if sitting:
        return True
    if any(_may(each, barred | _recused(dispute)) for each in _named(dispute, desk)):
        return True
    return desk.role == Role.LEADER and _deputized(dispute)


def barred_there(dispute: Dispute, desk: Desk) -> set[int]:
    """Whose own work it is that lies there."""
    return _looked_at(dispute, desk)[1]


def standing_in_at(dispute: Dispute, desk: Desk) -> list[Officer]:
    """Whom the office named for it, as far as they may act there."""
    barred = barred_there(dispute, desk) | _recused(dispute)
    return [each.officer for each in _named(dispute, desk) if _may(each, barred)]


def _named(dispute: Dispute, desk: Desk) -> Iterator[StandIn]:
    for each in dispute.stand_ins.all():
        if (each.department_id, each.role) == (desk.department_id, desk.role):
            yield each


def _may(named: StandIn, barred: set[int]) -> bool:
    return named.officer.is_active and named.officer_id not in barred


def _recused(dispute: Dispute) -> set[int]:
    return {each.officer_id for each in dispute.recusals.all()}


def _deputized(dispute: Dispute) -> bool:
    """A deputy holds a delegation, and it is not his bureau's cause."""
    held = Delegation.objects.in_force(timezone.localdate()).filter(deputy__is_active=True)
    able = {each.deputy_id for each in held} - _recused(dispute)
    return bool(able - _biased(dispute, able))


def units_in_cause(dispute: Dispute) -> set[int | None]:
    """Whose cause it is: who received it, leads it, asked the leader; the other side itself."""
    pending = [each for each in dispute.approvals.all() if each.state == ApprovalState.PENDING]
    asked = {unit for each in pending for unit in (each.requested_department_id, each.lead_id)}
    return {*dispute.units_in_cause, *asked} - {None}


def _biased(dispute: Dispute, officer_ids: set[int]) -> set[int]:
    """Of those, whoever is one of the units whose cause it is."""
    if not officer_ids:
        return set()
    units = units_in_cause(dispute)
    people = Officer.objects.filter(pk__in=officer_ids)
    return {each.pk for each in people if is_biased(each, *units)}


def _looked_at(dispute: Dispute, desk: Desk) -> tuple[frozenset[str], set[int]]:
    """Which posts act at that desk, and whose own work it is that lies there."""
    department = desk.department
    if department is None:
        return desk.posts, _askers(dispute) if desk.role == Role.LEADER else set()
    senders = _senders(dispute, department.pk)
    if desk.role == Role.REVIEWER:
        strict, by = department.intake_same_person, facts.registrars(dispute)
    elif desk.role == Role.HEAD and dispute.state == State.SUSPENDED:
        return desk.posts, set()
    elif desk.role == Role.HEAD:
        strict, by = _drafted_there(dispute, department)
        by |= _askers(dispute, department.pk)
    else:
        return STAFF, senders
    return (desk.posts, by | senders) if strict else (STAFF, senders)


def _drafted_there(dispute: Dispute, department: Department) -> tuple[bool, set[int]]:
    """Whether a head signs what another wrote, and who wrote what waits for him."""
    special = dispute.mode == Mode.SPECIAL
    by = facts.answerers(dispute, department.pk)
    strict = bool(by) and (department.opinion_head_approval or special)
    if dispute.state == State.AWAITING_SIGNOFF:
        by = by | {facts.drafter_id(dispute) or 0} | facts.answered_beside(dispute, department.pk)
        strict = strict or department.decision_head_sign or special
        return strict, by
    return strict or department.opinion_head_approval or special, by


def _askers(dispute: Dispute, department_id: int | None = None) -> set[int]:
    """Who put the question that lies there: he does not answer it himself."""
    pending = (each for each in dispute.approvals.all() if each.state == ApprovalState.PENDING)
    return {each.requested_by_id for each in pending if each.desk_id == department_id}


def _senders(dispute: Dispute, department_id: int) -> set[int]:
    """Who sent what that unit is to answer, from another: he answers none of it here (A8)."""
    owed = (a for a in dispute.assignments.all() if a.is_open and a.department_id == department_id)
    return {a.sent_by_id for a in owed if a.sender_id != department_id and a.sent_by_id}


def owing_desks(dispute: Dispute) -> list[Desk]:
    """The stored desk, and that of whatever was asked beside it and is still out."""
    prefetch_related_objects(
        [dispute], "assignments__department", "approvals__desk", "agenda_items__meeting"
    )
    if getattr(dispute, "was_disclosed", True):
        prefetch_related_objects([dispute], "disclosures__department")
    at = desks_of(dispute)
    if not at and dispute.owing_role:  # it stands still, or waits to be filed
        at = [Desk(dispute.owing_department, dispute.owing_role)]
    asked = [desk_of(each) for each in dispute.assignments.all() if each.is_open]
    return list(dict.fromkeys([*at, *asked, *_asked_to_decide(dispute)]))


def _asked_to_decide(dispute: Dispute) -> Iterator[Desk]:
    """The leader's, or a head's, whom a question waits for while the case goes on (R051, R103)."""
    for asked in dispute.approvals.all():
        if asked.state == ApprovalState.PENDING and not asked.awaits:
            yield Desk(asked.desk, Role.HEAD if asked.desk else Role.LEADER)
    for item in dispute.agenda_items.all():
        if _waits_for_leader(item.meeting):
            yield Desk(None, Role.LEADER)
    if getattr(dispute, "was_disclosed", True):
        yield from _asked_to_let_out(dispute)


def _asked_to_let_out(dispute: Dispute) -> Iterator[Desk]:
    """Whose name is waited for before something of it leaves (六(三))."""
    for own in dispute.disclosures.all():
        if own.state == DisclosureState.HEAD:
            yield Desk(own.department, Role.HEAD)
        elif own.state == DisclosureState.LEADER:
            yield Desk(None, Role.LEADER)


def _waits_for_leader(meeting: Meeting) -> bool:
    """For his consent to it, or for his name under its minutes."""
    if meeting.state == MeetingState.AWAITING_APPROVAL:
        return True
    return meeting.state == MeetingState.MINUTED and meeting.kind in LEADER_ISSUES


def may_stand_in(dispute: Dispute, desk: Desk) -> QuerySet[Officer]:
    """Whom the office may name: of the unit itself, else of those who know the case already.

    Never who did the work, asked, or withdrew; nor anybody of the unit that is the other side.
    """
    _, barred = _looked_at(dispute, desk)
    barred |= _recused(dispute)
    if desk.role == Role.LEADER:
        return _may_lead(dispute, barred)
    own: QuerySet[Officer] = notices.holders(desk.department_id, STAFF, dispute)
    if own.exclude(pk__in=barred).exists():
        return own.exclude(pk__in=barred)
    known = facts.departments_taking_part(dispute) - case_sides.counterparty_units(dispute)
    others = [notices.holders(pk, STAFF, dispute) for pk in sorted(known)]
    pool = {each.pk for rows in others for each in rows}
    task_force = {each.pk for each in notices.holders(None, TASK_FORCE - THE_LEADER, dispute)}
    office = {each.pk for each in notices.holders(None, THE_OFFICE, dispute)}
    able = _unbiased(dispute, pool | task_force, barred)
    if not able - office:  # it names nobody of itself alone: any of the three bureaus' heads may
        able |= _unbiased(dispute, _heads_of_three(dispute), barred)
    return Officer.objects.filter(pk__in=able)


def _unbiased(dispute: Dispute, pool: set[int], barred: set[int]) -> set[int]:
    return pool - barred - _of_other_side(dispute, pool)


def _heads_of_three(dispute: Dispute) -> set[int]:
    """方案三's deputies by their bureaus: each of the three knows what a dispute is."""
    bureaus = Department.objects.in_place_of(THREE_BUREAUS)
    rows = [notices.holders(each.pk, HEADS, dispute) for each in bureaus]
    return {each.pk for found in rows for each in found}


def why_unfit(dispute: Dispute, desk: Desk, officer: Officer) -> str:
    """Of somebody whom `may_stand_in` leaves out: what stands against him, the gravest first."""
    if officer.pk in _recused(dispute):
        return "已回避本件"
    barred = _looked_at(dispute, desk)[1]
    if officer.pk in barred:
        return "等着办的正是他登记、拟稿、报请或者送出的"
    if desk.role == Role.LEADER:
        if _biased(dispute, {officer.pk}):
            return "他任职的单位受理、主办、报请本件，或者就是争议对方"
        return "组长由副组长代，副组长都不能代的，由税务、人社、医保三家的负责人代"
    if _of_other_side(dispute, {officer.pk}):
        return "他任职的单位就是争议对方"
    if notices.holders(desk.department_id, STAFF, dispute).exclude(pk__in=barred).exists():
        return "本单位还有人能办，先从他们中指定"
    return "他任职的单位不参与本件"


def _of_other_side(dispute: Dispute, officer_ids: set[int]) -> set[int]:
    units = case_sides.counterparty_units(dispute)
    people = Officer.objects.filter(pk__in=officer_ids) if units else []
    return {each.pk for each in people if units & each.bureaus}


def _may_lead(dispute: Dispute, barred: set[int]) -> QuerySet[Officer]:
    """A deputy of another bureau; where there is none, the head of one of the three bureaus.

    The heads of the three are the deputies by 方案三, and a special case is theirs anyway.
    """
    deputies = {each.pk for each in notices.holders(None, frozenset({Role.DEPUTY}), dispute)}
    able = deputies - barred - _biased(dispute, deputies)
    if not able:
        heads = _heads_of_three(dispute)
        able = heads - barred - _biased(dispute, heads)
    return Officer.objects.filter(pk__in=able)
