"""移交函: hands a matter over to a body outside the mechanism."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from papers.choices import PaperKind
from papers.freezing import PaperContent, Prose
from papers.layout.matter import insurance_words, materials_line, period
from papers.layout.parties import named
from papers.layout.sections import office_line
from papers.pieces import MaterialPiece, MatterPiece, OfficePiece, PartyPiece


@dataclass(frozen=True, kw_only=True)
class TransferLetter(PaperContent):
    """移交函: to a body outside the mechanism, with what R093 allows it to know."""

    kind = PaperKind.TRANSFER_LETTER

    recipient: str
    matter: MatterPiece
    payer: PartyPiece
    counterparty: PartyPiece | None = None
    reason: Prose
    materials: tuple[MaterialPiece, ...] = ()
    contact: OfficePiece | None = None


class Sheet(NamedTuple):
    payer: str
    counterparty: str
    insurance: str
    period: str
    materials: str
    contact: str


def lay_out(paper: TransferLetter) -> Sheet:
    payer = paper.payer
    told = (payer.name, payer.id_number, payer.phone, payer.address)
    return Sheet(
        payer="，".join(filter(None, told)),
        counterparty=named(paper.counterparty),
        insurance=insurance_words(paper.matter.insurance),
        period=period(paper.matter),
        materials=materials_line(paper.materials),
        contact=office_line(paper.contact),
    )
