"""送达回证: how a paper reached a party, or why it need not (R069, R070, 民诉法87-95条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from disputes.choices import ServiceMethod
from papers.choices import PaperKind
from papers.freezing import Address, PaperContent, PersonName, Prose
from papers.layout.matter import Box
from papers.pieces import PartyPiece


@dataclass(frozen=True, kw_only=True)
class ServiceProof(PaperContent):
    """送达回证 (方案五(四), 民诉法87-95条; R069, R070)."""

    kind = PaperKind.SERVICE_PROOF

    party: str
    addressee: PartyPiece
    document: str
    document_number: str = ""
    copies: int = 1
    address: Address = ""
    method: str = ""  # a code of ServiceMethod; empty when exempt
    served_on: date | None = None
    recipient: PersonName = ""
    relation: str = ""
    refusal: Prose = ""
    witness: PersonName = ""
    servers: tuple[str, ...] = ()
    exempt: str = ""  # the word for why service was not needed
    note: Prose = ""


class Sheet(NamedTuple):
    methods: list[Box]
    servers: str
    side: str


def lay_out(paper: ServiceProof) -> Sheet:
    return Sheet(
        methods=[Box(str(label), paper.method == code) for code, label in ServiceMethod.choices],
        servers="、".join(paper.servers),
        side="缴费人" if paper.party == "payer" else "争议对方",
    )
