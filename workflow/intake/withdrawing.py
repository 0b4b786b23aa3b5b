"""缴费人撤回: the matter ends wherever it stands, and whoever still works on it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from departments.roles import STAFF, Role
from disputes.choices import State
from workflow.intake import papers
from workflow.issuing import assigning
from workflow.models import Decision, Meeting
from workflow.models.choices import ApprovalState, MeetingState
from workflow.procedure import facts
from workflow.procedure.move import Move
from workflow.procedure.moving import moving
from workflow.procedure.rows.meeting import BEFORE_HELD

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute

WHY: Final = "缴费人撤回"


def withdraw(dispute: Dispute, *, by: Officer, note: str, version: int | None = None) -> None:
    """With his written request: nothing of it is owed, asked or waited for any more.

    What the leader or a head was asked is withdrawn with it (procedure.moving).
    """
    with moving(dispute, "withdraw", by=by, version=version) as move:
        _tell_those_done(move)
        assigning.recall_open(move, WHY)
        papers.registration_if_missing(move)
        _leave_agendas(move)
        _end_draft(move)
        move.to(State.WITHDRAWN)
        move.say(f"{by.name} 登记缴费人撤回：{note}")


def _tell_those_done(move: Move) -> None:
    """Whoever has answered already; those that still owe something hear of it as it is recalled."""
    dispute = move.dispute
    owing = {each.department_id for each in dispute.assignments.all() if each.is_open}
    others = facts.departments_taking_part(dispute) - owing - {dispute.receiving_department_id}
    text = f"{dispute.number} {WHY}，事项终止。"
    for department_id in sorted(others):
        move.tell(department_id, STAFF, text)
    if move.state_before == State.AWAITING_APPROVAL:
        move.tell(None, frozenset({Role.LEADER}), f"{dispute.number} {WHY}，不用再审批。")


def _leave_agendas(move: Move) -> None:
    """A meeting not yet held goes on without it; one about nothing else is called off."""
    planned = Meeting.objects.select_for_update(of=("self",)).filter(state__in=BEFORE_HELD)
    for meeting in planned.filter(items__dispute=move.dispute).order_by("pk"):
        meeting.version += 1
        if meeting.items.exclude(dispute=move.dispute).exists():
            meeting.items.filter(dispute=move.dispute).delete()
            said = f"“{meeting.title}”不再研究 {move.dispute.number}：{WHY}"
        else:
            meeting.approvals.filter(state=ApprovalState.PENDING).update(
                state=ApprovalState.WITHDRAWN
            )
            meeting.state, meeting.cancel_reason = MeetingState.CANCELLED, WHY
            said = f"“{meeting.title}”已取消：{WHY}"
        meeting.save()
        for attendance in meeting.attendances.all():
            move.tell(attendance.department_id, STAFF, said)


def _end_draft(move: Move) -> None:
    """A decision that waits to be signed is signed by nobody."""
    if move.state_before == State.AWAITING_SIGNOFF:
        drafts = move.dispute.decisions.filter(state=Decision.State.DRAFTED)
        drafts.update(state=Decision.State.RETURNED, comment=WHY)
