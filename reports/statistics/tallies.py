"""What 统计 adds its figures up from: the rows of a period, grouped in two passes.

Both read the index `dispute_figures`, which holds every column named here, and leave the long
texts of the disputes alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet, Sum
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
    month: datetime | None
    count: int
    overdue: int
    soon: int
    used: timedelta | None


@dataclass(frozen=True)
class Arrival:
    """Disputes of one kind that came the same way from the same place in the same month."""

    category: str
    channel: str
    town: str
    month: datetime
    count: int


Groups = Iterable[Progress] | Iterable[Arrival]
_PROGRESS: Final = ("lead_department", "state", "mode", "severity", "month")
_ARRIVAL: Final = ("category", "channel", "town", "month")


#: A draft that is counted was registered and sent back (五(二)).
_OPEN = OPEN | {State.DRAFT}


@dataclass(frozen=True)
class Tallies:
    """The period, counted."""

    progress: list[Progress]
    arrivals: list[Arrival]


def tallies(rows: QuerySet[Dispute]) -> Tallies:
    """In two statements."""
    today, rows = timezone.localdate(), rows.order_by()
    is_open, used = Q(state__in=sorted(_OPEN)), Sum(F("concluded_at") - F("registered_at"))
    stand = _grouped(rows.annotate(month=TruncMonth("concluded_at")), _PROGRESS).annotate(
        overdue=Count("pk", filter=is_open & Q(due_on__lt=today)),
        soon=Count("pk", filter=is_open & Q(due_on__gte=today, amber_on__lte=today)),
        used=used,
    )
    came = _grouped(rows.annotate(month=TruncMonth("registered_at")), _ARRIVAL)
    return Tallies([Progress(*row) for row in stand], [Arrival(*row) for row in came])


def _grouped(rows: Any, columns: tuple[str, ...]) -> Any:  # Any: annotated querysets
    return rows.values_list(*columns).annotate(count=Count("pk"))


def by_code(groups: Groups, dimension: str) -> list[tuple[str, int]]:
    """The largest first."""
    found: Counter[str] = Counter()
    for group in groups:
        found[getattr(group, dimension)] += group.count
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def by_month(groups: Groups) -> Counter[date]:
    """By the first day of the month; what is not concluded has none."""
    found: Counter[date] = Counter()
    for group in groups:
        if group.month is not None:
            found[timezone.localtime(group.month).date()] += group.count
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
    days: float


def sums(groups: Iterable[Progress]) -> Sums:
    """Of groups that stand in different ways."""
    groups = list(groups)

    def count(which: Callable[[Progress], bool]) -> int:
        return sum(group.count for group in groups if which(group))

    concluded = count(lambda group: group.month is not None)
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
        days=used.total_seconds() / 86400 / concluded if concluded else 0.0,
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
