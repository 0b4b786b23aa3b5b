"""Papers that answer the parties: 处理意见告知书 and 送达回证."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflow.choices import PaperKind
from workflow.papers.freezing import Address, PaperContent, PersonName, Prose
from workflow.papers.pieces import (
    MatterPiece,
    OfficePiece,
    PartyPiece,
    Remedy,
    StancePiece,
)


@dataclass(frozen=True, kw_only=True)
class DecisionPaper(PaperContent):
    """处理意见告知书 (方案五(三)、五(四); R057, R073), one for each party."""

    kind = PaperKind.DECISION

    party: str  # payer, counterparty
    addressee: PartyPiece
    payer: PartyPiece | None = None
    counterparty: PartyPiece | None = None
    matter: MatterPiece
    facts: Prose
    basis: Prose
    decision: Prose
    stances: tuple[StancePiece, ...] = ()
    minutes_number: str = ""
    remedies: tuple[Remedy, ...] = ()
    contact: OfficePiece | None = None


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
