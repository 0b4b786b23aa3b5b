"""移交函: hands a matter over to a body outside the mechanism."""

from __future__ import annotations

from dataclasses import dataclass

from papers.choices import PaperKind
from papers.freezing import PaperContent, Prose
from papers.pieces import MaterialPiece, MatterPiece, OfficePiece, PartyPiece


@dataclass(frozen=True, kw_only=True)
class TransferLetter(PaperContent):
    """With what R093 allows that body to know."""

    kind = PaperKind.TRANSFER_LETTER

    recipient: str
    matter: MatterPiece
    payer: PartyPiece
    counterparty: PartyPiece | None = None
    reason: Prose
    materials: tuple[MaterialPiece, ...] = ()
    contact: OfficePiece | None = None

    @property
    def payer_line(self) -> str:
        payer = self.payer
        told = (payer.name, payer.id_number, payer.phone, payer.address)
        return "，".join(filter(None, told))
