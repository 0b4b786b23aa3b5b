"""处理意见告知书, one for each party, and 送达回证."""

from __future__ import annotations

from typing import TYPE_CHECKING

from confidentiality.sealing import open_sealed
from disputes.choices import PartySide
from papers.choices import PaperKind
from papers.copies import check_confidential
from papers.forms.decision import DecisionPaper
from papers.forms.service_proof import ServiceProof
from papers.pieces import PartyPiece
from papers.remedies import remedies
from web.refusals import NotAllowed
from workflow.issuing import pieces
from workflow.issuing.drafts import Act, Addressed, Common, Draft
from workflow.procedure import facts

if TYPE_CHECKING:
    from workflow.models import Decision, Service
    from workflow.procedure.move import Move


def decisions(move: Act, decided: Decision) -> list[Draft]:
    """One 告知书 for the payer and, where somebody stands on the other side, one for him (R069)."""
    sides = [PartySide.PAYER]
    if facts.has_counterparty(move.dispute):
        sides.append(PartySide.COUNTERPARTY)
    shared = {
        **pieces.about(move.dispute),
        "stances": pieces.stances([move.dispute])[move.dispute.pk],
        "minutes_number": _minutes_number(move),
    }
    return [_decision(move, decided, side, shared) for side in sides]


def _decision(move: Act, decided: Decision, side: PartySide, shared: Common) -> Draft:
    d = move.dispute
    own, other = d.payer, d.counterparty
    roads = remedies(
        own.kind if own else "",
        other.kind if other else "",
        decided.department.code,
        party=side,
    )

    def content(common: Common) -> DecisionPaper:
        paper = DecisionPaper(
            **common,
            **shared,
            party=side,
            addressee=_addressee(move, side),
            facts=decided.facts,
            basis=decided.basis,
            decision=decided.decision,
            remedies=tuple(roads),
            contact=pieces.office(decided.department, d.responsible_officer.name),
        )
        return _keeping_secret(move, paper)

    return Draft(move, PaperKind.DECISION, decided.department, content, Addressed(party=side))


def _keeping_secret(move: Act, paper: DecisionPaper) -> DecisionPaper:
    """举报保密: what goes to the other side does not say who reported (R075)."""
    if not move.dispute.confidential_report or paper.party == PartySide.PAYER:
        return paper
    found = check_confidential(paper, _secrets(move))
    if found:
        raise NotAllowed("".join(found))
    return paper


def _secrets(move: Act) -> list[str]:
    """What would give the reporter away, in clear."""
    people = [p for p in (move.dispute.payer, move.dispute.agent) if p is not None]
    values = [(p.name, p.id_number, p.phone, p.address, p.contact) for p in people]
    return [text for row in values for sealed in row if (text := open_sealed(sealed))]


def _addressee(move: Act, side: PartySide) -> PartyPiece:
    if side == PartySide.PAYER:
        return pieces.payer(move.dispute)
    return pieces.counterparty(move.dispute) or PartyPiece()


def _minutes_number(move: Act) -> str:
    """The decision can be traced to what the meeting decided (R066)."""
    minutes = move.dispute.papers.filter(kind=PaperKind.MINUTES).last()
    return minutes.number if minutes else ""


def service_proof(move: Move, service: Service) -> Draft:
    """送达回证 for what was served on one party (民诉法87-95条)."""
    d = move.dispute
    served = (
        d.papers.filter(kind__in=(PaperKind.DECISION, PaperKind.NOTIFICATION), party=service.party)
        .order_by("pk")
        .last()
    )

    def content(common: Common) -> ServiceProof:
        addressee = _addressee(move, PartySide(service.party))
        return ServiceProof(
            **common,
            party=service.party,
            addressee=addressee,
            document=served.label if served else "",
            document_number=served.number if served else "",
            address=addressee.address,
            method=service.method,
            served_on=service.served_on,
            recipient=open_sealed(service.recipient),
            servers=(move.by.name,),
            note=service.note,
        )

    department = served.department if served else d.receiving_department
    return Draft(move, PaperKind.SERVICE_PROOF, department, content, Addressed(party=service.party))
