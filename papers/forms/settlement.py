"""调解（和解）协议登记表: who agreed with whom, on what, by when, and what of it is settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from papers.choices import PaperKind
from papers.freezing import PaperContent, Prose
from papers.layout.passages import Appendix, Passage, appendices, passage
from papers.pieces import PartyPiece


@dataclass(frozen=True, kw_only=True)
class SettlementPaper(PaperContent):
    """方案五(四), 领域 3.3 ⑰; the agreement itself stands among the materials."""

    kind = PaperKind.SETTLEMENT

    agreement: str  # 调解协议, 和解协议
    signed_on: date
    mediator: Prose = ""
    payer: PartyPiece
    counterparty: PartyPiece | None = None
    category: str
    settles: str
    claims: Prose
    gist: Prose
    perform_by: date | None = None
    scanned: bool = False
    is_mediated: bool = False
    recorded_by: str

    @property
    def kept(self) -> str:
        return "已扫描，存本案材料" if self.scanned else "未上传，原件取得后扫描存入本案材料"

    def lay_out(self) -> Sheet:
        claims = passage("解决的诉求", self.claims, 30)
        gist = passage("协议内容", self.gist, 60)
        return Sheet(claims, gist, appendices(claims, gist))


class Sheet(NamedTuple):
    claims: Passage
    gist: Passage
    appendices: list[Appendix]
