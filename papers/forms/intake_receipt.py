"""受理回执: the payer takes home under which number he was heard, by whom, what he left there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from papers.freezing import PaperContent
from papers.layout.passages import Appendix, Passage, appendices, passage
from papers.pieces import MaterialPiece, MatterPiece, OfficePiece, PartyPiece, materials_line


@dataclass(frozen=True, kw_only=True)
class IntakeReceipt(PaperContent):
    """方案五(一) 首问责任制: handed over at the counter; it decides nothing and is not numbered."""

    kind = "intake_receipt"
    withholds = False  # it is his own

    matter: MatterPiece
    payer: PartyPiece
    anonymous: bool = False
    materials: tuple[MaterialPiece, ...] = ()
    first_contact_officer: str
    office: OfficePiece

    @property
    def payer_name(self) -> str:
        return self.payer.name or ("匿名" if self.anonymous else "")

    @property
    def heard_by(self) -> str:
        return f"首问责任人：{self.first_contact_officer}"

    def lay_out(self) -> Sheet:
        facts = passage("反映主要事项", self.matter.facts, 40)
        claim = passage("争议诉求", self.matter.claim, 20)
        materials = passage("收到材料", materials_line(self.materials), 20)
        return Sheet(facts, claim, materials, appendices(facts, claim, materials))


class Sheet(NamedTuple):
    facts: Passage
    claim: Passage
    materials: Passage
    appendices: list[Appendix]
