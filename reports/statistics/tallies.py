"""What 统计 adds its figures up from: the rows of a period, grouped in five ways by one scan.

It reads the index `dispute_figures`, which holds every column named here, and leaves the long
texts of the disputes alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from disputes.choices import ENDED, LED, OPEN, Severity, State
from disputes.models import Dispute


@dataclass(frozen=True)
class Progress:
    """Disputes of one lead department that stand alike, concluded in the same month or not."""

    lead: int
    state: str
    mode: str
    severity: str
    month: date | None
    count: int
    overdue: int
    soon: int
    used: timedelta | None


#: A draft that is counted was registered and sent back (五(二)).
_OPEN = OPEN | {State.DRAFT}


#: How a dispute came, each counted by itself.
ARRIVING: Final = ("category", "channel", "town")


@dataclass(frozen=True)
class Tallies:
    """The period, counted."""

    progress: list[Progress]
    arrivals: dict[str, Counter[str]]
    came: Counter[date]


#: All groupings out of one scan: who may see what is joined once.
_TALLIES: Final = """
    SELECT CASE 0 WHEN grouping(lead) THEN '' WHEN grouping(category) THEN 'category'
            WHEN grouping(channel) THEN 'channel' WHEN grouping(town) THEN 'town' ELSE 'came' END,
        coalesce(category, channel, town), came, count(*),
        lead, state, mode, severity, done,
        count(*) FILTER (WHERE overdue), count(*) FILTER (WHERE soon), sum(used)
    FROM ({rows}) AS r (lead, state, mode, severity, done, category, channel, town, came,
        overdue, soon, used)
    GROUP BY GROUPING SETS ((lead, state, mode, severity, done), category, channel, town, came)
"""


def tallies(rows: QuerySet[Dispute]) -> Tallies:
    """In one statement."""
    sql, params = _told(rows).query.sql_with_params()
    told = Tallies([], {name: Counter() for name in ARRIVING}, Counter())
    with connection.cursor() as cursor:
        cursor.execute(_TALLIES.format(rows=sql), params)
        for by, code, came, count, lead, state, mode, severity, done, late, soon, used in cursor:
            if by == "came":
                told.came[came.date()] += count
            elif by:
                told.arrivals[by][code] += count
            else:
                month = done.date() if done else None
                group = Progress(lead, state, mode, severity, month, count, late, soon, used)
                told.progress.append(group)
    return told


def _told(rows: QuerySet[Dispute]) -> Any:  # Any: annotated rows
    """Of each dispute what it is counted by, in the order in which the statement names it."""
    today, is_open = timezone.localdate(), Q(state__in=sorted(_OPEN))
    late = is_open & Q(due_on__lt=today)
    soon = is_open & Q(due_on__gte=today, amber_on__lte=today)
    return rows.order_by().values_list(
        *("lead_department", "state", "mode", "severity", TruncMonth("concluded_at")),
        *("category", "channel", "town", TruncMonth("registered_at")),
        *(ExpressionWrapper(which, BooleanField()) for which in (late, soon)),
        F("concluded_at") - F("registered_at"),
    )


def standing(groups: Iterable[Progress], dimension: str) -> Counter[str]:
    """How many there are of each code."""
    found: Counter[str] = Counter()
    for group in groups:
        found[getattr(group, dimension)] += group.count
    return found


def largest_first(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def concluded(groups: Iterable[Progress]) -> Counter[date]:
    """By the first day of the month; what is not concluded has none."""
    found: Counter[date] = Counter()
    for group in groups:
        if group.month is not None:
            found[group.month] += group.count
    return found


@dataclass(frozen=True)
class Sums:
    """What a line of figures says of its disputes."""

    received: int
    open: int
    overdue: int
    soon: int
    major: int
    awaiting: int
    ended: int
    archived: int
    concluded: int
    days: float


def sums(groups: Iterable[Progress]) -> Sums:
    """Of groups that stand in different ways."""
    groups = list(groups)

    def count(which: Callable[[Progress], bool]) -> int:
        return sum(group.count for group in groups if which(group))

    done = count(lambda group: group.month is not None)
    used = sum((group.used for group in groups if group.used), timedelta())
    return Sums(
        received=count(lambda group: True),
        open=count(lambda group: group.state in _OPEN),
        overdue=sum(group.overdue for group in groups),
        soon=sum(group.soon for group in groups),
        major=count(lambda group: group.severity == Severity.MAJOR),
        awaiting=count(lambda group: group.state == State.AWAITING_APPROVAL),
        ended=count(lambda group: group.state in ENDED),
        archived=count(lambda group: group.state == State.ARCHIVED),
        concluded=done,
        days=used.total_seconds() / 86400 / done if done else 0.0,
    )


def by_lead(groups: Iterable[Progress], heirs: Mapping[int, int]) -> dict[int, Sums]:
    """The same of every department that leads: not of one at whose desk nothing is decided yet.

    What a unit led before it was merged stands in the line of its heir.
    """
    found: dict[int, list[Progress]] = {}
    for group in groups:
        if group.mode in LED:
            found.setdefault(heirs.get(group.lead, group.lead), []).append(group)
    return {lead: sums(own) for lead, own in found.items()}
