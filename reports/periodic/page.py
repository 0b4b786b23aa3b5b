"""How a report reads on the screen and in a spreadsheet: each number with the rows behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from confidentiality.reveal import record_export
from disputes.choices import Severity
from disputes.views.exporting import taken_by
from disputes.views.filters import UNDECIDED, UNTICKED
from papers.forms.period_report import Compared, FiguresPiece, LinePiece, PeriodPiece
from reports.statistics.counting import Asked, Cell, Telling, list_url, telling
from web.spreadsheet import Figure, spreadsheet

if TYPE_CHECKING:
    from departments.models import Officer
    from workflow.models import PeriodReport

COLUMNS = (
    ("分类", 16),
    ("名称", 26),
    ("受理", 10),
    ("其中超期未办结", 16),
    ("其中重大疑难", 14),
    ("其中有异议", 12),
    ("办结", 10),
    ("上期受理", 12),
    ("上年同期受理", 14),
)


@dataclass(frozen=True)
class Line:
    """One unit, category, insurance or town, as this officer is told it."""

    name: str
    received: Cell
    overdue: Cell
    major: Cell
    objected: Cell
    concluded: Cell
    last: Cell
    year_ago: Cell

    @property
    def words(self) -> list[str | Figure]:
        counts = (self.received, self.overdue, self.major, self.objected, self.concluded,
                  self.last, self.year_ago)  # fmt: skip
        return [each.words if each.is_hidden else Figure(each.count) for each in counts]


@dataclass(frozen=True)
class Table:
    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Beside:
    """One number this time, last time and a year ago, each with its rows."""

    label: str
    now: Cell | str
    last: Cell | str
    year_ago: Cell | str
    since_last: str
    since_year_ago: str
    is_late: bool = False

    @property
    def is_share(self) -> bool:
        """A share has no rows of its own."""
        return isinstance(self.now, str)


@dataclass(frozen=True)
class Told:
    """A report as an officer reads it."""

    figures: FiguresPiece
    compared: list[Beside]
    tables: list[Table]
    whole: Line


def told(report: PeriodReport, officer: Officer) -> Told:
    """From the frozen numbers; what is behind them is looked up only when somebody opens it."""
    figures, tell = FiguresPiece.from_json(report.figures), telling(officer)
    times = (figures.now, figures.last, figures.year_ago)
    now, last, ago = (_whole(figures, each, tell) for each in times)
    compared = [_beside(each, now, last, ago) for each in figures.compared]
    tables = [
        Table(table.title, [_line(figures, line, tell, _rows(table.dimension, line.code))
                            for line in table.lines])
        for table in figures.tables
    ]  # fmt: skip
    return Told(figures, compared, tables, now)


def _rows(dimension: str, code: str) -> dict[str, str]:
    """Which filter of the list shows them; every code of a category or a town is known to it."""
    if code:
        return {dimension: code}
    return {"lead": {"mode": UNDECIDED}, "insurance": {"insurance": UNTICKED}}[dimension]


def _whole(figures: FiguresPiece, period: PeriodPiece, tell: Telling) -> Line:
    """The district in one of the three periods."""
    last, ago = figures.last.counts.received, figures.year_ago.counts.received
    line = LinePiece(code="", name="全区", counts=period.counts, last=last, year_ago=ago)
    return _line(figures, line, tell, {}, period)


def _beside(line: Compared, now: Line, last: Line, ago: Line) -> Beside:
    """The counts with their rows; a share as it is."""

    def cell(period: Line, text: str) -> Cell | str:
        found: Cell | str = getattr(period, line.key, text)
        return found

    return Beside(
        line.label,
        cell(now, line.now),
        cell(last, line.last),
        cell(ago, line.year_ago),
        since_last=line.since_last,
        since_year_ago=line.since_year_ago,
        is_late=line.key == "overdue",
    )


def _line(
    figures: FiguresPiece,
    line: LinePiece,
    tell: Telling,
    rows: dict[str, str],
    period: PeriodPiece | None = None,
) -> Line:
    """Whatever came in a period by its day of registration; concluded by its own day."""
    here = period or figures.now
    counts, asked = line.counts, _asked(here)
    ended = {"concluded_since": f"{here.since}", "concluded_until": f"{here.until}"}
    return Line(
        name=line.name,
        received=tell(counts.received, asked.url(**rows)),
        overdue=tell(counts.overdue, asked.url(**rows, lamp="red")),
        major=tell(counts.major, asked.url(**rows, severity=Severity.MAJOR)),
        objected=tell(counts.objected, asked.url(**rows, objected="yes")),
        concluded=tell(counts.concluded, list_url(**rows, **ended)),
        last=tell(line.last, _asked(figures.last).url(**rows)),
        year_ago=tell(line.year_ago, _asked(figures.year_ago).url(**rows)),
    )


def _asked(period: PeriodPiece) -> Asked:
    return Asked(period.since, period.until)


def exported(report: PeriodReport, officer: Officer, address: str = "") -> bytes:
    """What the page shows this officer; the record is written first (六(三), R096)."""
    heads = [name for name, _ in COLUMNS]
    record_export(officer, heads, purpose=f"导出{report}", address=address)
    shown = told(report, officer)
    state = f"已批准 {report.paper.number}" if report.paper else "未批准"
    note = f"{report}（{state}），{taken_by(officer)} 导出，内部使用，严禁外传"
    rows = [["总体", shown.whole.name, *shown.whole.words]]
    rows += [
        [table.title, line.name, *line.words] for table in shown.tables for line in table.lines
    ]
    return spreadsheet("办理情况", note, COLUMNS, rows)
