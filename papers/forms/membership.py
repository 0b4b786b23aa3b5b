"""增加成员单位决定登记表: which unit, by which decision of the task force, from when (六(一))."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from papers.choices import PaperKind
from papers.freezing import PaperContent, Prose
from papers.layout.passages import Appendix, Passage, appendices, passage
from papers.pieces import SignaturePiece


@dataclass(frozen=True, kw_only=True)
class MembershipPaper(PaperContent):
    """方案六(一), 领域 3.3 ⑮; kept for ever with the decisions of the task force (领域 3.6)."""

    kind = PaperKind.MEMBERSHIP

    units: tuple[str, ...]
    decided_on: date
    document: str
    attachment: Prose = ""
    ground: Prose = ""
    duties: Prose = ""
    liaison: Prose = ""
    effective_on: date
    registered: SignaturePiece
    leader: SignaturePiece = field(default_factory=SignaturePiece)

    @property
    def unit(self) -> str:
        return "、".join(self.units)

    def lay_out(self) -> Sheet:
        ground = passage("增加理由", self.ground, 36)
        duties = passage("承担职责", self.duties, 36)
        return Sheet(ground, duties, appendices(ground, duties))


class Sheet(NamedTuple):
    ground: Passage
    duties: Passage
    appendices: list[Appendix]
