"""Importing a year: first show which open cases move and by how much, then write and recompute."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from time import monotonic
from typing import TYPE_CHECKING

from django.db import transaction

from deadlines.calendar_csv import Reading
from deadlines.calendar_days import calendar_with, current_calendar, store_days
from deadlines.models import CalendarStamp
from departments.actions.authority import record, require
from departments.roles import Role
from disputes.models import Dispute
from web.refusals import Mistyped, Stale
from workflow.clocks.recompute import changes, recompute_open, touched
from workflow.models import Deadline

if TYPE_CHECKING:
    from departments.models import Officer

SHOWN = 200
LOOKED = 8.0  # seconds a preview may look; a page is not kept waiting for a million clocks
TRIED = 2.0  # seconds an import recomputes at once; what is left the clock takes over


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
    """What an import would do: how many clocks move, how far, and how many are 暂定 no longer."""

    moved: int
    confirmed: int
    moves: tuple[Move, ...]
    groups: tuple[MoveGroup, ...]
    disputes: int = 0
    is_whole: bool = True
    incomplete_years: tuple[int, ...] = ()


def preview_import(reading: Reading, *, patience: float = LOOKED) -> Preview:
    """Nothing is written: open clocks are computed with the calendar as it would be."""
    calendar = calendar_with(reading.days)
    now = current_calendar()
    since, until = calendar.first_difference(now), monotonic() + patience
    shown: list[tuple[Deadline, date]] = []
    groups: Counter[tuple[str, int]] = Counter()
    confirmed = seen = last_id = 0
    while (dispute_ids := touched(since, last_id)) and monotonic() < until:
        last_id, seen = dispute_ids[-1], seen + len(dispute_ids)
        for clock, old_due_on, was_provisional in changes(dispute_ids, calendar):
            if clock.due_on != old_due_on:
                groups[clock.policy.label, (clock.due_on - old_due_on).days] += 1
                shown += [(clock, old_due_on)] if len(shown) < SHOWN else []
            elif was_provisional and not clock.provisional:
                confirmed += 1
    return Preview(
        moved=groups.total(),
        confirmed=confirmed,
        moves=_moves(shown),
        groups=tuple(MoveGroup(*key, count) for key, count in groups.most_common()),
        disputes=seen,
        is_whole=not dispute_ids,
        incomplete_years=tuple(reading.incomplete_years(now.announced_years)),
    )


def apply_import(
    reading: Reading,
    *,
    source: str,
    by: Officer | None = None,
    patience: float = TRIED,
    drawn: str = "",
) -> CalendarStamp:
    """Write the days whole and begin to recompute; the stamp says how far that has come."""
    with transaction.atomic():
        _refuse_overtaken(drawn)
        store_days(reading.days, source=source, by=by)
        years = "、".join(f"{year}年" for year in reading.years)
        record(by, "导入工作日历", years, after=f"{len(reading.days)} 天", reason=source)
    return recompute_open(patience=patience)


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


def _refuse_overtaken(drawn: str) -> None:
    """Whoever previewed it by an earlier calendar looks once more (R107)."""
    held = CalendarStamp.objects.select_for_update(no_key=True).first()
    if drawn and drawn != str(held.version if held else ""):
        raise Stale("预览以后，日历已由他人更新。下面是按现在的日历重算的影响，请核对后再导入。")


def import_year(reading: Reading, *, by: Officer, source: str, drawn: str = "") -> CalendarStamp:
    """Import a notice; the stamp says how many dates moved, and whether all are done (R101).

    `drawn`: the version of the calendar by which it was previewed.
    """
    require(by, Role.SYSADMIN)
    if reading.bad_lines:
        raise Mistyped({"text": [str(line) for line in reading.bad_lines]})
    return apply_import(reading, source=source, by=by, drawn=drawn)
