"""The oracle: working days counted one by one with a finger on the wall calendar."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from deadlines.calendar import Day, WorkCalendar

ONE = timedelta(days=1)
DATA = Path("deadlines/data")
STATUTORY = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}


def lines(name: str) -> list[dict[str, str]]:
    """The rows of a shipped file."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


NOTICES = {
    date.fromisoformat(line["date"]): line["is_workday"] == "true"
    for line in lines("working_calendar_2025_2026.csv")
}
LUNAR = {date.fromisoformat(line["date"]) for line in lines("lunar_holidays_2027_2040.csv")}


def shipped_calendar() -> WorkCalendar:
    """The calendar as a new installation has it."""
    return WorkCalendar.build(
        [
            Day(date.fromisoformat(line["date"]), line["is_workday"] == "true", line["name"])
            for line in lines("working_calendar_2025_2026.csv")
        ],
        lunar=[
            Day(date.fromisoformat(line["date"]), is_workday=False, name=line["name"])
            for line in lines("lunar_holidays_2027_2040.csv")
        ],
    )


def is_workday(on: date) -> bool:
    """The notice, else the weekday less the statutory holidays."""
    if on in NOTICES:
        return NOTICES[on]
    if on.year in (2025, 2026):
        return on.weekday() < 5
    return on.weekday() < 5 and (on.month, on.day) not in STATUTORY and on not in LUNAR


def rolled(on: date) -> date:
    """The day, or the next on which somebody works."""
    while not is_workday(on):
        on += ONE
    return on


def due_in_workdays(start: date, days: int, pauses: Sequence[tuple[date, date]] = ()) -> date:
    """Walk on; every working day pays one, every suspended working day is owed again."""
    owed, on = days, start
    if any(began <= start < resumed for began, resumed in pauses) and is_workday(start):
        owed += 1
    while owed:
        on += ONE
        if is_workday(on):
            suspended = any(began <= on < resumed for began, resumed in pauses)
            owed += suspended
            owed -= 1
    return on


def due_in_days(start: date, days: int) -> date:
    """Walk on day by day, then off a rest day."""
    on = start
    for _ in range(days):
        on += ONE
    return rolled(on)


def workdays_between(after: date, until: date) -> int:
    """Working days later than the first, up to the second."""
    passed, on = 0, after
    while on < until:
        on += ONE
        passed += is_workday(on)
    return passed
