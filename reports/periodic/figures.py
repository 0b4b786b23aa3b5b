"""What a report says of its period, by the definitions of 统计 alone (五 报送办理, R110).

Received, overdue, major, objected are those of the cases that came in the period; concluded are
those whose conclusion fell into it, whenever they came.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from confidentiality.today import midnight
from departments.insurance import Insurance
from departments.models import Department
from disputes.choices import LED
from disputes.forms.listing import Words
from disputes.models import Dispute
from disputes.querysets import DisputeQuerySet
from disputes.views.filters import IS_OBJECTED
from papers.forms.period_report import (
    CountsPiece,
    FiguresPiece,
    LinePiece,
    PeriodPiece,
    TablePiece,
)
from reports.periodic.periods import Period
from reports.statistics.counting import Cell, rate
from reports.statistics.statistics import came_in, kept_by_lead
from reports.statistics.tallies import ARRIVING, Tallies, sums, tallies

Rows = DisputeQuerySet
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Dimension:
    """By what is counted; `code` is also the filter of the list. The empty code: none is known."""

    key: str
    title: str
    pairs: Callable[[], Pairs]
    narrowed: Callable[[Rows, str], Rows]


def _by_lead(rows: Rows, code: str) -> Rows:
    """Of a unit that leads; whom nobody leads yet, or ever will, is counted apart."""
    return rows.led_by(code) if code else rows.exclude(mode__in=LED)


def _by_insurance(rows: Rows, code: str) -> Rows:
    wanted = {"insurance_types__contains": [code]} if code else {"insurance_types": []}
    return rows.filter(**wanted)


def _leads() -> Pairs:
    """Units in the order of the plan; what was merged into another stands in its line."""
    units = Department.objects.filter(succeeded_by=None).order_by("order", "id")
    named = [(unit.code, unit.name.removesuffix("人民政府")) for unit in units]
    return [*named, ("", "未定主办或没有主办")]


DIMENSIONS: Final = (
    Dimension("lead", "按主办单位", _leads, _by_lead),
    Dimension(
        "category", "按争议类别", lambda: Words.today().categories,
        lambda rows, code: rows.filter(category=code),
    ),
    Dimension(
        "insurance", "按涉及险种", lambda: [*Insurance.choices, ("", "未填险种")], _by_insurance
    ),
    Dimension(
        "town", "按事项辖区", lambda: Words.today().towns,
        lambda rows, code: rows.filter(town=code),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class _Sets:
    """The cases of one period: those that came in it, and those that were concluded in it."""

    period: Period
    came: Rows
    done: Rows

    @classmethod
    def of(cls, period: Period) -> _Sets:
        rows, asked = Dispute.objects.all(), period.asked
        ended = rows.registered().order_by().filter(
            concluded_at__gte=midnight(asked.since),
            concluded_at__lt=midnight(asked.until + timedelta(days=1)),
        )  # fmt: skip
        return cls(period, came_in(rows, asked), ended)

    def narrowed(self, by: Dimension, code: str) -> _Sets:
        return _Sets(self.period, by.narrowed(self.came, code), by.narrowed(self.done, code))

    @cached_property
    def told(self) -> tuple[Tallies, Tallies]:
        return tallies(self.came), tallies(self.done)

    @property
    def counts(self) -> CountsPiece:
        came, done = (sums(told.progress) for told in self.told)
        return CountsPiece(
            received=came.received,
            concluded=done.concluded,
            overdue=came.overdue,
            major=came.major,
            objected=self.came.filter(IS_OBJECTED).count(),
        )


def figures(period: Period, today: date) -> FiguresPiece:
    """Everything, as it stands today."""
    now, last, ago = (_Sets.of(each) for each in (period, period.before, period.year_before))
    return FiguresPiece(
        counted_on=today,
        now=_whole(now, today),
        last=_whole(last, today),
        year_ago=_whole(ago, today),
        tables=tuple(
            TablePiece(dimension=by.key, title=by.title, lines=_lines(by, now, last, ago))
            for by in DIMENSIONS
        ),
    )


def _whole(sets: _Sets, today: date) -> PeriodPiece:
    kept = list(kept_by_lead(sets.came, today).values())
    judged, in_time = (sum(pair[place] for pair in kept) for place in (0, 1))
    return PeriodPiece(
        label=sets.period.label,
        since=sets.period.since,
        until=sets.period.until,
        counts=sets.counts,
        on_time=rate(in_time, judged, Cell),
    )


def _lines(by: Dimension, now: _Sets, last: _Sets, ago: _Sets) -> tuple[LinePiece, ...]:
    """Of whatever there was something to count, in the order of its list."""
    pairs = _met(by, now, last, ago) if by.key in ARRIVING else by.pairs()
    lines = (
        LinePiece(
            code=code,
            name=name,
            counts=now.narrowed(by, code).counts,
            last=by.narrowed(last.came, code).count(),
            year_ago=by.narrowed(ago.came, code).count(),
        )
        for code, name in pairs
    )
    nothing = CountsPiece()
    return tuple(each for each in lines if each.counts != nothing or each.last or each.year_ago)


def _met(by: Dimension, *sets: _Sets) -> Pairs:
    """Those that occur; a code that is in no list any more goes by itself."""
    met = {code for each in sets for told in each.told for code in told.arrivals[by.key]}
    named = dict(by.pairs())
    lost = sorted(met - named.keys())
    return [
        *(pair for pair in named.items() if pair[0] in met),
        *((code, code or "未填") for code in lost),
    ]
