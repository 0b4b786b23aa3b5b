"""Importing a year: first show which open cases move and by how much, then write and recompute.

Works through the open clocks by key, a thousand disputes at a time, so that a million need no
more memory than a few (procedure.md, Deadlines: editing the calendar).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from django.db import transaction

from departments.actions.authority import record
from disputes.models import Dispute
from workflow.calendar import WorkCalendar
from workflow.calendar_csv import Reading
from workflow.calendar_days import calendar_with, current_calendar, store_days
from workflow.clocks import refresh_many, save_dates
from workflow.models import Deadline
from workflow.reckoning import Reckoner, reckon, take

if TYPE_CHECKING:
    from departments.models import Officer

BATCH = 1000
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Move:
    """One open clock whose date changes with the calendar."""

    dispute_id: int
    number: str
    label: str
    old_due_on: date
    new_due_on: date

    @property
    def days(self) -> int:
        """By how many calendar days; negative when earlier."""
        return (self.new_due_on - self.old_due_on).days


@dataclass(frozen=True, slots=True)
class MoveGroup:
    """How many clocks of one step move by the same length; names no case."""

    label: str
    days: int
    count: int

    @property
    def shorter(self) -> int:
        """By how many days earlier, when earlier."""
        return -self.days


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do: how many clocks move and by how much, how many are settled."""

    moved: int
    settled: int
    moves: tuple[Move, ...]
    groups: tuple[MoveGroup, ...]


def preview_import(reading: Reading) -> Preview:
    """Nothing is written: every open clock is reckoned with the calendar as it would be."""
    changed = _changes(calendar_with(reading.days))
    shown: list[tuple[Deadline, date]] = []
    groups: Counter[tuple[str, int]] = Counter()
    settled = 0
    for clock, old_due_on, was_provisional in changed:
        if clock.due_on != old_due_on:
            groups[clock.policy.label, (clock.due_on - old_due_on).days] += 1
            shown += [(clock, old_due_on)] if len(shown) < SHOWN else []
        elif was_provisional and not clock.provisional:
            settled += 1
    return Preview(
        moved=groups.total(),
        settled=settled,
        moves=_moves(shown),
        groups=tuple(MoveGroup(*key, count) for key, count in groups.most_common()),
    )


@transaction.atomic
def apply_import(reading: Reading, *, source: str, by: Officer | None = None) -> int:
    """Write the days and compute every open clock anew; how many dates moved."""
    store_days(reading.days, source=source, by=by)
    years = "、".join(f"{year}年" for year in reading.years)
    record(by, "导入工作日历", years, after=f"{len(reading.days)} 天", reason=source)
    changes = _changes(current_calendar())
    moved = 0
    while batch := list(islice(changes, BATCH)):
        save_dates([clock for clock, _, _ in batch])
        refresh_many({clock.dispute_id for clock, _, _ in batch})
        moved += sum(clock.due_on != old_due_on for clock, old_due_on, _ in batch)
    return moved


def _changes(calendar: WorkCalendar) -> Iterator[tuple[Deadline, date, bool]]:
    """Open clocks whose stored dates differ under this calendar, with what was stored."""
    last_id = 0
    while dispute_ids := _next_disputes(last_id):
        last_id = dispute_ids[-1]
        clocks = Deadline.objects.open().filter(dispute__in=dispute_ids)
        reckoner = Reckoner.for_disputes(dispute_ids, calendar)
        for clock, reckoned in reckon(clocks.select_related("policy"), reckoner):
            before = (clock.due_on, clock.amber_on, clock.sentence, clock.provisional)
            take(clock, reckoned)
            if before != (clock.due_on, clock.amber_on, clock.sentence, clock.provisional):
                yield clock, before[0], before[3]


def _next_disputes(after: int) -> list[int]:
    """The next disputes with an open clock, by key."""
    open_clocks = Deadline.objects.open().filter(dispute__gt=after)
    ids = open_clocks.order_by("dispute").values_list("dispute", flat=True).distinct()
    return list(ids[:BATCH])


def _moves(shown: list[tuple[Deadline, date]]) -> tuple[Move, ...]:
    """The first moved clocks, with the number a person knows the dispute by."""
    ids = {clock.dispute_id for clock, _ in shown}
    numbers = dict(Dispute.objects.filter(pk__in=ids).values_list("pk", "number"))
    return tuple(
        Move(
            clock.dispute_id,
            numbers[clock.dispute_id] or "",
            clock.policy.label,
            old_due_on,
            clock.due_on,
        )
        for clock, old_due_on in shown
    )
