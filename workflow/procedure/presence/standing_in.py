"""Whether a desk that owes something has anybody to act at it, and whom the office may name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects
from django.utils import timezone

from departments.models import Delegation, Officer
from departments.roles import STAFF, TASK_FORCE, Role
from disputes.choices import Mode, State
from workflow.messages import notices
from workflow.messages.notices import Letter, Seat
from workflow.procedure import facts
from workflow.procedure.next_move import AT_REST, Desk, desk_of, desks_of
from workflow.procedure.who import is_biased

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from disputes.models import Dispute, StandIn


def unmanned(dispute: Dispute) -> list[Desk]:
    """Desks that owe something where nobody may act: the office names somebody (方案三)."""
    desks = owing_desks(dispute)
    if not desks:
        return []
    wanted = [Letter(dispute, desk.department_id, desk.posts, "") for desk in desks]
    seats = notices.seats_of(wanted)
    prefetch_related_objects([dispute], "stand_ins__officer", "recusals")
    return [desk for desk in desks if not _present_at(dispute, desk, seats)]


def _present_at(dispute: Dispute, desk: Desk, seats: Sequence[Seat]) -> bool:
    """Posted or named, not recused, and not in his own work."""
    roles, barred = _looked_at(dispute, desk)
    here = Letter(dispute, desk.department_id, roles, "")
    if any(here.reaches(seat) and seat.officer_id not in barred for seat in seats):
        return True
    if any(_may(each, barred | _recused(dispute)) for each in _named(dispute, desk)):
        return True
    return desk.role == Role.LEADER and _deputized(dispute)


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
    gone = _recused(dispute)
    units = {dispute.receiving_department_id, dispute.lead_department_id}
    return any(d.deputy_id not in gone and not is_biased(d.deputy, *units) for d in held)


def _looked_at(dispute: Dispute, desk: Desk) -> tuple[frozenset[str], set[int]]:
    """Which posts act at that desk, and whose own work it is that lies there."""
    department = desk.department
    if department is None:
        return desk.posts, set()
    if desk.role == Role.REVIEWER:
        strict, by = department.intake_same_person, facts.registrars(dispute)
    elif desk.role == Role.HEAD and dispute.state == State.AWAITING_SIGNOFF:
        strict = department.decision_head_sign or dispute.mode == Mode.SPECIAL
        by = {facts.drafter_id(dispute) or 0}
    elif desk.role == Role.HEAD and dispute.state == State.SUSPENDED:
        return desk.posts, set()
    elif desk.role == Role.HEAD:
        strict = department.opinion_head_approval or dispute.mode == Mode.SPECIAL
        by = facts.answerers(dispute, department.pk)
    else:
        return STAFF, set()
    return (desk.posts, by) if strict else (STAFF, set())


def owing_desks(dispute: Dispute) -> list[Desk]:
    """The stored desk, and that of whatever was asked and is still out.

    What stands still waits for whoever lets it go on, and what has ended for whoever files it.
    """
    prefetch_related_objects([dispute], "assignments__department")
    asked = [desk_of(each) for each in dispute.assignments.all() if each.is_open]
    if dispute.state in AT_REST and dispute.owing_role:
        asked.insert(0, Desk(dispute.owing_department, dispute.owing_role))
    return list(dict.fromkeys([*desks_of(dispute), *asked]))


def may_stand_in(dispute: Dispute, desk: Desk) -> QuerySet[Officer]:
    """Whom the office may name: of the unit itself, else of those who know the case already."""
    _, barred = _looked_at(dispute, desk)
    barred |= _recused(dispute)
    if desk.role == Role.LEADER:
        deputies: QuerySet[Officer] = notices.holders(None, frozenset({Role.DEPUTY}), dispute)
        units = {dispute.receiving_department_id, dispute.lead_department_id}
        barred |= {each.pk for each in deputies if is_biased(each, *units)}
        return deputies.exclude(pk__in=barred)
    own: QuerySet[Officer] = notices.holders(desk.department_id, STAFF, dispute)
    if own.exclude(pk__in=barred).exists():
        return own.exclude(pk__in=barred)
    known = facts.departments_taking_part(dispute)
    others = [notices.holders(pk, STAFF, dispute) for pk in known]
    pool = {each.pk for rows in others for each in rows}
    pool |= {each.pk for each in notices.holders(None, TASK_FORCE - {Role.LEADER}, dispute)}
    return Officer.objects.filter(pk__in=pool - barred)
