"""Which departments see a dispute, derived from the facts and kept as guardian permissions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from departments.models import Department
from disputes.choices import State
from disputes.models import DisputeGroupPermission
from disputes.participation import grant
from workflow.choices import AssignmentState, MeetingState
from workflow.models import Assignment, Attendance

if TYPE_CHECKING:
    from disputes.models import Dispute

_GONE = (AssignmentState.RETURNED, AssignmentState.RECALLED)
_SITTING = (MeetingState.CALLED, MeetingState.HELD, MeetingState.MINUTED)


def groups_of(dispute: Dispute) -> set[int]:
    """Receiving, lead, whoever holds an assignment, and who attends until minutes are issued."""
    own = (dispute.receiving_department_id, dispute.lead_department_id)
    assigned = Assignment.objects.filter(dispute=dispute, department=OuterRef("pk")).exclude(
        state__in=_GONE
    )
    attending = Attendance.objects.filter(
        meeting__items__dispute=dispute, meeting__state__in=_SITTING, department=OuterRef("pk")
    )
    part = Department.objects.filter(Q(pk__in=own) | Exists(assigned) | Exists(attending))
    return set(part.values_list("group_id", flat=True))


def sync(dispute: Dispute) -> None:
    """Grant what is missing, withdraw what is no longer due; a draft stays its author's."""
    wanted = groups_of(dispute)
    private = dispute.first_contact_officer_id if dispute.state == State.DRAFT else None
    rows = DisputeGroupPermission.objects.filter(content_object=dispute)
    held = dict(rows.values_list("group_id", "private_to_id"))
    gone = held.keys() - wanted
    if gone:
        rows.filter(group_id__in=gone).delete()
    if any(owner != private for group, owner in held.items() if group in wanted):
        rows.update(private_to=private)
    grant(dispute, wanted - held.keys(), private)
