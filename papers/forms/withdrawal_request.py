"""撤回申请书: printed for the payer, who says what he takes back and signs (领域 3.3 ⑰)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from papers.freezing import PaperContent
from papers.layout.passages import Appendix, Passage, appendices, passage
from papers.pieces import AgentPiece, MatterPiece, PartyPiece


@dataclass(frozen=True, kw_only=True)
class WithdrawalRequest(PaperContent):
    """方案五(三): never issued and never numbered; signed, it comes back as a material (R035)."""

    kind = "withdrawal_request"
    withholds = False  # it is his own

    matter: MatterPiece
    payer: PartyPiece
    agent: AgentPiece | None = None
    counterparty: PartyPiece | None = None

    @property
    def addressee(self) -> str:
        return self.organ or self.department

    def lay_out(self) -> Sheet:
        claim = passage("争议诉求", self.matter.claim, 20)
        return Sheet(claim, appendices(claim))


class Sheet(NamedTuple):
    claim: Passage
    appendices: list[Appendix]
