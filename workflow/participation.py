"""Which departments see a dispute, derived from the facts and kept as guardian permissions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from departments.models import Department
from disputes.choices import State
from disputes.models import DisputeGroupPermission
from disputes.participation import grant
from workflow.choices import AssignmentState, MeetingState

if TYPE_CHECKING:
    from disputes.models import Dispute

_GONE = (AssignmentState.RETURNED, AssignmentState.RECALLED)
_SITTING = (MeetingState.CALLED, MeetingState.HELD, MeetingState.MINUTED)


def departments_of(dispute: Dispute) -> set[int]:
    """Receiving, lead, whoever holds an assignment, and who attends until minutes are issued."""
    assigned = dispute.assignments.exclude(state__in=_GONE).values_list("department_id", flat=True)
    attending = dispute.meetings.filter(state__in=_SITTING).values_list(
        "attendances__department_id", flat=True
    )
    own = {dispute.receiving_department_id, dispute.lead_department_id}
    return own | set(assigned) | (set(attending) - {None})


def sync(dispute: Dispute) -> None:
    """Grant what is missing, withdraw what is no longer due; a draft stays its author's."""
    wanted = departments_of(dispute)
    groups = set(Department.objects.filter(pk__in=wanted).values_list("group_id", flat=True))
    rows = DisputeGroupPermission.objects.filter(content_object=dispute)
    private = dispute.first_contact_officer_id if dispute.state == State.DRAFT else None
    held = dict(rows.values_list("group_id", "private_to_id"))
    stale = [group for group, owner in held.items() if group not in groups or owner != private]
    if stale:
        rows.filter(group_id__in=stale).delete()
    grant(dispute, groups - (held.keys() - set(stale)), private)
