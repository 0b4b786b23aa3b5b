"""信息提供（发布）审批表: what leaves for whom, why, until when, and who agreed (domain 3.3 ⑭)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from papers.choices import PaperKind
from papers.freezing import PaperContent, Prose
from papers.layout.passages import Appendix, Passage, appendices, passage
from papers.pieces import AgentPiece, PartyPiece, SignaturePiece


@dataclass(frozen=True, kw_only=True)
class DisclosureForm(PaperContent):
    """For the file (方案六(三), R093, R094).

    The parties are not printed; they are here so that a masked copy knows whose names to look for.
    """

    kind = PaperKind.DISCLOSURE_FORM
    number_suffix = "信"

    payer: PartyPiece | None = None
    agent: AgentPiece | None = None
    counterparty: PartyPiece | None = None
    recipient_kind: str
    recipient: Prose
    letter: str = ""
    purpose: Prose
    items: tuple[Prose, ...]
    is_personal: bool
    masking: str
    full_reason: Prose = ""
    impact_record: str = ""
    until: date
    requested: SignaturePiece
    head: SignaturePiece = field(default_factory=SignaturePiece)
    office: SignaturePiece = field(default_factory=SignaturePiece)
    leader: SignaturePiece = field(default_factory=SignaturePiece)
    needs_leader: bool = True

    @property
    def how(self) -> str:
        return f"{self.masking}：{self.full_reason}" if self.full_reason else self.masking

    def lay_out(self) -> Sheet:
        listed = "\n".join(f"{n}.{each}" for n, each in enumerate(self.items, 1))
        rows = (
            passage("用途", self.purpose, 36),
            passage("信息项", listed, 54),
            passage("脱敏方式", self.how, 18),
        )
        return Sheet(*rows, appendices(*rows))


class Sheet(NamedTuple):
    purpose: Passage
    items: Passage
    masking: Passage
    appendices: list[Appendix]
