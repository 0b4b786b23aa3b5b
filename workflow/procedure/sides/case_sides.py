"""Both sides of a case: who stands there, who was told, who was heard (五(四), R069).

Nothing here writes; `facts` asks it, and it asks nothing of `facts`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Final

from django.db.models import prefetch_related_objects
from django.utils import timezone

from disputes.choices import (
    NEVER_ASKED,
    ONLY_TOLD,
    WITH_PARTIES,
    Answer,
    CounterpartyKind,
    Exemption,
    Mode,
    PartySide,
    State,
)
from disputes.models.party import Side
from papers.choices import PaperKind

if TYPE_CHECKING:
    from disputes.models import Dispute
    from workflow.models import PartyResponse, Remedy, Service, ServiceAttempt


#: 三次以上联系不上: on so many different days a party was tried before it is out of reach (R070).
DAYS_TO_TRY: Final = 3


def has_counterparty(dispute: Dispute) -> bool:
    """Somebody stands on the other side (A06)."""
    other = dispute.counterparty
    return other is not None and other.kind not in {"", CounterpartyKind.NONE}


def member_sides(dispute: Dispute) -> dict[Side, int]:
    """The member units on the other side (A06), of the case itself and of merged ones (R043)."""
    others = (p for p in dispute.parties.all() if p.role == PartySide.COUNTERPARTY)
    return {p.side: p.department_id for p in others if p.department_id is not None}


def counterparty_units(dispute: Dispute) -> set[int]:
    """Whose own cause it is on the other side."""
    return set(member_sides(dispute).values())


def against_itself(dispute: Dispute, department_id: int) -> bool:
    """That unit is the other side itself, and the office has not said who handles it."""
    return not dispute.designated and department_id in counterparty_units(dispute)


def decides_its_own(dispute: Dispute) -> bool:
    """Whoever would decide it is the other side itself; in 专案 the leader has a hand in it."""
    mine = against_itself(dispute, dispute.deciding_department_id)
    return mine and dispute.mode != Mode.SPECIAL


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


def everybody(dispute: Dispute) -> list[Side]:
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
    return {p.side for p in dispute.parties.all() if p.left_at is not None}


def payers(dispute: Dispute) -> list[Side]:
    """Those for whom it goes on, its own first."""
    return [side for side in everybody(dispute) if side.party == PartySide.PAYER]


def named_payers(dispute: Dispute) -> list[Side]:
    """Those of them who can be told."""
    return [side for side in payers(dispute) if is_named(dispute, side)]


def services_in_force(dispute: Dispute) -> list[Service]:
    """Those that were not struck as mistyped."""
    return [service for service in dispute.services.all() if service.is_in_force]


def responses_in_force(dispute: Dispute) -> list[PartyResponse]:
    return [response for response in dispute.responses.all() if response.is_in_force]


def remedies_in_force(dispute: Dispute) -> list[Remedy]:
    return [remedy for remedy in dispute.remedies.all() if remedy.is_in_force]


def served_sides(dispute: Dispute) -> set[Side]:
    """Parties with a record of service or of exemption (R069)."""
    return {service.side for service in services_in_force(dispute)}


def unserved(dispute: Dispute) -> list[Side]:
    """Parties still to be served."""
    served = served_sides(dispute)
    return [side for side in everybody(dispute) if side not in served]


def told_sides(dispute: Dispute) -> list[Side]:
    """Whoever has the decision in hand: served, or a member unit that found it here (A06)."""
    served = {s.side for s in services_in_force(dispute) if not s.exempt}
    served |= sides_with_a_desk(dispute).keys()
    return [side for side in everybody(dispute) if side in served]


def attempts_in_force(dispute: Dispute) -> list[ServiceAttempt]:
    return [attempt for attempt in dispute.service_attempts.all() if attempt.is_in_force]


def tried_sides(dispute: Dispute) -> set[Side]:
    """Whom somebody tried to reach in vain."""
    return {each.side for each in attempts_in_force(dispute)}


def days_tried(dispute: Dispute, side: Side) -> set[date]:
    """The days on which somebody tried in vain to tell that party what there is to tell now."""
    tried = {a.tried_on for a in attempts_in_force(dispute) if a.side == side}
    since = told_since(dispute, side) if tried else None
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
    return any(p.is_somebody for p in dispute.parties.all() if p.side == side)


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


def told_since(dispute: Dispute, side: Side | None = None) -> date | None:
    """The first day on which there was anything to tell: the decision, or the notice alone.

    Whoever became a party later was not told before a decision was written to him (更正).
    """
    if side is not None and (own := _written_to(dispute, side)):
        return own
    signed = dispute.decisions.filter(state="signed").first()
    if signed is not None:
        return timezone.localdate(signed.signed_at)
    notice = dispute.papers.filter(kind=PaperKind.NOTIFICATION).order_by("pk").last()
    return timezone.localdate(notice.issued_at) if notice else None


def _written_to(dispute: Dispute, side: Side) -> date | None:
    """The day of the decision in his own name that is in force."""
    own = {"kind": PaperKind.DECISION, "party": side.party, "of": side.of}
    written = dispute.papers.filter(**own, voids=None).order_by("pk").last()
    return timezone.localdate(written.issued_at) if written else None


def answered_sides(dispute: Dispute) -> set[Side]:
    return {response.side for response in responses_in_force(dispute)}


def heard_sides(dispute: Dispute) -> set[Side]:
    """Whoever has answered, and whoever is never asked because nobody could tell him."""
    held = services_in_force(dispute)
    unasked = {each.side for each in held if each.exempt in NEVER_ASKED}
    return answered_sides(dispute) | unasked


def asked_sides(dispute: Dispute) -> set[Side]:
    """Whoever was told and may say something; an unnamed payer may still come forward."""
    silent = NEVER_ASKED - {Exemption.ANONYMOUS}
    held = services_in_force(dispute)
    asked = {each.side for each in held if each.exempt not in silent}
    return asked - left_sides(dispute)


def unheard(dispute: Dispute) -> list[Side]:
    """Parties that have not said what they think of it, and are to be asked."""
    heard = heard_sides(dispute)
    return [side for side in everybody(dispute) if side not in heard]


def side_words(dispute: Dispute, side: Side) -> str:
    """缴费人; where several have stood, each by his masked name as well."""
    label, parties = str(PartySide(side.party).label), dispute.parties.all()
    found = next((p for p in parties if p.side == side), None)
    if found is None:
        return label
    if side.of is not None:
        return f"{label}（并案）{found.display_name}"
    joined = any(p.of_id for p in parties if p.role == PartySide.PAYER == side.party)
    return f"{label}{found.display_name}" if joined else label


def objections(dispute: Dispute) -> list[PartyResponse]:
    """Of those for whom it goes on; whoever is content since then objects no more."""
    last = {each.side: each for each in responses_in_force(dispute)}
    said = [each for each in last.values() if each.answer == Answer.OBJECTS]
    gone = left_sides(dispute) if said else set()
    return [each for each in said if each.side not in gone]
