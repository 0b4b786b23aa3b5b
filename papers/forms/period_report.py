"""办理情况报告: a month or a quarter to the task force, beside the one before and a year ago."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from papers.choices import PaperKind
from papers.freezing import Frozen, PaperContent, Prose
from papers.layout.days import day


@dataclass(frozen=True, kw_only=True)
class CountsPiece(Frozen):
    """What is counted of any set of cases."""

    received: int = 0
    concluded: int = 0
    overdue: int = 0
    major: int = 0
    objected: int = 0


@dataclass(frozen=True, kw_only=True)
class PeriodPiece(Frozen):
    """One period, counted as a whole; `on_time` is a share, or a dash."""

    label: str
    since: date
    until: date
    counts: CountsPiece
    on_time: str

    @property
    def days(self) -> str:
        return f"{day(self.since)}至{day(self.until)}"


@dataclass(frozen=True, kw_only=True)
class LinePiece(Frozen):
    """One unit, category, insurance or town; beside it what came the two other times."""

    code: str
    name: str
    counts: CountsPiece
    last: int = 0
    year_ago: int = 0


@dataclass(frozen=True, kw_only=True)
class TablePiece(Frozen):
    dimension: str
    title: str
    lines: tuple[LinePiece, ...]


@dataclass(frozen=True, kw_only=True)
class FiguresPiece(Frozen):
    """Everything that is counted, as it stood on the day it was made."""

    counted_on: date
    now: PeriodPiece
    last: PeriodPiece
    year_ago: PeriodPiece
    tables: tuple[TablePiece, ...]

    @property
    def compared(self) -> list[Compared]:
        """Number by number, this time, last time, a year ago."""
        times = (self.now, self.last, self.year_ago)
        lines = [_compared(key, label, [read(each) for each in times]) for key, label, read in READ]
        rates = [f"{each.on_time}%" if each.on_time != "—" else "—" for each in times]
        return [*lines, Compared("on_time", "按期率", rates[0], rates[1], "—", rates[2], "—")]


class Compared(NamedTuple):
    key: str
    label: str
    now: str
    last: str
    since_last: str
    year_ago: str
    since_year_ago: str


Read = Callable[[PeriodPiece], int]
READ: tuple[tuple[str, str, Read], ...] = (
    ("received", "受理", lambda each: each.counts.received),
    ("concluded", "办结", lambda each: each.counts.concluded),
    ("overdue", "超期未办结", lambda each: each.counts.overdue),
    ("major", "重大疑难", lambda each: each.counts.major),
    ("objected", "有异议", lambda each: each.counts.objected),
)


def _compared(key: str, label: str, told: list[int]) -> Compared:
    now, last, year_ago = told
    return Compared(
        key, label, str(now), str(last), apart(now - last), str(year_ago), apart(now - year_ago)
    )


def apart(more: int) -> str:
    """+3, -2, or 持平."""
    if more == 0:
        return "持平"
    return f"{more:+}"


def said(more: int) -> str:
    """增加3件, 减少2件, or 持平."""
    if more == 0:
        return "持平"
    return f"增加{more}件" if more > 0 else f"减少{-more}件"


@dataclass(frozen=True, kw_only=True)
class PeriodReportPaper(PaperContent):
    """方案五 报送办理, R110: approved by the office, to the leader and his deputies."""

    kind = PaperKind.PERIOD_REPORT

    figures: FiguresPiece
    remark: Prose = ""

    @property
    def overview(self) -> str:
        """The whole in three sentences; the table beneath has the numbers again."""
        now, last, ago = self.figures.now, self.figures.last, self.figures.year_ago
        came, counts = now.counts.received, now.counts
        return (
            f"{now.label}（{now.days}）全区登记受理社会保险费征缴争议事项{came}件，"
            f"比{last.label}{said(came - last.counts.received)}，"
            f"比{ago.label}{said(came - ago.counts.received)}；办结{counts.concluded}件。"
            f"截至{day(self.figures.counted_on)}，本期受理的事项中，超期未办结{counts.overdue}件，"
            f"重大疑难{counts.major}件，当事人有异议{counts.objected}件。"
        )
