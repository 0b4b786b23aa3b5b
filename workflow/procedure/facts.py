"""Questions about one dispute that needs, desks and papers ask; nothing here writes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db.models import prefetch_related_objects
from django.utils import timezone

from deadlines.limits import ANSWER_KEYS, WHOLE_KEYS
from disputes.choices import (
    ENDED,
    NEVER_ASKED,
    ONLY_TOLD,
    OPEN,
    WITH_PARTIES,
    Answer,
    CounterpartyKind,
    Exemption,
    Mode,
    PartySide,
    State,
)
from papers.choices import PaperKind
from workflow.clocks.lines import clocks_of
from workflow.models.choices import (
    DUTY_KINDS,
    GONE_ASSIGNMENT,
    OPINION_KINDS,
    ApprovalKind,
    ApprovalState,
    AssignmentKind,
    AssignmentState,
    MeetingState,
)

if TYPE_CHECKING:
    from disputes.models import Dispute
    from workflow.models import (
        Approval,
        Assignment,
        Convening,
        Deadline,
        Decision,
        Paper,
        PartyResponse,
        Service,
        ServiceAttempt,
        TimelineEntry,
    )

#: Where a request to convene may wait for its answer; once the dispute has ended it is moot.
CONVENING_WAITS = OPEN - {State.REGISTERED, State.SUSPENDED}

NOTICE: Final = PaperKind.WITHDRAWAL_NOTICE

#: 三次以上联系不上: on so many different days a party was tried before it is out of reach (R070).
DAYS_TO_TRY: Final = 3


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


def deescalation_pending(dispute: Dispute) -> bool:
    return any(
        a.kind == ApprovalKind.DEESCALATION and a.state == ApprovalState.PENDING
        for a in dispute.approvals.all()
    )


def major_asked(dispute: Dispute) -> Approval | None:
    """The question before the leader whether it is handled specially (五(二))."""
    prefetch_related_objects([dispute], "approvals")  # several needs of one verb ask it
    asked = (a for a in dispute.approvals.all() if a.kind == ApprovalKind.MAJOR)
    return next((a for a in asked if a.state == ApprovalState.PENDING), None)


def extension_pending(dispute: Dispute) -> bool:
    return any(
        a.kind == ApprovalKind.EXTENSION and a.state == ApprovalState.PENDING
        for a in dispute.approvals.all()
    )


def review_awaited(dispute: Dispute) -> str:
    """Whose line on the 重大事项审批表 is next, before the leader's; empty: nobody's (R061)."""
    if dispute.state != State.AWAITING_APPROVAL:
        return ""
    asked = major_asked(dispute)
    return asked.awaits if asked else ""


def owed_with_extension(dispute: Dispute, department_ids: Collection[int]) -> list[Deadline]:
    """Running clocks that those departments may ever ask more time for, the earliest first.

    Their own answers; the whole case where they decide (R103).
    """
    decide = dispute.deciding_department_id in department_ids
    owed = [
        clock
        for clock in clocks_of(dispute)
        if clock.ended_on is None and not clock.is_suspended and clock.policy.extension
        and ((clock.key in ANSWER_KEYS and clock.owner_id in department_ids)
             or (clock.key in WHOLE_KEYS and decide))
    ]  # fmt: skip
    return sorted(owed, key=lambda clock: (clock.due_on, clock.pk))


def not_extended(dispute: Dispute, department_ids: Collection[int]) -> list[Deadline]:
    """Of those, the ones that were not extended before."""
    owed = owed_with_extension(dispute, department_ids)
    return [clock for clock in owed if not clock.is_extended]  # type: ignore[attr-defined]  # annotated


def extendable(dispute: Dispute, department_ids: Collection[int], on: date) -> list[Deadline]:
    """Of those again, the ones whose day has not passed."""
    return [clock for clock in not_extended(dispute, department_ids) if clock.due_on >= on]


def departments_taking_part(dispute: Dispute) -> set[int]:
    """Receiving, lead, and whoever was asked for anything and has not sent it back."""
    asked = {a.department_id for a in dispute.assignments.all() if a.state not in GONE_ASSIGNMENT}
    return {dispute.receiving_department_id, dispute.lead_department_id} | asked


def convening_asked(dispute: Dispute) -> Convening | None:
    """The request to convene that the office has not answered (R013)."""
    return next((c for c in dispute.convenings.all() if c.answered_at is None), None)


def extension_untold(dispute: Dispute) -> bool:
    """The whole case takes longer, and the payers have not been told why (信访工作条例34条)."""
    return bool(named_payers(dispute)) and any(
        clock.key in WHOLE_KEYS and not clock.is_void and clock.is_untold  # type: ignore[attr-defined]  # annotated
        for clock in clocks_of(dispute)
    )


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
    return any(i.meeting.state == MeetingState.ISSUED for i in dispute.agenda_items.all())


def has_met(dispute: Dispute) -> bool:
    """A meeting about it was held; its minutes are not issued yet."""
    sat = (MeetingState.HELD, MeetingState.MINUTED)
    return any(i.meeting.state in sat for i in dispute.agenda_items.all())


#: The choice of a road that its officer may take back while nobody has followed it.
ROADS_CHOSEN = frozenset({"accept_single", "refer", "convene_joint", "notify_only"})


def road_chosen(dispute: Dispute) -> TimelineEntry | None:
    """The last step out of triage."""
    triage = State.TRIAGE
    steps = [e for e in dispute.timeline.all() if e.state_before == triage != e.state_after]
    return steps[-1] if steps else None


def chose_today(dispute: Dispute, officer_id: int, on: date) -> bool:
    """Whether this officer chose the road on that day."""
    chosen = road_chosen(dispute)
    if chosen is None or chosen.verb not in ROADS_CHOSEN:
        return False
    return chosen.actor_id == officer_id and timezone.localdate(chosen.at) == on


def road_is_used(dispute: Dispute) -> bool:
    """Somebody signed for what he was asked, was told, or wrote a draft since."""
    chosen = road_chosen(dispute)
    since = {e.verb for e in dispute.timeline.all() if chosen and e.pk > chosen.pk}
    untouched = {AssignmentState.SENT, *GONE_ASSIGNMENT}
    signed = any(a.state not in untouched for a in dispute.assignments.all())
    return signed or bool(since & {"serve", "draft_decision"})


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


def answerers(dispute: Dispute, department_id: int) -> set[int]:
    """Who drafted what that department is to approve."""
    prefetch_related_objects([dispute], "assignments__opinions")
    drafted = [a for a in dispute.assignments.all() if a.state == AssignmentState.DRAFTED]
    own = [list(a.opinions.all()) for a in drafted if a.department_id == department_id]
    return {given[-1].drafted_by_id for given in own if given}


class Side(NamedTuple):
    """Whom the decision is told: the payer or the other side; `of` the merged case he came with."""

    party: str
    of: int | None = None


def member_sides(dispute: Dispute) -> dict[Side, int]:
    """The member units on the other side (A06), of the case itself and of merged ones (R043)."""
    others = (p for p in dispute.parties.all() if p.role == PartySide.COUNTERPARTY)
    return {Side(p.role, p.of_id): p.department_id for p in others if p.department_id is not None}


def counterparty_units(dispute: Dispute) -> set[int]:
    """Whose own cause it is on the other side."""
    return set(member_sides(dispute).values())


def against_itself(dispute: Dispute, department_id: int) -> bool:
    """That unit is the other side itself, and the office has not said who handles it."""
    return not dispute.designated and department_id in counterparty_units(dispute)


def sides_with_a_desk(dispute: Dispute) -> dict[Side, int]:
    """The other sides that sign for their 告知书 in the portal, with their units (A06).

    Not before there is one, and never where the reporter is kept secret from them (R075).
    """
    told = {*WITH_PARTIES, State.CONCLUDED, State.ARCHIVED}
    if dispute.state not in told or dispute.confidential_report:
        return {}
    return member_sides(dispute)


def parties_with_a_desk(disputes: Iterable[Dispute]) -> set[tuple[int, int]]:
    """(dispute, unit) for each of those."""
    return {(d.pk, unit) for d in disputes for unit in sides_with_a_desk(d).values()}


def sides(dispute: Dispute) -> list[Side]:
    """Everybody who is told and heard: both, and whoever a merged case has brought (R043, R069).

    Only payers where nothing was decided (procedure.md), and nobody who has left it (部分撤回).
    """
    told = dispute.state in ONLY_TOLD
    wanted = [PartySide.PAYER] if told else [PartySide.PAYER, PartySide.COUNTERPARTY]
    joined = sorted((p.of_id, p.role) for p in dispute.parties.all() if p.of_id is not None)
    every = (
        side
        for party in wanted
        for side in (Side(party.value), *(Side(role, of) for of, role in joined if role == party))
    )
    gone = left_sides(dispute)
    return [side for side in every if side not in gone]


def left_sides(dispute: Dispute) -> set[Side]:
    """Payers who have withdrawn their part while it goes on for the others."""
    return {Side(p.role, p.of_id) for p in dispute.parties.all() if p.left_at is not None}


def payers(dispute: Dispute) -> list[Side]:
    """Those for whom it goes on, its own first."""
    return [side for side in sides(dispute) if side.party == PartySide.PAYER]


def named_payers(dispute: Dispute) -> list[Side]:
    """Those of them who can be told."""
    return [side for side in payers(dispute) if is_named(dispute, side)]


def services_in_force(dispute: Dispute) -> list[Service]:
    """Those that were not struck as mistyped."""
    return [service for service in dispute.services.all() if service.is_in_force]


def responses_in_force(dispute: Dispute) -> list[PartyResponse]:
    return [response for response in dispute.responses.all() if response.is_in_force]


def served_sides(dispute: Dispute) -> set[Side]:
    """Parties with a record of service or of exemption (R069)."""
    return {Side(service.party, service.of_id) for service in services_in_force(dispute)}


def unserved(dispute: Dispute) -> list[Side]:
    """Parties still to be served."""
    served = served_sides(dispute)
    return [side for side in sides(dispute) if side not in served]


def told_sides(dispute: Dispute) -> list[Side]:
    """Whoever has the decision in hand: served, or a member unit that found it here (A06)."""
    served = {Side(s.party, s.of_id) for s in services_in_force(dispute) if not s.exempt}
    served |= sides_with_a_desk(dispute).keys()
    return [side for side in sides(dispute) if side in served]


def untold_notices(dispute: Dispute) -> list[Paper]:
    """撤回告知书 that nobody has been shown to have received."""
    known = "papers" in getattr(dispute, "_prefetched_objects_cache", {})
    papers = dispute.papers.all() if known else dispute.papers.filter(kind=NOTICE).defer("content")
    issued = [paper for paper in papers if paper.kind == NOTICE]
    told = set(dispute.withdrawal_tellings.values_list("paper", flat=True)) if issued else set()
    return [paper for paper in issued if paper.pk not in told]


def attempts_in_force(dispute: Dispute) -> list[ServiceAttempt]:
    return [attempt for attempt in dispute.service_attempts.all() if attempt.is_in_force]


def tried_sides(dispute: Dispute) -> set[Side]:
    """Whom somebody tried to reach in vain."""
    return {Side(each.party, each.of_id) for each in attempts_in_force(dispute)}


def days_tried(dispute: Dispute, side: Side) -> set[date]:
    """The days on which somebody tried in vain to tell that party what there is to tell now."""
    tried = {a.tried_on for a in attempts_in_force(dispute) if (a.party, a.of_id) == side}
    since = told_since(dispute) if tried else None
    return {day for day in tried if since is None or day >= since}


def case_of(dispute: Dispute, side: Side) -> Dispute:
    """The case that party was registered in: this one, or the merged one he came with."""
    if side.of is None:
        return dispute
    prefetch_related_objects([dispute], "parties__of")
    came_with = (p.of for p in dispute.parties.all() if p.of_id == side.of)
    return next((case for case in came_with if case is not None), dispute)


def is_named(dispute: Dispute, side: Side) -> bool:
    """Somebody of that name is known there, so that he can be told."""
    return any(p.is_somebody for p in dispute.parties.all() if (p.role, p.of_id) == side)


def was_written_to(dispute: Dispute) -> bool:
    """The decision was signed to another side, who is not made nobody by what is typed later."""
    told = {"kind": PaperKind.DECISION, "party": PartySide.COUNTERPARTY, "of": None}
    return dispute.papers.filter(**told, voids=None).exists()


def true_exemptions(dispute: Dispute, side: Side) -> list[Exemption]:
    """Why this party need not be served; a sentence typed is no reason (R070).

    A confidential report is kept from the other side, who then counts as not there. What was
    registered is asked of the case that the party came with: merging makes nobody less secret.
    """
    case, true = case_of(dispute, side), list[Exemption]()
    if side.party == PartySide.PAYER and case.anonymous and not is_named(dispute, side):
        true.append(Exemption.ANONYMOUS)
    if side.party == PartySide.COUNTERPARTY:
        is_there = side.of is not None or has_counterparty(dispute) or was_written_to(dispute)
        if case.confidential_report or not is_there:
            true.append(Exemption.ONE_PARTY)
        if case.confidential_report:
            true.append(Exemption.CONFIDENTIAL)
    if len(days_tried(dispute, side)) >= DAYS_TO_TRY:
        true.append(Exemption.UNREACHABLE)
    return true


def told_since(dispute: Dispute) -> date | None:
    """The first day on which there was anything to tell: the decision, or the notice alone."""
    signed = dispute.decisions.filter(state="signed").first()
    if signed is not None:
        return timezone.localdate(signed.signed_at)
    notice = dispute.papers.filter(kind=PaperKind.NOTIFICATION).order_by("pk").last()
    return timezone.localdate(notice.issued_at) if notice else None


def answered_sides(dispute: Dispute) -> set[Side]:
    return {Side(response.party, response.of_id) for response in responses_in_force(dispute)}


def heard_sides(dispute: Dispute) -> set[Side]:
    """Whoever has answered, and whoever is never asked because nobody could tell him."""
    held = services_in_force(dispute)
    unasked = {Side(each.party, each.of_id) for each in held if each.exempt in NEVER_ASKED}
    return answered_sides(dispute) | unasked


def asked_sides(dispute: Dispute) -> set[Side]:
    """Whoever was told and may say something; an unnamed payer may still come forward."""
    silent = NEVER_ASKED - {Exemption.ANONYMOUS}
    held = services_in_force(dispute)
    asked = {Side(each.party, each.of_id) for each in held if each.exempt not in silent}
    return asked - left_sides(dispute)


def unheard(dispute: Dispute) -> list[Side]:
    """Parties that have not said what they think of it, and are to be asked."""
    heard = heard_sides(dispute)
    return [side for side in sides(dispute) if side not in heard]


def side_words(dispute: Dispute, side: Side) -> str:
    """缴费人; where several have stood, each by his masked name as well."""
    label, parties = str(PartySide(side.party).label), dispute.parties.all()
    found = next((p for p in parties if (p.role, p.of_id) == side), None)
    if found is None:
        return label
    if side.of is not None:
        return f"{label}（并案）{found.display_name}"
    joined = any(p.of_id for p in parties if p.role == PartySide.PAYER == side.party)
    return f"{label}{found.display_name}" if joined else label


def feedback_complete(dispute: Dispute) -> bool:
    """All served or exempt, all heard, and in referral the receipt in (R070, R076)."""
    if unserved(dispute) or unheard(dispute):
        return False
    return dispute.mode != Mode.REFERRAL or receipt_answered(dispute)


def continuation(dispute: Dispute) -> Dispute | None:
    """The new dispute that goes on from it and has not ended (R074)."""
    done = [*ENDED, State.ARCHIVED]
    found: Dispute | None = (
        type(dispute).objects.filter(continues=dispute).exclude(state__in=done).first()
    )
    return found


def objections(dispute: Dispute) -> list[PartyResponse]:
    """Of those for whom it goes on."""
    said = [each for each in responses_in_force(dispute) if each.answer == Answer.OBJECTS]
    gone = left_sides(dispute) if said else set()
    return [each for each in said if Side(each.party, each.of_id) not in gone]


def last_word_is_due(dispute: Dispute, *served: Side) -> bool:
    """All are served, or are now, and all but one heard: a word of content ends the case."""
    left = [side for side in unserved(dispute) if side not in served]
    if dispute.state != State.FEEDBACK or left or objections(dispute):
        return False
    return len(unheard(dispute)) <= 1 and (
        dispute.mode != Mode.REFERRAL or receipt_answered(dispute)
    )


def reported_up(dispute: Dispute) -> bool:
    """A 上报表 was issued since the dispute reached the state it is in (R084)."""
    since = dispute.archived_at or dispute.concluded_at
    return any(
        paper.kind == PaperKind.REPORT_UP and (since is None or paper.issued_at >= since)
        for paper in dispute.papers.all()
    )
