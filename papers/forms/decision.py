"""处理意见告知书: what was decided, why, and which roads stay open; one for each party."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from disputes.choices import PartySide
from papers.choices import PaperKind
from papers.forms.service_proof import ServiceProof
from papers.freezing import PaperContent, Prose, later
from papers.layout.days import day
from papers.pieces import MatterPiece, OfficePiece, PartyPiece, Remedy, StancePiece

#: 联办部门 are those of 五(三)1; in a 专案 (五(三)2) each works on it by its own authority.
JOINT_STANCES, SPECIAL_STANCES = "各联办部门意见摘要", "各办理单位意见摘要"


@dataclass(frozen=True, kw_only=True)
class DecisionPaper(PaperContent):
    """方案五(三)、五(四); R057, R073."""

    kind: ClassVar[PaperKind] = PaperKind.DECISION
    number_suffix = "意"

    party: str  # payer, counterparty
    addressee: PartyPiece
    payer: PartyPiece | None = None
    counterparty: PartyPiece | None = None
    matter: MatterPiece
    facts: Prose
    basis: Prose
    decision: Prose
    stances: tuple[StancePiece, ...] = ()
    stances_headed: str = later("")  # who they are: 联办 departments, or those of a 专案
    minutes_number: str = ""
    studied_in: str = later("")  # the kind of that meeting
    remedies: tuple[Remedy, ...] = ()
    contact: OfficePiece | None = None
    has_slip: bool = later(False)  # noqa: FBT003 - issued with the 送达回证 that proves its service

    @property
    def slip(self) -> ServiceProof | None:
        """送达回证 as its last leaf, for the pen: signed where this is handed over (民诉法87条)."""
        if not self.has_slip:
            return None
        return ServiceProof(
            number=self.number,
            dispute_number=self.dispute_number,
            department=self.department,
            signed_by=self.signed_by,
            issued_on=self.issued_on,
            party=self.party,
            addressee=self.addressee,
            document=str(self.kind.label),
            document_number=self.number,
            address=self.addressee.address,
            nonce="",
        )

    @property
    def stances_heading(self) -> str:
        """Those issued before it was asked were all headed so."""
        return self.stances_headed or JOINT_STANCES

    @property
    def opening(self) -> str:
        """The payer is told of his own matter, the other side of one that concerns it."""
        matter = self.matter
        told = "、".join(filter(None, (matter.insurance_words, matter.period)))
        about = f"{matter.category}（{told}）" if told else matter.category
        if self.party == PartySide.PAYER:
            when = f"于{day(matter.visited_at)}" if matter.visited_at else ""
            return f"您{when}反映的{about}争议事项，经办理，现将处理意见告知如下："
        return f"涉及你方的{about}争议事项，经办理，现将处理意见告知如下："
