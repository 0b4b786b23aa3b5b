"""考核: one line a department, computed from the history that draws the timeline (R055, R110).

A department's line reads the same for everybody who may read it; an auditor is told of archived
files alone and of nothing small, a department of nothing small of the others' (R097).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone

from deadlines.calendar_days import current_calendar
from deadlines.day_numbers import DayNumber
from departments.models import Department, Officer
from departments.roles import Role
from disputes.models import Dispute
from reports.scorecard.verdicts import OF_ASSIGNMENTS, OF_CLOCKS, Figure, Span, received, verdicts
from reports.statistics.counting import (
    Cell,
    Telling,
    gives_away,
    guarded,
    is_small,
    part_of,
    rate,
    telling,
)

DAYS: Final = "days"
#: Of which whole a figure is a part.
OF: Final = {
    Figure.SIGNED: Figure.TO_SIGN,
    Figure.KEPT: Figure.DUE,
    Figure.LATE: Figure.DUE,
    Figure.RETURNED: Figure.RECEIVED,
}
#: What was counted: figures and working days, by department.
Tally = Counter[str]


@dataclass(frozen=True)
class Share:
    """So many of so many, and the rate."""

    whole: Cell
    part: Cell
    rate: str


@dataclass(frozen=True)
class Line:
    """One department's row, or the whole district's."""

    name: str
    signing: Share
    handling: Share
    late: Cell
    returns: Share
    stayed: Cell
    days: str

    @property
    def is_empty(self) -> bool:
        """Nothing was due, done or received."""
        wholes = (self.signing.whole, self.handling.whole, self.returns.whole)
        return not any(cell.count for cell in wholes)

    @property
    def words(self) -> tuple[str, ...]:
        """As a sheet has it, in the order of the page."""
        signing, handling, returns = self.signing, self.handling, self.returns
        return (
            self.name,
            *(signing.whole.words, signing.part.words, signing.rate),
            *(handling.whole.words, handling.part.words, self.late.words, handling.rate),
            *(returns.whole.words, returns.part.words, returns.rate),
            *(self.stayed.words, self.days),
        )


@dataclass(frozen=True)
class Card:
    """Every line an officer may read, and the district to compare with."""

    lines: list[Line]
    district: Line


@dataclass(frozen=True)
class _Teller:
    """How numbers become cells: what this officer is told, and where each leads."""

    span: Span
    tell: Telling
    left_out: frozenset[Figure] = frozenset()

    def line(self, name: str, tally: Tally, unit: str | None) -> Line:
        """`unit` is a code, empty for the whole district, None where nothing opens."""

        def cell(figure: Figure) -> Cell:
            leads = "" if unit is None else url(figure, self.span, unit)
            whole = tally[OF.get(figure, figure)]
            told = part_of(tally[figure], whole, self.tell, leads)
            return told.left_out if figure in self.left_out else told

        def share(part: Figure, whole: Figure) -> Share:
            of, some = cell(whole), cell(part)
            hidden = of.is_hidden or some.is_hidden
            words = "—" if hidden else rate(tally[part], tally[whole], self.tell)
            return Share(of, some, words if words == "—" else f"{words}%")

        stayed = cell(Figure.STAYED)
        is_told = stayed.count and not stayed.is_hidden
        return Line(
            name=name,
            signing=share(Figure.SIGNED, Figure.TO_SIGN),
            handling=share(Figure.KEPT, Figure.DUE),
            late=cell(Figure.LATE),
            returns=share(Figure.RETURNED, Figure.RECEIVED),
            stayed=stayed,
            days=f"{tally[DAYS] / stayed.count:.1f}" if is_told else "—",
        )


def card(officer: Officer, span: Span) -> Card:
    """Four statements, whatever there is to count; a unit's line counts what was merged into it."""
    units = list(Department.objects.order_by("order", "id"))
    tallies = _with_predecessors(_tallies(officer, span), units)
    district = sum(tallies.values(), Counter[str]())
    teller = _Teller(span, telling(officer))
    to_all = sees_all(officer)
    whole = _Teller(span, Cell) if to_all else _Teller(span, guarded, _left_out(officer, tallies))
    return Card(
        lines=[
            teller.line(_named(unit, units), tallies.get(unit.pk, Counter()), unit.code)
            for unit in units
            if (unit.is_active or unit.pk in tallies) and may_read(officer, unit.pk)
        ],
        district=whole.line("全区", district, "" if to_all else None),
    )


def _left_out(officer: Officer, tallies: Mapping[int, Tally]) -> frozenset[Figure]:
    """Figures of the district that, less the lines he reads, would tell something small.

    An auditor reads each line: there it is a single hidden one that the sum would give away.
    """
    if Role.AUDITOR in officer.roles:
        return frozenset(f for f in Figure if gives_away(t[f] for t in tallies.values()))
    others = (tally for unit, tally in tallies.items() if not may_read(officer, unit))
    rest = sum(others, Counter[str]())
    small = {figure for figure in Figure if is_small(rest[figure])}
    return frozenset(small | {f for f, whole in OF.items() if is_small(rest[whole] - rest[f])})


def _with_predecessors(tallies: dict[int, Tally], units: Sequence[Department]) -> dict[int, Tally]:
    """机构改革: what a merged unit did and owed stands in the line of its heir alone."""
    heirs = {unit.pk: unit.succeeded_by_id for unit in units if unit.succeeded_by_id}
    joined: dict[int, Tally] = {}
    for unit, tally in tallies.items():
        heir = heirs.get(unit) or unit
        joined[heir] = joined.get(heir, Counter()) + tally
    return joined


def _named(unit: Department, units: Sequence[Department]) -> str:
    merged = "、".join(each.short_name for each in units if each.succeeded_by_id == unit.pk)
    return name_of(unit) + (f"（含并入的{merged}）" if merged else "")


def sees_all(officer: Officer) -> bool:
    """The task force looks at every department (R003)."""
    return officer.sees_all


def may_read(officer: Officer, department_id: int) -> bool:
    """Every line, or that of the departments he works for."""
    return (
        sees_all(officer)
        or Role.AUDITOR in officer.roles
        or department_id in officer.department_ids
    )


def name_of(unit: Department) -> str:
    return unit.name.removesuffix("人民政府")


def url(figure: Figure, span: Span, unit: str) -> str:
    """The list of the rows that a number counts."""
    asked = {"unit": unit, "since": span.since.isoformat(), "until": span.until.isoformat()}
    given = {name: value for name, value in asked.items() if value}
    return f"{reverse('scorecard_rows', args=[figure])}?{urlencode(given)}"


def _tallies(officer: Officer, span: Span) -> dict[int, Tally]:
    """By department, in one statement for the clocks and one for the assignments."""
    clocks, assignments = verdicts(span), received(span)
    if Role.AUDITOR in officer.roles:
        archived = Dispute.objects.visible_to(officer).registered().order_by().values("pk")
        clocks, assignments = (
            clocks.filter(dispute__in=archived),
            assignments.filter(dispute__in=archived),
        )
    found: dict[int, Tally] = {}
    for counted in (
        _by(clocks, "owner", _clock_counts()),
        _by(assignments, "department", _counts(OF_ASSIGNMENTS)),
    ):
        for unit, tally in counted.items():
            found[unit] = found.get(unit, Counter()) + tally
    return found


def _clock_counts() -> dict[str, Any]:  # Any: aggregates
    numbers = current_calendar().numbers(date(timezone.localdate().year + 1, 12, 31))
    stay = DayNumber("ended_on", numbers) - DayNumber("starts_on", numbers)
    return _counts(OF_CLOCKS) | {DAYS: Sum(stay, filter=OF_CLOCKS[Figure.STAYED])}


def _counts(conditions: dict[Figure, Any]) -> dict[str, Any]:  # Any: conditions and aggregates
    return {figure.value: Count("pk", filter=which) for figure, which in conditions.items()}


def _by(rows: QuerySet[Any], unit: str, counts: dict[str, Any]) -> dict[int, Tally]:
    """Any: rows of either kind, their aggregates."""
    found = rows.order_by().values(unit).annotate(**counts)
    return {each.pop(unit): Counter({k: v or 0 for k, v in each.items()}) for each in found}
