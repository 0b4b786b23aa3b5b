"""The working calendar between its rows, its file and the value that counts with it."""

from __future__ import annotations

import csv
import uuid
from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.apps import apps as current_apps
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from deadlines.calendar import Day, WorkCalendar
from deadlines.models import CalendarDay, CalendarStamp
from web.statements import compiled

if TYPE_CHECKING:
    from departments.models import Officer

Answer = Callable[[HttpRequest], HttpResponse]

DATA = Path(__file__).parent / "data"
SHIPPED = DATA / "working_calendar_2025_2026.csv"
LUNAR = DATA / "lunar_holidays_2027_2040.csv"

# The one calendar of this process, good until the stamp row says otherwise.
_loaded: dict[str, WorkCalendar] = {}
# What is shown meanwhile counts with: empty until it is asked for; None where each asks anew.
_shown_by: ContextVar[list[WorkCalendar] | None] = ContextVar("shown_by", default=None)


def one_calendar_a_page(get_response: Answer) -> Answer:
    """Head, lamps and foot of what is only shown count with one calendar; the stamp is read once.

    Whoever writes a date asks each time, under the locks that an import waits for.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return get_response(request)
        token = _shown_by.set([])
        try:
            return get_response(request)
        finally:
            _shown_by.reset(token)

    return answer


def current_calendar() -> WorkCalendar:
    """The calendar in force; one small query, a rebuild only after an import (R101)."""
    shown_by = _shown_by.get()
    if not shown_by:
        found = _in_force()
        if shown_by is None:
            return found
        shown_by.append(found)
    return shown_by[0]


def _in_force() -> WorkCalendar:
    version = str(next(iter(_stamps()), ""))
    if version not in _loaded:
        fresh = build_calendar(stored_days(), version)
        _loaded.clear()
        _loaded[version] = fresh
        return fresh
    return _loaded[version]


@compiled()
def _stamps() -> QuerySet[Any]:  # Any: the version of the one row
    return CalendarStamp.objects.order_by("id").values_list("version", flat=True)[:1]


def build_calendar(announced: Iterable[Day], version: str = "") -> WorkCalendar:
    """A calendar of these days, with the estimates we ship for years without a notice."""
    return WorkCalendar.build(announced, lunar=_lunar_holidays(), version=version)


def stored_days() -> list[Day]:
    """Every row, as the value takes it."""
    rows = CalendarDay.objects.order_by("date").values_list("date", "is_workday", "name")
    return [Day(on, is_workday=is_workday, name=name) for on, is_workday, name in rows]


def calendar_with(days: Iterable[Day]) -> WorkCalendar:
    """What the calendar would be if these days were imported: the preview's other half."""
    merged = {day.on: day for day in stored_days()} | {day.on: day for day in days}
    return build_calendar(merged.values())


@transaction.atomic
def store_days(days: Sequence[Day], *, source: str, by: Officer | None) -> None:
    """Write an import whole, replacing what was known of these dates, and stamp it.

    From the commit on every new date follows it; those of open clocks are computed anew
    (workflow/clocks/recompute.py).
    """
    CalendarStamp.objects.get_or_create(id=1)
    stamp = CalendarStamp.objects.select_for_update().get(id=1)
    before = current_calendar()
    CalendarDay.objects.bulk_create(
        [
            CalendarDay(
                date=day.on,
                is_workday=day.is_workday,
                name=day.name,
                source=day.source or source,
                imported_by=by,
            )
            for day in days
        ],
        update_conflicts=True,
        unique_fields=["date"],
        update_fields=["is_workday", "name", "source", "imported_by", "imported_at"],
    )
    changed_from = build_calendar(stored_days()).first_difference(before)
    earlier = None if stamp.is_computed else stamp.changed_from
    stamp.changed_from = min((day for day in (changed_from, earlier) if day), default=None)
    stamp.version, stamp.computed_upto, stamp.moved = uuid.uuid4(), 0, 0
    stamp.save()


def install_calendar(apps: Any = current_apps) -> None:  # Any: a migration's state registry
    """Put in the notices of 2025 and 2026 where they are missing; never touches other rows."""
    days: Any = apps.get_model("deadlines", "CalendarDay")
    stamps: Any = apps.get_model("deadlines", "CalendarStamp")
    rows = [
        days(
            date=date.fromisoformat(line["date"]),
            is_workday=line["is_workday"] == "true",
            name=line["name"],
            source=line["source"],
        )
        for line in _lines(SHIPPED)
    ]
    days.objects.bulk_create(rows, ignore_conflicts=True)
    stamps.objects.update_or_create(id=1, defaults={"version": uuid.uuid4()})


def _lunar_holidays() -> list[Day]:
    return [
        Day(date.fromisoformat(line["date"]), is_workday=False, name=line["name"])
        for line in _lines(LUNAR)
    ]


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
