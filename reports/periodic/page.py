"""How a report reads on the screen and in a spreadsheet: each number with the rows behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from confidentiality.reveal import record_export
from disputes.choices import Severity
from disputes.views.exporting import taken_by
from papers.forms.period_report import Compared, FiguresPiece, LinePiece
from reports.statistics.counting import Asked, Cell, Telling, telling
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
class Told:
    """A report as an officer reads it."""

    figures: FiguresPiece
    compared: list[Compared]
    tables: list[Table]
    whole: Line


def told(report: PeriodReport, officer: Officer) -> Told:
    """From the frozen numbers; what is behind them is looked up only when somebody opens it."""
    figures, tell = FiguresPiece.from_json(report.figures), telling(officer)
    asked = Asked(report.since, report.until)
    sum_up = LinePiece(
        code="", name="全区", counts=figures.now.counts,
        last=figures.last.counts.received, year_ago=figures.year_ago.counts.received,
    )  # fmt: skip
    whole = _line(sum_up, asked, tell, {})
    tables = [
        Table(table.title, [_line(line, asked, tell, _rows(table.dimension, line.code))
                            for line in table.lines])
        for table in figures.tables
    ]  # fmt: skip
    return Told(figures, figures.compared, tables, whole)


def _rows(dimension: str, code: str) -> dict[str, str] | None:
    """Which filter of the list shows them; None where there is none for it."""
    return {dimension: code} if code else None


def _line(line: LinePiece, asked: Asked, tell: Telling, rows: dict[str, str] | None) -> Line:
    def url(**more: str) -> str:
        return asked.url(**rows, **more) if rows is not None else ""

    counts = line.counts
    return Line(
        name=line.name,
        received=tell(counts.received, url()),
        overdue=tell(counts.overdue, url(lamp="red")),
        major=tell(counts.major, url(severity=Severity.MAJOR)),
        objected=tell(counts.objected, ""),
        concluded=tell(counts.concluded, ""),
        last=tell(line.last, ""),
        year_ago=tell(line.year_ago, ""),
    )


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
