"""Which departments see a dispute, derived from the facts and kept as guardian permissions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from departments.models import Department, Term
from departments.roles import HEADS, TASK_FORCE
from disputes.choices import State
from disputes.models import Dispute, DisputeGroupPermission, Party, StandIn
from disputes.participation import grant
from web.statements import compiled
from workflow.models import Assignment, Attendance
from workflow.models.choices import GONE_ASSIGNMENT, MeetingState
from workflow.procedure.sides import case_sides, other_side

if TYPE_CHECKING:
    from departments.models.department import DepartmentQuerySet

#: A dispute and the group that takes part in it.
Part = tuple[int, int]
_SITTING = (MeetingState.CALLED, MeetingState.HELD, MeetingState.MINUTED)


def departments_of(dispute: Dispute) -> DepartmentQuerySet:
    """Receiving, lead, whoever holds an assignment, and who attends until minutes are issued.

    首问单位 for ever: after a part of its work went to another unit (机构改革) its payer still
    comes to the counter that took him in, and is told where his case lies (五(一), R043).
    Whoever received a case that was merged into it as well: its payer is answered here (R043).
    A member unit that is the other side sees it too, once it is told, but handles nothing of it.
    """
    own = (
        dispute.receiving_department_id,
        dispute.lead_department_id,
        dispute.first_contact_department_id,
    )
    assigned = Assignment.objects.filter(dispute=dispute, department=OuterRef("pk")).exclude(
        state__in=GONE_ASSIGNMENT
    )
    attending = Attendance.objects.filter(
        meeting__items__dispute=dispute, meeting__state__in=_SITTING, department=OuterRef("pk")
    )
    joined = _joined([dispute.pk], receiving_department=OuterRef("pk"))
    named = _named_in([dispute.pk]).filter(officer__terms__post__department=OuterRef("pk"))
    due = reduce(or_, map(Exists, (assigned, attending, *joined, named)), Q(pk__in=own))
    strangers = other_side.strangers_to(dispute)
    unknowing = Q(pk__in=strangers) | Q(succeeded_by__in=strangers)
    found = Department.objects.filter(due)
    return found.exclude(unknowing) if strangers else found


#: Into what a case goes: itself, the one that takes that in, and the next (并案).
_REMOVES = ("merged_into", "merged_into__merged_into", "merged_into__merged_into__merged_into")


def _joined(dispute_ids: Sequence[int], **whose: Any) -> list[QuerySet[Any]]:  # Any: of two tables
    """Cases merged into them, and those that brought a payer at whatever remove, or before a 重启.

    Whoever received one sees what became of it.
    """
    rows = [Dispute.objects.filter(**{f"{each}__in": dispute_ids}, **whose) for each in _REMOVES]
    brought = {f"of__{name}": value for name, value in whose.items()}
    parties = Party.objects.filter(dispute__in=dispute_ids, of__isnull=False, **brought)
    return [*rows, parties]


def _named_in(dispute_ids: Sequence[int]) -> QuerySet[StandIn]:
    """指定代办 of a bureau's head, the leader's place or another's: he reads what he signs."""
    heads = Q(officer__terms__post__role__in=HEADS)
    sees_all = Term.objects.filter(officer=OuterRef("officer"), post__role__in=TASK_FORCE)
    rows = StandIn.objects.filter(heads, dispute__in=dispute_ids)
    return rows.exclude(Exists(sees_all)).order_by()


def sync(disputes: Sequence[Dispute]) -> None:
    """Grant what is missing, withdraw what is no longer due; a draft stays its author's
    until it has a number."""
    wanted, held = _due_and_held(disputes)
    _withdraw(held.keys() - wanted)
    due = {each.pk: _private_to(each) for each in disputes}
    for dispute_id, private in due.items():
        owners = {owner for (pk, _), owner in held.items() if pk == dispute_id}
        if owners - {private}:
            _rows([dispute_id]).update(private_to=private)
    grant(
        (dispute_id, group, due[dispute_id]) for dispute_id, group in sorted(wanted - held.keys())
    )


def _told(disputes: Sequence[Dispute]) -> set[Part]:
    """The other sides that sign for their 告知书 here; mostly there are none."""
    told = case_sides.parties_with_a_desk(disputes)
    if not told:
        return set()
    rows = Department.objects.filter(pk__in={unit for _, unit in told})
    groups = dict(rows.values_list("pk", "group"))
    return {(pk, groups[unit]) for pk, unit in told}


def _kept_out(disputes: Sequence[Dispute]) -> set[Part]:
    """A unit corrected into the other side of a report in confidence reads no more of it (R075)."""
    barred = {(d.pk, unit) for d in disputes for unit in other_side.strangers_to(d)}
    if not barred:
        return set()
    units = {unit for _, unit in barred}
    rows = Department.objects.filter(Q(pk__in=units) | Q(succeeded_by__in=units))
    its = list(rows.values_list("pk", "succeeded_by", "group"))
    return {(pk, group) for pk, unit in barred for *both, group in its if unit in both}


def _private_to(dispute: Dispute) -> int | None:
    """A numbered case is never private, sent back or not (五(二))."""
    is_own = dispute.state == State.DRAFT and not dispute.number
    return dispute.first_contact_officer_id if is_own else None


def _withdraw(gone: Iterable[Part]) -> None:
    parts = [Q(content_object=dispute_id, group=group) for dispute_id, group in gone]
    if parts:
        DisputeGroupPermission.objects.filter(reduce(or_, parts)).delete()


def _rows(dispute_ids: Iterable[int]) -> QuerySet[DisputeGroupPermission]:
    return DisputeGroupPermission.objects.filter(content_object__in=list(dispute_ids))


def _due_and_held(disputes: Sequence[Dispute]) -> tuple[set[Part], dict[Part, int | None]]:
    """Groups that should have a part, and those that have it with whom it is private to; in one."""
    rows = _parts(ids=[each.pk for each in disputes])
    due = {(pk, group) for pk, group, _, is_due in rows if is_due}
    due |= {(d.pk, d.receiving_department.group_id) for d in disputes}
    due |= {(d.pk, d.lead_department.group_id) for d in disputes}
    due |= {(d.pk, d.first_contact_department.group_id) for d in disputes}
    due |= _told(disputes)
    due -= _kept_out(disputes)
    return due, {(pk, group): owner for pk, group, owner, is_due in rows if not is_due}


@compiled(ids=[int])
def _parts(ids: list[int]) -> QuerySet[Any]:  # Any: dispute, group, private to whom, whether due
    nobody = Cast(Value(None), BigIntegerField())
    assigned = (
        Assignment.objects.filter(dispute__in=ids).exclude(state__in=GONE_ASSIGNMENT).order_by()
    )
    sitting = Attendance.objects.filter(
        meeting__items__dispute__in=ids, meeting__state__in=_SITTING
    )
    *removes, brought = (rows.order_by() for rows in _joined(ids))
    return assigned.values_list("dispute", "department__group", nobody, Value(value=True)).union(
        sitting.order_by().values_list(
            "meeting__items__dispute", "department__group", nobody, Value(value=True)
        ),
        *(
            rows.values_list(into, "receiving_department__group", nobody, Value(value=True))
            for into, rows in zip(_REMOVES, removes, strict=True)
        ),
        brought.values_list(
            "dispute", "of__receiving_department__group", nobody, Value(value=True)
        ),
        _named_in(ids).values_list(
            "dispute", "officer__terms__post__department__group", nobody, Value(value=True)
        ),
        _rows(ids)
        .order_by()
        .values_list("content_object", "group", "private_to", Value(value=False)),
        all=True,
    )
