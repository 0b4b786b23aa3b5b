"""Which departments see a dispute, derived from the facts and kept as guardian permissions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Value

from departments.models import Department
from disputes.choices import State
from disputes.models import DisputeGroupPermission
from disputes.participation import grant
from workflow.choices import GONE_ASSIGNMENT, MeetingState
from workflow.models import Assignment, Attendance

if TYPE_CHECKING:
    from departments.models.department import DepartmentQuerySet
    from disputes.models import Dispute

_SITTING = (MeetingState.CALLED, MeetingState.HELD, MeetingState.MINUTED)


def departments_of(dispute: Dispute) -> DepartmentQuerySet:
    """Receiving, lead, whoever holds an assignment, and who attends until minutes are issued."""
    own = (dispute.receiving_department_id, dispute.lead_department_id)
    assigned = Assignment.objects.filter(dispute=dispute, department=OuterRef("pk")).exclude(
        state__in=GONE_ASSIGNMENT
    )
    attending = Attendance.objects.filter(
        meeting__items__dispute=dispute, meeting__state__in=_SITTING, department=OuterRef("pk")
    )
    return Department.objects.filter(Q(pk__in=own) | Exists(assigned) | Exists(attending))


def sync(dispute: Dispute) -> None:
    """Grant what is missing, withdraw what is no longer due; a draft stays its author's."""
    private = dispute.first_contact_officer_id if dispute.state == State.DRAFT else None
    rows = DisputeGroupPermission.objects.filter(content_object=dispute)
    wanted, held = _due_and_held(dispute, rows)
    gone = held.keys() - wanted
    if gone:
        rows.filter(group_id__in=gone).delete()
    if any(owner != private for group, owner in held.items() if group in wanted):
        rows.update(private_to=private)
    grant(dispute, wanted - held.keys(), private)


def _due_and_held(
    dispute: Dispute, rows: QuerySet[DisputeGroupPermission]
) -> tuple[set[int], dict[int, int | None]]:
    """Groups that should have a part, and those that have it with whom it is private to; in one."""
    nobody = Value(None, IntegerField())
    due = departments_of(dispute).order_by().values_list("group_id", nobody, Value(value=True))
    held = rows.order_by().values_list("group_id", "private_to_id", Value(value=False))
    found = list(due.union(held, all=True))
    return (
        {group for group, _, is_due in found if is_due},
        {group: owner for group, owner, is_due in found if not is_due},
    )
