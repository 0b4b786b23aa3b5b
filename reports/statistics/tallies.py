"""What 统计 adds its figures up from: the rows of a period, grouped in five ways by one scan.

It reads the index `dispute_figures`, which holds every column named here, and leaves the long
texts of the disputes alone; of what hangs on disputes it reads nothing before the first and behind
the last of them (decision 0068).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.contrib.postgres.aggregates import BoolOr
from django.db import connection
from django.db.models import (
    BooleanField,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    Max,
    Min,
    Q,
    QuerySet,
    Value,
)
from django.utils import timezone

from confidentiality.today import midnight
from deadlines.calendar import months_later
from disputes.choices import ENDED, LED, OPEN, OUT_OF_SCOPE, Answer, Severity, State
from disputes.judging import WHOLE_ENDED, late_now
from disputes.models import Dispute
from reports.statistics.counting import Asked
from workflow.models import Correction, Deadline, PartyResponse


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
    #: Of which is known whether they were in time, and that were (`DisputeQuerySet.judged`).
    judged: int
    in_time: int
    #: Of which a party has answered, and to which one objects.
    said: int
    objected: int


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


#: The least and the greatest key of some disputes.
Keys = tuple[int, int]
#: A month that is none of the period's: which one, nobody asks.
ANOTHER: Final = date.min

#: All groupings out of one scan: who may see what is joined once, and so are the whole clocks that
#: ended, the corrections of a category, the answers of the parties, one line a dispute. There are
#: some hundred groups; PostgreSQL expects one a dispute, of the moment that a month is taken from,
#: and would sort all of them three times for fear that they do not fit into its memory.
_TALLIES: Final = """
    SET LOCAL hash_mem_multiplier = 16;
    SELECT CASE 0 WHEN grouping(lead) THEN '' WHEN grouping(category) THEN 'category'
            WHEN grouping(channel) THEN 'channel' WHEN grouping(town) THEN 'town' ELSE 'came' END,
        coalesce(category, channel, town), came, count(*),
        lead, state, mode, severity, done,
        count(*) FILTER (WHERE overdue), count(*) FILTER (WHERE soon), sum(used),
        count(*) FILTER (WHERE inside AND (was_late IS NOT NULL OR late_now)),
        count(*) FILTER (WHERE inside AND NOT was_late AND late_now IS NOT TRUE),
        count(objects), count(*) FILTER (WHERE objects)
    FROM (
        SELECT *, NOT outside OR renamed AS inside
        FROM ({rows}) AS r (id, lead, state, mode, severity, done, category, channel, town, came,
            overdue, soon, late_now, outside, used)
        LEFT JOIN ({clocks}) AS c (id, was_late) USING (id)
        LEFT JOIN ({renamed}) AS n (id, renamed) USING (id)
        LEFT JOIN ({answers}) AS a (id, objects) USING (id)
    ) AS told
    GROUP BY GROUPING SETS ((lead, state, mode, severity, done), category, channel, town, came)
"""


def keys_of(rows: QuerySet[Dispute]) -> Keys:
    """From the least to the greatest.

    The condition is always true: with one PostgreSQL reads the rows of the period, without any it
    would walk all keys from either end until it met the period.
    """
    always = Q(pk__gt=0)
    ends = rows.aggregate(first=Min("pk", filter=always), last=Max("pk", filter=always))
    return ends["first"] or 0, ends["last"] or 0


def tallies(rows: QuerySet[Dispute], asked: Asked, keys: Keys) -> Tallies:
    """In one statement; between the keys lie all of the rows."""
    told = Tallies([], {name: Counter() for name in ARRIVING}, Counter())
    months = [ANOTHER, *asked.firsts, ANOTHER]
    with connection.cursor() as cursor:
        cursor.execute(*_statement(rows, asked, keys))
        for by, code, came, count, lead, state, mode, severity, done, *counts in cursor:
            if by == "came":
                told.came[months[came]] += count
            elif by:
                told.arrivals[by][code] += count
            else:
                month = None if done is None else months[done]
                told.progress.append(Progress(lead, state, mode, severity, month, count, *counts))
    return told


def _statement(rows: QuerySet[Dispute], asked: Asked, keys: Keys) -> tuple[str, list[Any]]:
    """Any: parameters."""
    objects = BoolOr(Q(answer=Answer.OBJECTS))
    parts: dict[str, QuerySet[Any]] = {
        "rows": _told(rows, asked),
        "clocks": _hanging(Deadline, keys, BoolOr(Q(ended_on__gt=F("due_on"))), **WHOLE_ENDED),
        "renamed": _hanging(Correction, keys, BoolOr(Q(dispute__mode__in=sorted(LED))),
                            field="category"),
        "answers": _hanging(PartyResponse, keys, objects, struck_at=None),
    }  # fmt: skip
    told = {name: part.query.sql_with_params() for name, part in parts.items()}
    sql = _TALLIES.format(**{name: sql for name, (sql, _) in told.items()})
    return sql, [each for _, params in told.values() for each in params]


def _hanging(model: Any, keys: Keys, which: BoolOr, **how: Any) -> QuerySet[Any]:
    """One line a dispute between the keys that has such rows; Any: models of the procedure."""
    between = {"dispute__gte": keys[0], "dispute__lte": keys[1]}
    found = model.objects.order_by().filter(**between, **how).values("dispute")
    lines: QuerySet[Any] = found.annotate(which=which).values_list("dispute", "which")
    return lines


def _told(rows: QuerySet[Dispute], asked: Asked) -> Any:  # Any: annotated rows
    """Of each dispute what it is counted by, in the order in which the statement names it."""
    today, is_open = timezone.localdate(), Q(state__in=sorted(_OPEN))
    late = is_open & Q(due_on__lt=today)
    soon = is_open & Q(due_on__gte=today, amber_on__lte=today)
    outside = Q(category__startswith=OUT_OF_SCOPE)
    told = (late, soon, late_now(today), outside)
    return rows.order_by().values_list(
        *("pk", "lead_department", "state", "mode", "severity", _month("concluded_at", asked)),
        *("category", "channel", "town", _month("registered_at", asked)),
        *(ExpressionWrapper(which, BooleanField()) for which in told),
        F("concluded_at") - F("registered_at"),
    )


def _month(column: str, asked: Asked) -> Func:
    """Which month of the period, from one on; none before it is nought."""
    begun = [midnight(first) for first in (*asked.firsts, months_later(asked.firsts[-1], 1))]
    return Func(F(column), Value(begun), function="width_bucket", output_field=IntegerField())


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
    judged: int
    in_time: int
    said: int
    objected: int


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
        judged=sum(group.judged for group in groups),
        in_time=sum(group.in_time for group in groups),
        said=sum(group.said for group in groups),
        objected=sum(group.objected for group in groups),
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
