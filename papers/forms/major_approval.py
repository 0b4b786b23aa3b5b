"""重大事项审批表: the receiving department reports, the leader decides."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from papers.choices import PaperKind
from papers.freezing import PaperContent, Prose
from papers.layout.boxes import Box, boxes
from papers.layout.passages import Appendix, Passage, appendices, passage
from papers.pieces import MatterPiece, PartyPiece, SignaturePiece

_VERDICTS = (("approved", "同意"), ("rejected", "不同意"), ("more", "补充材料"))


@dataclass(frozen=True, kw_only=True)
class MajorApproval(PaperContent):
    """方案五(二)、五(三)2(2); R047, R048, R061."""

    kind = PaperKind.MAJOR_APPROVAL

    matter: MatterPiece
    payer: PartyPiece | None = None
    counterparty: PartyPiece | None = None
    signals: tuple[str, ...] = ()
    score: int = 0
    reason: Prose
    members: tuple[str, ...]
    lead: str = ""
    requested: SignaturePiece
    requested_department: str
    head: SignaturePiece = field(default_factory=SignaturePiece)
    office: SignaturePiece = field(default_factory=SignaturePiece)
    deputy: SignaturePiece = field(default_factory=SignaturePiece)
    verdict: str = "approved"  # approved, rejected, more
    leader: SignaturePiece
    meeting: bool = False

    @property
    def verdicts(self) -> list[Box]:
        return boxes(_VERDICTS, self.verdict)

    @property
    def team(self) -> str:
        return "、".join(self.members)

    def lay_out(self) -> Sheet:
        facts, claim = self.matter.facts, self.matter.claim
        summary = passage("事项摘要", f"{facts}\n诉求：{claim}" if claim else facts, 48)
        reason = passage("重大疑难理由", self.reason, 24, taken=9.5)
        return Sheet(summary, self._signals(), reason, appendices(summary, reason))

    def _signals(self) -> str:
        return f"命中信号（{self.score}分）：{'；'.join(self.signals)}" if self.signals else ""


class Sheet(NamedTuple):
    summary: Passage
    signals: str
    reason: Passage
    appendices: list[Appendix]
