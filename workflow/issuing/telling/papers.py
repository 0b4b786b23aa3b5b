"""处理意见告知书, one for each party, and 送达回证: what tells a decision and shows that it did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from confidentiality.sealing import open_sealed
from disputes.choices import Mode, PartySide
from disputes.models.dispute import deciding_department
from disputes.models.party import Side
from disputes.words import standing_payer
from papers.choices import PaperKind
from papers.forms.decision import SPECIAL_STANCES, DecisionPaper
from papers.forms.service_proof import ServiceProof
from papers.pieces import MatterPiece, PartyPiece
from papers.remedies import Bodies, remedies
from workflow.issuing import pieces, remaining
from workflow.issuing.drafts import Act, Addressed, Common, Draft
from workflow.procedure.sides import case_sides

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from disputes.models import Dispute, Party
    from workflow.models import Decision, PartWithdrawal, Service
    from workflow.procedure.move import Move


RECEIPT_KEPT = "附：当事人签收件扫描件1份，存本案材料。"


def decisions(move: Act, decided: Decision, only: Collection[Side] | None = None) -> list[Draft]:
    """One 告知书 for the payer and, where somebody stands on the other side, one for him (R069).

    `only`: those who became a party after it was signed.
    """
    every = case_sides.everybody(move.dispute) if only is None else only
    sides = [side for side in every if _is_told(move, side)]
    shared = {
        **pieces.about(move.dispute),
        **_stances(move.dispute),
        **_minutes(move),
    }
    bodies = pieces.remedy_bodies()
    matters = pieces.matters_of({side.of for side in sides if side.of is not None})
    taken_back = list(move.dispute.part_withdrawals.all())
    return [
        _decision(move, decided, side, shared | _own(move, side, matters), taken_back, bodies)
        for side in sides
    ]


def _stances(dispute: Dispute) -> Common:
    """What each department said, under the word for those who work on it in this mode (五(三))."""
    said = pieces.stances([dispute])[dispute.pk]
    headed = SPECIAL_STANCES if said and dispute.mode == Mode.SPECIAL else ""
    return {"stances": said, "stances_headed": headed}


def _is_told(move: Act, side: Side) -> bool:
    """Nobody stands on the other side of some matters (A06)."""
    own_other = side == Side(PartySide.COUNTERPARTY)
    return not own_other or case_sides.has_counterparty(move.dispute)


def _own(move: Act, side: Side, matters: Mapping[int, MatterPiece]) -> Common:
    """Whoever came with a merged case is told of what he himself brought (R043)."""
    if side.of is None:
        return {}
    known: Common = {"matter": matters[side.of]}
    return known | {side.party: _addressee(move, side)}


def _decision(
    move: Act,
    decided: Decision,
    side: Side,
    shared: Common,
    taken_back: Sequence[PartWithdrawal],
    bodies: Bodies,
) -> Draft:
    d, unit = move.dispute, deciding_department(move.dispute)  # who drafted may work no more
    of_his = side.of is not None and _party(d, Side(PartySide.PAYER, side.of))
    own = of_his or standing_payer(d)
    other = _party(d, Side(PartySide.COUNTERPARTY, side.of)) or d.counterparty
    roads = remedies(
        own.kind if own else "",
        other.kind if other else "",
        unit.code,
        party=side.party,
        bodies=bodies,
    )

    taken = remaining.told_in_decision(taken_back, side, shared["matter"], d)

    def content(common: Common) -> DecisionPaper:
        signed_by = common["signed_by"]
        if not signed_by and decided.signed_by:  # told anew: who signed it then
            signed_by = decided.signed_by.name
        return DecisionPaper(
            **common | {"signed_by": signed_by},
            **shared,
            party=side.party,
            addressee=_addressee(move, side),
            facts=f"{taken}\n{decided.facts}" if taken else decided.facts,
            basis=decided.basis,
            decision=decided.decision,
            remedies=tuple(roads),
            contact=pieces.office(unit, d.responsible_officer.name),
            has_slip=True,
        )

    return Draft(
        move,
        PaperKind.DECISION,
        unit,
        content,
        Addressed(party=side.party, of=side.of),
    )


def _party(dispute: Dispute, side: Side) -> Party | None:
    return dispute.party(*side)


def _addressee(move: Act, side: Side) -> PartyPiece:
    own_payer = side == Side(PartySide.PAYER)
    return pieces.payer(move.dispute) if own_payer else pieces.of_side(move.dispute, side)


def _minutes(move: Act) -> Common:
    """The decision can be traced to what the meeting decided (R066)."""
    papers = move.dispute.papers.filter(kind=PaperKind.MINUTES)
    minutes = papers.select_related("meeting").last()
    if minutes is None:
        return {}
    met = minutes.meeting.get_kind_display() if minutes.meeting else ""
    return {"minutes_number": minutes.number, "studied_in": met}


def service_proof(move: Move, service: Service) -> Draft:
    """送达回证 for what was served on one party (民诉法87-95条)."""
    d, side = move.dispute, service.side
    served = (
        d.papers.filter(
            kind__in=(PaperKind.DECISION, PaperKind.NOTIFICATION),
            party=service.party,
            of=service.of_id,
        )
        .order_by("pk")
        .last()
    )

    def content(common: Common) -> ServiceProof:
        addressee = _addressee(move, side)
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
            relation=service.relation,
            refusal=service.refusal,
            witness=open_sealed(service.witnesses),
            servers=tuple(filter(None, (move.by.name, service.second_server))),
            mail_number=service.mail_number,
            published_on=service.published_on,
            note=f"{service.note}\n{RECEIPT_KEPT}".strip() if service.receipt_id else service.note,
        )

    department = served.department.at_work if served else d.receiving_department
    to = Addressed(party=service.party, of=service.of_id)
    return Draft(move, PaperKind.SERVICE_PROOF, department, content, to)
