"""上报表: what became of the matter, to the task force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from papers.choices import PaperKind
from papers.freezing import PaperContent, Prose
from papers.layout.passages import Appendix, Passage, appendices, passage
from papers.pieces import MatterPiece, PartyPiece, StancePiece


@dataclass(frozen=True, kw_only=True)
class ReportUp(PaperContent):
    """方案五 报送办理, R084."""

    kind = PaperKind.REPORT_UP

    matter: MatterPiece
    payer: PartyPiece | None = None
    counterparty: PartyPiece | None = None
    mode: str
    lead: str
    departments: tuple[str, ...] = ()
    facts: Prose = ""
    basis: Prose = ""
    decision: Prose = ""
    stances: tuple[StancePiece, ...] = ()
    served: Prose = ""
    answers: Prose = ""
    concluded_on: date | None = None
    timeliness: str = ""  # 按期, 超期 2 天
    drafted_by: str = ""

    @property
    def taking_part(self) -> str:
        return "、".join(self.departments)

    def lay_out(self) -> Sheet:
        decided = f"{self.decision}\n依据：{self.basis}" if self.basis else self.decision
        said = "\n".join(f"{each.department}：{each.text}" for each in self.stances)
        told = "\n".join(filter(None, (self.served, self.answers)))
        rows = (
            passage("反映主要事项", self.matter.facts, 26),
            passage("查明事实", self.facts, 24),
            passage("处理意见及依据", decided, 40),
            passage("各部门意见", said, 24),
            passage("反馈情况", told, 18),
        )
        return Sheet(*rows, appendices=appendices(*rows))


class Sheet(NamedTuple):
    facts: Passage
    found: Passage
    decision: Passage
    stances: Passage
    feedback: Passage
    appendices: list[Appendix]
