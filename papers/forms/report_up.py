"""上报表: what became of the matter, to the task force (方案五 报送办理, R084)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from papers.choices import PaperKind
from papers.freezing import PaperContent, Prose
from papers.layout.matter import insurance_words, period
from papers.layout.parties import named, where
from papers.layout.passages import Appendix, Passage, appendices, passage
from papers.layout.signing import dated
from papers.pieces import MatterPiece, PartyPiece, StancePiece


@dataclass(frozen=True, kw_only=True)
class ReportUp(PaperContent):
    """上报表 (方案五 报送办理, R084): what became of the matter, to the task force."""

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


class Sheet(NamedTuple):
    severity: str
    payer: str
    counterparty: str
    insurance: str
    period: str
    place: str
    departments: str
    facts: Passage
    found: Passage
    decision: Passage
    stances: Passage
    feedback: Passage
    concluded: str
    appendices: list[Appendix]


def lay_out(paper: ReportUp) -> Sheet:
    matter = paper.matter
    facts = passage("反映主要事项", matter.facts, 28)
    found = passage("查明事实", paper.facts, 26)
    decision = passage("处理意见及依据", _decision(paper), 44)
    stances = passage("各部门意见", _stances(paper), 26)
    feedback = passage("反馈情况", "\n".join(filter(None, (paper.served, paper.answers))), 20)
    return Sheet(
        severity="重大疑难" if matter.severity == "major" else "一般",
        payer=named(paper.payer, nobody=""),
        counterparty=named(paper.counterparty),
        insurance=insurance_words(matter.insurance),
        period=period(matter),
        place=where(matter),
        departments="、".join(paper.departments),
        facts=facts,
        found=found,
        decision=decision,
        stances=stances,
        feedback=feedback,
        concluded=dated(paper.concluded_on, paper.timeliness),
        appendices=appendices(facts, found, decision, stances, feedback),
    )


def _decision(paper: ReportUp) -> str:
    return f"{paper.decision}\n依据：{paper.basis}" if paper.basis else paper.decision


def _stances(paper: ReportUp) -> str:
    return "\n".join(f"{each.department}：{each.text}" for each in paper.stances)
