"""档案鉴定报告: what was found of the files whose terms had ended, and who agreed (R083)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from papers.choices import PaperKind
from papers.freezing import Frozen, PaperContent, Prose
from papers.layout.days import day


@dataclass(frozen=True, kw_only=True)
class StepPiece(Frozen):
    """鉴定, 审定: who, on which day, what he said."""

    what: str
    by: str
    on: date
    opinion: str
    reason: Prose = ""

    @property
    def line(self) -> str:
        said = f"{self.what}（{self.by}，{day(self.on)}）：{self.opinion}"
        return f"{said}。{self.reason}" if self.reason else said


@dataclass(frozen=True, kw_only=True)
class AppraisedPiece(Frozen):
    """One file; `number` is its 档号, `listed` its number in the 销毁清册 where it is destroyed."""

    number: str
    title: Prose
    year: int
    retention: str
    ends_on: date
    steps: tuple[StepPiece, ...]
    decision: str
    listed: str = ""
    kept_years: int = 0


@dataclass(frozen=True, kw_only=True)
class AppraisalReportPaper(PaperContent):
    """档案法实施条例 24 条: appraised first, then longer, or destroyed by consent."""

    kind = PaperKind.APPRAISAL_REPORT

    files: tuple[AppraisedPiece, ...]
    destruction_number: str = ""  # of the 销毁清册 that goes with it

    @property
    def overview(self) -> str:
        """How many, whose terms ended when, and what becomes of them."""
        ends = sorted({each.ends_on for each in self.files})
        until = f"{day(ends[0])}至{day(ends[-1])}" if len(ends) > 1 else day(ends[0])
        destroyed = sum(bool(each.listed) for each in self.files)
        kept = len(self.files) - destroyed
        told = (
            f"继续保管{kept}卷" if kept else "",
            f"登记销毁{destroyed}卷" if destroyed else "",
        )
        return (
            f"本次鉴定保管期限届满（{until}）的案卷{len(self.files)}卷，"
            f"经鉴定、审定，{'，'.join(filter(None, told))}。"
        )
