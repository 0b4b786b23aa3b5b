"""Questions about one dispute that needs, desks and papers ask; nothing here writes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from disputes.choices import OPEN, CounterpartyKind, Mode, State
from workflow.choices import (
    OPINION_KINDS,
    ApprovalKind,
    ApprovalState,
    AssignmentKind,
    AssignmentState,
    MeetingState,
    PaperKind,
    PartySide,
)
from workflow.limits import ANSWER_KEYS, WHOLE_KEYS

#: Where a request to convene may wait for its answer; once the dispute has ended it is moot.
CONVENING_WAITS = OPEN - {State.REGISTERED, State.SUSPENDED}
_GONE = (AssignmentState.RETURNED, AssignmentState.RECALLED)

if TYPE_CHECKING:
    from disputes.models import Dispute
    from workflow.models import Assignment, Convening, Deadline, Decision, ExtensionGrant
    from workflow.models.deadline import DeadlineQuerySet


def opinions_awaited(dispute: Dispute) -> bool:
    """A joint or special assignment is still open (R056)."""
    return any(a.kind in OPINION_KINDS and a.is_open for a in dispute.assignments.all())


def opinions_settled(dispute: Dispute) -> bool:
    """At least one department answered, or was excused in writing."""
    settled = (AssignmentState.ANSWERED, AssignmentState.EXCUSED)
    return any(a.kind in OPINION_KINDS and a.state in settled for a in dispute.assignments.all())


def referral_of(dispute: Dispute) -> Assignment | None:
    """The referral in force: the latest that was neither returned nor recalled."""
    referrals = [
        a
        for a in dispute.assignments.all()
        if a.kind == AssignmentKind.REFERRAL and a.state not in _GONE
    ]
    return referrals[-1] if referrals else None


def referral_accepted(dispute: Dispute) -> bool:
    referral = referral_of(dispute)
    return referral is not None and referral.state != AssignmentState.SENT


def receipt_answered(dispute: Dispute) -> bool:
    """附件备注: the lead reported back to the receiving department (R076)."""
    referral = referral_of(dispute)
    return referral is not None and referral.state == AssignmentState.ANSWERED


def deescalation_pending(dispute: Dispute) -> bool:
    return any(
        a.kind == ApprovalKind.DEESCALATION and a.state == ApprovalState.PENDING
        for a in dispute.approvals.all()
    )


def extension_pending(dispute: Dispute) -> bool:
    return any(
        a.kind == ApprovalKind.EXTENSION and a.state == ApprovalState.PENDING
        for a in dispute.approvals.all()
    )


def owed_with_extension(dispute: Dispute, department_ids: Collection[int]) -> DeadlineQuerySet:
    """Running clocks that those departments may ever ask more time for, the earliest first.

    Their own answers; the whole case where they decide (R103).
    """
    own = Q(key__in=ANSWER_KEYS, assignment__department__in=department_ids)
    if dispute.deciding_department_id in department_ids:
        own |= Q(key__in=WHOLE_KEYS)
    clocks = dispute.deadlines.running().filter(own).exclude(policy__extension="")
    return clocks.select_related("policy", "owner").order_by("due_on", "id")


def extendable(dispute: Dispute, department_ids: Collection[int], on: date) -> list[Deadline]:
    """Of those, the ones whose day has not passed and that were not extended before."""
    clocks = owed_with_extension(dispute, department_ids)
    return list(clocks.filter(due_on__gte=on, extensions=None))


def departments_taking_part(dispute: Dispute) -> set[int]:
    """Receiving, lead, and whoever was asked for anything and has not sent it back."""
    asked = {a.department_id for a in dispute.assignments.all() if a.state not in _GONE}
    return {dispute.receiving_department_id, dispute.lead_department_id} | asked


def convening_asked(dispute: Dispute) -> Convening | None:
    """The request to convene that the office has not answered (R013)."""
    return next((c for c in dispute.convenings.all() if c.answered_at is None), None)


def untold_extension(dispute: Dispute) -> ExtensionGrant | None:
    """The whole case takes longer, and the payer has not been told why (信访工作条例34条)."""
    from workflow.models import ExtensionGrant

    if dispute.anonymous:
        return None
    granted = ExtensionGrant.objects.filter(deadline__dispute=dispute, told_on=None)
    return granted.filter(deadline__key__in=WHOLE_KEYS).select_related("deadline__policy").first()


def departments_involved(dispute: Dispute) -> set[int]:
    """Departments whose duty the matter is: receiving, lead, and those asked for an opinion."""
    asked = (*OPINION_KINDS, AssignmentKind.REFERRAL)
    return {
        dispute.receiving_department_id,
        dispute.lead_department_id,
        *(
            a.department_id
            for a in dispute.assignments.all()
            if a.kind in asked and a.state not in _GONE
        ),
    }


def needs_minutes(dispute: Dispute) -> bool:
    """Special handling, or a marked question that several departments share (R050, R063)."""
    if dispute.mode == Mode.SPECIAL:
        return True
    return dispute.needs_meeting and len(departments_involved(dispute)) >= 2


def has_minutes(dispute: Dispute) -> bool:
    return any(i.meeting.state == MeetingState.ISSUED for i in dispute.agenda_items.all())


def has_met(dispute: Dispute) -> bool:
    """A meeting about it was held; its minutes are not issued yet."""
    sat = (MeetingState.HELD, MeetingState.MINUTED)
    return any(i.meeting.state in sat for i in dispute.agenda_items.all())


def current_draft(dispute: Dispute) -> Decision | None:
    drafts = list(dispute.decisions.all())
    return drafts[-1] if drafts else None


def drafter_id(dispute: Dispute) -> int | None:
    draft = current_draft(dispute)
    return draft.drafted_by_id if draft else None


def has_counterparty(dispute: Dispute) -> bool:
    """Somebody stands on the other side (A06)."""
    other = dispute.counterparty
    return other is not None and other.kind not in {"", CounterpartyKind.NONE}


def served_sides(dispute: Dispute) -> set[str]:
    """Parties with a record of service or of exemption (R069)."""
    return {service.party for service in dispute.services.all()}


def unserved(dispute: Dispute) -> list[str]:
    """Parties still to be served; only the payer where nothing was decided (procedure.md)."""
    told = dispute.state in {State.NOTIFIED, State.DECLINED}
    wanted = [PartySide.PAYER] if told else [PartySide.PAYER, PartySide.COUNTERPARTY]
    served = served_sides(dispute)
    return [side for side in wanted if side not in served]


def answered_sides(dispute: Dispute) -> set[str]:
    return {response.party for response in dispute.responses.all()}


def feedback_complete(dispute: Dispute) -> bool:
    """Both served or exempt, both heard, and in referral the receipt in (R070, R076)."""
    both = {PartySide.PAYER.value, PartySide.COUNTERPARTY.value}
    if served_sides(dispute) != both or answered_sides(dispute) != both:
        return False
    return dispute.mode != Mode.REFERRAL or receipt_answered(dispute)


def reported_up(dispute: Dispute) -> bool:
    """A 上报表 was issued since the dispute reached the state it is in (R084)."""
    since = dispute.archived_at or dispute.concluded_at
    return any(
        paper.kind == PaperKind.REPORT_UP and (since is None or paper.issued_at >= since)
        for paper in dispute.papers.all()
    )
