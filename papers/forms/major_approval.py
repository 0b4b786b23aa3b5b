"""重大事项审批表: the receiving department reports, the leader decides (R047, R048, R061)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from papers.choices import PaperKind
from papers.freezing import PaperContent, Prose
from papers.layout.matter import Box, insurance_words, period
from papers.layout.parties import named, where
from papers.layout.passages import Appendix, Passage, appendices, cell, passage
from papers.layout.signing import Signed, signed
from papers.pieces import MatterPiece, PartyPiece, SignaturePiece


@dataclass(frozen=True, kw_only=True)
class MajorApproval(PaperContent):
    """重大事项审批表 (方案五(二)、五(三)2(2); R047, R048, R061)."""

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
    office: SignaturePiece = field(default_factory=SignaturePiece)
    deputy: SignaturePiece = field(default_factory=SignaturePiece)
    verdict: str = "approved"  # approved, rejected, more
    leader: SignaturePiece
    meeting: bool = False


_VERDICTS = (("approved", "同意"), ("rejected", "不同意"), ("more", "补充材料"))


class Sheet(NamedTuple):
    payer: str
    counterparty: str
    insurance: str
    period: str
    place: str
    members: str
    summary: Passage
    signals: Passage
    reason: Passage
    requested: Signed
    office: Signed
    deputy: Signed
    verdicts: list[Box]
    leader: Signed
    appendices: list[Appendix]


def lay_out(paper: MajorApproval) -> Sheet:
    matter = paper.matter
    summary = passage("事项摘要", _summary(matter), 48)
    signals = cell("命中信号", _signals(paper), 128, 8.7)
    reason = passage("重大疑难理由", paper.reason, 24, taken=9.5)
    return Sheet(
        payer=named(paper.payer, nobody=""),
        counterparty=named(paper.counterparty),
        insurance=insurance_words(matter.insurance),
        period=period(matter),
        place=where(matter),
        members="、".join(paper.members),
        summary=summary,
        signals=signals,
        reason=reason,
        requested=signed(paper.requested),
        office=signed(paper.office),
        deputy=signed(paper.deputy),
        verdicts=[Box(label, paper.verdict == code) for code, label in _VERDICTS],
        leader=signed(paper.leader),
        appendices=appendices(summary, reason, signals),
    )


def _summary(matter: MatterPiece) -> str:
    return f"{matter.facts}\n诉求：{matter.claim}" if matter.claim else matter.facts


def _signals(paper: MajorApproval) -> str:
    return f"命中信号（{paper.score}分）：{'；'.join(paper.signals)}" if paper.signals else ""
