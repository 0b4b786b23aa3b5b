"""Questions about one dispute that needs, desks and papers ask; nothing here writes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects

from disputes.choices import (
    ENDED,
    OPEN,
    Mode,
    State,
)
from disputes.models.party import Side
from papers.choices import PaperKind
from workflow.models.choices import (
    DUTY_KINDS,
    GONE_ASSIGNMENT,
    OPINION_KINDS,
    ApprovalKind,
    ApprovalState,
    AssignmentKind,
    AssignmentState,
    MeetingKind,
    MeetingState,
)
from workflow.procedure.sides import case_sides

if TYPE_CHECKING:
    from disputes.models import Dispute, StandIn
    from workflow.models import (
        Approval,
        Assignment,
        Convening,
        Decision,
        Meeting,
    )

#: Where a request to convene may wait for its answer; once the dispute has ended it is moot.
CONVENING_WAITS = OPEN - {State.REGISTERED, State.SUSPENDED}


def read_ahead(disputes: Sequence[Dispute]) -> None:
    """What the desks of these disputes ask, in one statement each however many they are."""
    handled = [d for d in disputes if d.state == State.HANDLING]
    together = [d for d in handled if d.mode in {Mode.JOINT, Mode.SPECIAL}]
    prefetch_related_objects(together, "assignments")
    met = [d for d in together if not opinions_awaited(d) and needs_minutes(d)]
    prefetch_related_objects(met, "agenda_items__meeting")
    told = [d for d in disputes if d.state in {State.FEEDBACK, State.OBJECTED}]
    prefetch_related_objects(told, "services")


def registrars(dispute: Dispute) -> set[int]:
    """Who was the first to hear of it, and who handed it in again after it was sent back."""
    again = (e.actor_id for e in dispute.timeline.all() if e.verb == "register" and e.actor_id)
    return {dispute.first_contact_officer_id, *again}


def opinions_awaited(dispute: Dispute) -> bool:
    """A joint or special assignment is still open (R056)."""
    return any(a.kind in OPINION_KINDS and a.is_open for a in dispute.assignments.all())


def has_opinions(dispute: Dispute) -> bool:
    """At least one department answered, or was excused in writing; in special one answered."""
    special = dispute.mode == Mode.SPECIAL
    given = {AssignmentState.ANSWERED} | (set() if special else {AssignmentState.EXCUSED})
    return any(a.kind in OPINION_KINDS and a.state in given for a in dispute.assignments.all())


def is_foreign(dispute: Dispute) -> bool:
    """No contribution dispute, or none of this district: it is told where to go (R001, R005)."""
    return dispute.is_out_of_scope or dispute.is_outside


def leads_out(dispute: Dispute) -> bool:
    """Its road may still be given up: nobody else has said anything, nobody has named the unit."""
    return dispute.mode in {Mode.SINGLE, Mode.REFERRAL} and not dispute.designated


def referral_of(dispute: Dispute) -> Assignment | None:
    """The referral in force: the latest that was neither returned nor recalled."""
    referrals = [
        a
        for a in dispute.assignments.all()
        if a.kind == AssignmentKind.REFERRAL and a.state not in GONE_ASSIGNMENT
    ]
    return referrals[-1] if referrals else None


def referral_accepted(dispute: Dispute) -> bool:
    referral = referral_of(dispute)
    return referral is not None and referral.state != AssignmentState.SENT


def receipt_answered(dispute: Dispute) -> bool:
    """附件备注: the lead reported back to the receiving department (R076)."""
    referral = referral_of(dispute)
    return referral is not None and referral.state == AssignmentState.ANSWERED


def receipt_is_in(dispute: Dispute) -> bool:
    """Where a 回执 is asked for at all (R076)."""
    return dispute.mode != Mode.REFERRAL or receipt_answered(dispute)


def pending(dispute: Dispute, kind: ApprovalKind) -> Approval | None:
    """The question of that kind that waits for its answer."""
    asked = (a for a in dispute.approvals.all() if a.kind == kind)
    return next((a for a in asked if a.state == ApprovalState.PENDING), None)


def stand_ins(dispute: Dispute) -> list[StandIn]:
    """指定代办; a case that is locked or read whole knows where nobody ever was."""
    if not getattr(dispute, "was_stood_in", True):
        return []
    prefetch_related_objects([dispute], "stand_ins")
    return list(dispute.stand_ins.all())


def major_asked(dispute: Dispute) -> Approval | None:
    """The question before the leader whether it is handled specially (五(二))."""
    prefetch_related_objects([dispute], "approvals")  # several needs of one verb ask it
    return pending(dispute, ApprovalKind.MAJOR)


def review_awaited(dispute: Dispute) -> str:
    """Whose line on the 重大事项审批表 is next, before the leader's; empty: nobody's (R061)."""
    if dispute.state != State.AWAITING_APPROVAL:
        return ""
    asked = major_asked(dispute)
    return asked.awaits if asked else ""


def departments_taking_part(dispute: Dispute) -> set[int]:
    """Receiving, lead, and whoever was asked for anything and has not sent it back."""
    asked = {a.department_id for a in dispute.assignments.all() if a.state not in GONE_ASSIGNMENT}
    return {dispute.receiving_department_id, dispute.lead_department_id} | asked


def convening_asked(dispute: Dispute) -> Convening | None:
    """The request to convene that the office has not answered (R013)."""
    return next((c for c in dispute.convenings.all() if c.answered_at is None), None)


def departments_involved(dispute: Dispute) -> set[int]:
    """Departments whose duty the matter is: receiving, lead, and those asked for an opinion."""
    return {
        dispute.receiving_department_id,
        dispute.lead_department_id,
        *(
            a.department_id
            for a in dispute.assignments.all()
            if a.kind in DUTY_KINDS and a.state not in GONE_ASSIGNMENT
        ),
    }


def needs_minutes(dispute: Dispute) -> bool:
    """Special handling, or a marked question that several departments share (R050, R063)."""
    if dispute.mode == Mode.SPECIAL:
        return True
    return dispute.needs_meeting and len(departments_involved(dispute)) >= 2


def has_minutes(dispute: Dispute) -> bool:
    return any(meeting.state == MeetingState.ISSUED for meeting in _meetings(dispute))


def has_met(dispute: Dispute) -> bool:
    """A meeting about it was held; its minutes are not issued yet."""
    sat = (MeetingState.HELD, MeetingState.MINUTED)
    return any(meeting.state in sat for meeting in _meetings(dispute))


def _meetings(dispute: Dispute) -> list[Meeting]:
    """About it, with somebody whose duty it is; 专案: called since the leader agreed to the team.

    And to which he agreed: as to 专题会议 and a conference, or with the team (五(三)2(3)、3).
    """
    found = [item.meeting for item in dispute.agenda_items.all()]
    prefetch_related_objects(found, "attendances")
    involved = departments_involved(dispute)
    found = [meeting for meeting in found if _was_attended_by(meeting, involved)]
    if dispute.mode != Mode.SPECIAL or not found:
        return found
    team = [a.sent_at for a in dispute.assignments.all() if a.kind == AssignmentKind.SPECIAL]
    agreed = min(team, default=None)
    since = [m for m in found if agreed is None or max(m.starts_at, m.created_at) >= agreed]
    return [m for m in since if m.kind != MeetingKind.GENERAL or _consented(dispute)]


def _was_attended_by(meeting: Meeting, units: set[int]) -> bool:
    """One of them came; whose business it is not settles nothing among themselves (R050)."""
    return any(seat.attended and seat.department_id in units for seat in meeting.attendances.all())


def _consented(dispute: Dispute) -> bool:
    """The leader agreed to a meeting with the team itself."""
    asked = (a for a in dispute.approvals.all() if a.kind == ApprovalKind.MAJOR)
    return any(a.meeting_consent for a in asked if a.state == ApprovalState.APPROVED)


def current_draft(dispute: Dispute) -> Decision | None:
    drafts = list(dispute.decisions.all())
    return drafts[-1] if drafts else None


def changed_since_draft(dispute: Dispute) -> list[str]:
    """What it rests on and was corrected after it was drafted."""
    if dispute.state != State.AWAITING_SIGNOFF:
        return []
    prefetch_related_objects([dispute], "decisions")  # several needs of one verb ask it
    draft = current_draft(dispute)
    if draft is None:
        return []
    later = dispute.corrections.filter(corrected_at__gt=draft.drafted_at)
    return list(dict.fromkeys(each.label for each in later if each.is_decided_upon))


def drafter_id(dispute: Dispute) -> int | None:
    draft = current_draft(dispute)
    return draft.drafted_by_id if draft else None


def answerers(dispute: Dispute, department_id: int) -> set[int]:
    """Who drafted what that department is to approve."""
    prefetch_related_objects([dispute], "assignments__opinions")
    drafted = [a for a in dispute.assignments.all() if a.state == AssignmentState.DRAFTED]
    own = [list(a.opinions.all()) for a in drafted if a.department_id == department_id]
    return {given[-1].drafted_by_id for given in own if given}


def answered_beside(dispute: Dispute, department_id: int) -> set[int]:
    """Who wrote or signed another unit's opinion: the decision upon it is not his to sign (A8)."""
    prefetch_related_objects([dispute], "assignments__opinions")
    others = [a for a in dispute.assignments.all() if a.department_id != department_id]
    given = [opinion for a in others for opinion in a.opinions.all()]
    return {pk for o in given for pk in (o.drafted_by_id, o.approved_by_id) if pk}


def feedback_complete(dispute: Dispute) -> bool:
    """All served or exempt, all heard, and in referral the receipt in (R070, R076)."""
    if case_sides.unserved(dispute) or case_sides.unheard(dispute):
        return False
    return receipt_is_in(dispute)


def continuation(dispute: Dispute) -> Dispute | None:
    """The new dispute that goes on from it and has not ended (R074)."""
    done = [*ENDED, State.ARCHIVED]
    found: Dispute | None = (
        type(dispute).objects.filter(continues=dispute).exclude(state__in=done).first()
    )
    return found


def last_word_is_due(dispute: Dispute, *served: Side) -> bool:
    """All are served, or are now, and all but one heard: a word of content ends the case."""
    left = [side for side in case_sides.unserved(dispute) if side not in served]
    if dispute.state != State.FEEDBACK or left or case_sides.objections(dispute):
        return False
    return len(case_sides.unheard(dispute)) <= 1 and receipt_is_in(dispute)


def reported_up(dispute: Dispute) -> bool:
    """A 上报表 was issued since the dispute reached the state it is in (R084)."""
    since = dispute.archived_at or dispute.concluded_at
    return any(
        paper.kind == PaperKind.REPORT_UP and (since is None or paper.issued_at >= since)
        for paper in dispute.papers.all()
    )
