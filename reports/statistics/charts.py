"""The charts of 统计: months side by side, and every dimension as bars that start at zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from deadlines.calendar import months_later
from disputes.choices import Channel, Mode, State
from disputes.forms.listing import Words
from disputes.views.filters import UNSORTED
from reports.statistics.counting import Asked, Cell, Telling, together
from reports.statistics.tallies import ARRIVING, Tallies, concluded, largest_first, standing

#: Bars of one chart in sight; the others are folded, each with its rows behind it.
MOST: Final = 9


@dataclass(frozen=True)
class Bar:
    label: str
    cell: Cell
    width: float
    share: str


@dataclass(frozen=True)
class Chart:
    title: str
    bars: list[Bar]
    folded: list[Bar]


@dataclass(frozen=True)
class Month:
    """One month: what came, what was concluded."""

    label: str
    received: Cell
    concluded: Cell
    received_height: float
    concluded_height: float


def months(told: Tallies, asked: Asked, tell: Telling) -> list[Month]:
    """What came and what was concluded in each month of the period."""
    came, done = told.came, concluded(told.progress)
    highest = max([*came.values(), *done.values()], default=0) or 1
    firsts = asked.firsts
    received = together([tell(came[first], _of_month(first, asked)) for first in firsts])
    ended = together([tell(done[first], "") for first in firsts])
    return [
        _month(first, pair, highest) for first, *pair in zip(firsts, received, ended, strict=True)
    ]


def _of_month(first: date, asked: Asked) -> str:
    last = months_later(first, 1) - timedelta(days=1)
    span = {"since": first.isoformat(), "until": min(last, asked.until).isoformat()}
    return asked.url(**span)


def _month(first: date, told: Sequence[Cell], highest: int) -> Month:
    received, concluded = told
    return Month(
        f"{first.month}月",
        received,
        concluded,
        received.share_of(highest),
        concluded.share_of(highest),
    )


#: Dimension → title; its key is also the filter of the list.
DIMENSIONS: Final = {
    "category": "争议类别",
    "channel": "来源渠道",
    "town": "事项辖区",
    "mode": "办理方式",
    "state": "所处环节",
}


def charts(told: Tallies, names: Words, asked: Asked, tell: Telling) -> list[Chart]:
    """Every dimension as bars."""
    labels: dict[str, dict[str, str]] = {
        "category": dict(names.categories),
        "town": dict(names.towns),
        "channel": {code: str(label) for code, label in Channel.choices},
        "mode": {UNSORTED: "没有办理方式", **{code: str(label) for code, label in Mode.choices}},
        "state": {code: str(label) for code, label in State.choices},
    }
    counts = {
        name: largest_first(
            told.arrivals[name] if name in ARRIVING else standing(told.progress, name)
        )
        for name in DIMENSIONS
    }
    found = []
    for name, title in DIMENSIONS.items():
        bars = _bars(name, counts[name], labels[name], asked, tell)
        shown = len(bars) if len(bars) <= MOST else MOST - 1
        found.append(Chart(title, bars[:shown], bars[shown:]))
    return found


def _bars(
    name: str, counts: list[tuple[str, int]], labels: dict[str, str], asked: Asked, tell: Telling
) -> list[Bar]:
    """The largest first."""
    total = sum(count for _, count in counts)
    codes = [UNSORTED if name == "mode" and not code else code for code, _ in counts]
    told = together(
        [
            tell(count, asked.url(**{name: code}) if code else "")
            for code, (_, count) in zip(codes, counts, strict=True)
        ]
    )
    highest = max((cell.count for cell in told), default=0)
    return [
        Bar(
            labels.get(code, code or "未填"),
            cell,
            round(cell.share_of(highest), 1),
            "" if cell.is_hidden else f"{cell.share_of(total):.1f}%",
        )
        for code, cell in zip(codes, told, strict=True)
    ]
