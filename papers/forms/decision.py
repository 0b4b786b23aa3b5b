"""处理意见告知书: what was decided, why, and which roads stay open; one for each party."""

from __future__ import annotations

from dataclasses import dataclass

from disputes.choices import PartySide
from papers.choices import PaperKind
from papers.freezing import PaperContent, Prose
from papers.layout.days import day
from papers.pieces import MatterPiece, OfficePiece, PartyPiece, Remedy, StancePiece


@dataclass(frozen=True, kw_only=True)
class DecisionPaper(PaperContent):
    """方案五(三)、五(四); R057, R073."""

    kind = PaperKind.DECISION
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
    minutes_number: str = ""
    remedies: tuple[Remedy, ...] = ()
    contact: OfficePiece | None = None

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
