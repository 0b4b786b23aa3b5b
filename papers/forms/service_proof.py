"""送达回证: how a paper reached a party, or why it need not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from disputes.choices import PartySide, ServiceMethod
from papers.choices import PaperKind
from papers.freezing import Address, PaperContent, PersonName, Prose, later
from papers.layout.boxes import Box, boxes
from papers.pieces import PartyPiece


@dataclass(frozen=True, kw_only=True)
class ServiceProof(PaperContent):
    """方案五(四), 民诉法87-95条; R069, R070."""

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
    mail_number: str = later("")
    published_on: date | None = later(None)  # noqa: RUF009 - a Field, as for the others
    exempt: str = ""  # the word for why service was not needed
    note: Prose = ""

    @property
    def side(self) -> str:
        return str(PartySide(self.party).label)

    @property
    def is_blank(self) -> bool:
        """To be filled in by the pen where the paper is handed over."""
        return not (self.method or self.exempt)

    @property
    def delivered_by(self) -> str:
        return "、".join(self.servers)

    @property
    def sent_by(self) -> str:
        return f"{self.department}　签发人：{self.signed_by}"

    @property
    def methods(self) -> list[Box]:
        return boxes(ServiceMethod.choices, self.method)
