"""The charts of 统计: months side by side, and every dimension as bars that start at zero."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, QuerySet, Value
from django.db.models.functions import TruncMonth
from django.utils import timezone

from disputes.choices import Channel, Mode, State
from disputes.forms.listing import Words
from disputes.models import Dispute
from reports.counting import Asked, Cell, Telling

#: Bars of one chart; the rest stand together.
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


@dataclass(frozen=True)
class Month:
    """One month: what came, what was concluded."""

    label: str
    received: Cell
    concluded: Cell
    received_height: float
    concluded_height: float


def months(rows: QuerySet[Dispute], asked: Asked, tell: Telling) -> list[Month]:
    """What came and what was concluded in each month of the period, in one statement."""
    came = rows.order_by().annotate(month=TruncMonth("registered_at"), what=Value(0))
    done = rows.order_by().filter(concluded_at__isnull=False)
    done = done.annotate(month=TruncMonth("concluded_at"), what=Value(1))
    columns = ("what", "month")
    both = _counted(came, columns).union(_counted(done, columns), all=True)
    found = {(what, timezone.localtime(month).date()): count for what, month, count in both}
    firsts = list(_firsts(asked))
    highest = max(found.values(), default=0) or 1
    return [_month(first, asked, tell, found, highest) for first in firsts]


def _counted(rows: Any, columns: tuple[str, ...]) -> Any:  # Any: annotated querysets
    return rows.values_list(*columns).annotate(count=Count("pk"))


def _firsts(asked: Asked) -> Iterable[date]:
    first = asked.since.replace(day=1)
    while first <= asked.until:
        yield first
        first = (first + timedelta(days=32)).replace(day=1)


def _month(
    first: date, asked: Asked, tell: Telling, found: dict[tuple[int, date], int], highest: int
) -> Month:
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    span = {"since": first.isoformat(), "until": min(last, asked.until).isoformat()}
    received = tell(found.get((0, first), 0), asked.url(**span))
    concluded = tell(found.get((1, first), 0), "")
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


def _tallies(rows: QuerySet[Dispute]) -> dict[str, list[tuple[str, int]]]:
    """Counts by every dimension, the largest first, in one statement."""
    parts = [
        _counted(rows.order_by().annotate(what=Value(name)), ("what", name)) for name in DIMENSIONS
    ]
    found: dict[str, list[tuple[str, int]]] = {name: [] for name in DIMENSIONS}
    for name, code, count in parts[0].union(*parts[1:], all=True):
        found[name].append((code, count))
    for counts in found.values():
        counts.sort(key=lambda pair: (-pair[1], pair[0]))
    return found


def charts(rows: QuerySet[Dispute], names: Words, asked: Asked, tell: Telling) -> list[Chart]:
    """Every dimension, in two statements with the names."""
    tallies = _tallies(rows)
    labels: dict[str, dict[str, str]] = {
        "category": dict(names.categories),
        "town": dict(names.towns),
        "channel": {code: str(label) for code, label in Channel.choices},
        "mode": {"": "尚未分类", **{code: str(label) for code, label in Mode.choices}},
        "state": {code: str(label) for code, label in State.choices},
    }
    return [
        Chart(title, _bars(name, tallies[name], labels[name], asked, tell))
        for name, title in DIMENSIONS.items()
    ]


def _bars(
    name: str, counts: list[tuple[str, int]], labels: dict[str, str], asked: Asked, tell: Telling
) -> list[Bar]:
    """The largest, then 其他 N 类 for what is left."""
    total = sum(count for _, count in counts)
    shown = counts if len(counts) <= MOST else counts[: MOST - 1]
    rest = counts[len(shown) :]
    cells = [
        (labels.get(code, code or "未填"), tell(count, asked.url(**{name: code}) if code else ""))
        for code, count in shown
    ]
    if rest:
        cells.append((f"其他 {len(rest)} 类", tell(sum(count for _, count in rest), "")))
    highest = max((cell.count for _, cell in cells), default=0)
    return [
        Bar(
            label,
            cell,
            round(cell.share_of(highest), 1),
            "" if cell.is_hidden else f"{cell.share_of(total):.1f}%",
        )
        for label, cell in cells
    ]
