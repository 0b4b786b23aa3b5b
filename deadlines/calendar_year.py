"""What the calendar's page shows of a year: twelve months, the holidays in words, their source."""

from __future__ import annotations

import calendar as weeks
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from deadlines.calendar import WorkCalendar
from deadlines.due import chinese_date
from deadlines.models import CalendarDay

_MONDAY_FIRST = weeks.Calendar(firstweekday=0)


@dataclass(frozen=True, slots=True)
class Cell:
    """One square of a month; the mark says in a character what the colour says."""

    day: int
    kind: str = "work"
    mark: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """A month as rows of seven, Monday first; days of other months are empty."""

    name: str
    weeks: tuple[tuple[Cell | None, ...], ...]
    workdays: int


@dataclass(frozen=True, slots=True)
class Holiday:
    """One holiday of the notice, in the notice's own manner."""

    name: str
    rest: str
    work: str
    source: str


def months(year: int, calendar: WorkCalendar) -> list[Month]:
    """The twelve months with every rest and make-up day marked."""
    names = {day.on: day.name for day in _named(year)}
    return [_month(year, number, calendar, names) for number in range(1, 13)]


def holidays(year: int) -> list[Holiday]:
    """春节：2月15日至23日放假，共9天；2月14日、2月28日上班."""
    rows = list(CalendarDay.objects.filter(date__year=year).order_by("date"))
    rest_first = sorted(rows, key=lambda row: (row.is_workday, row.date))
    names = dict.fromkeys(row.name for row in rest_first)
    return [_holiday(name, [row for row in rows if row.name == name]) for name in names]


def known_years(shown: int, today: date) -> list[int]:
    """The years with rows, the present one, the next, and the one shown."""
    stored = {on.year for on in CalendarDay.objects.dates("date", "year")}
    return sorted(stored | {today.year, today.year + 1, shown})


@dataclass(frozen=True, slots=True)
class _Named:
    on: date
    name: str


def _named(year: int) -> Iterator[_Named]:
    rows = CalendarDay.objects.filter(date__year=year).values_list("date", "name")
    return (_Named(on, name) for on, name in rows)


def _month(year: int, number: int, calendar: WorkCalendar, names: dict[date, str]) -> Month:
    days = _MONDAY_FIRST.monthdatescalendar(year, number)
    first, last = date(year, number, 1), date(year, number, weeks.monthrange(year, number)[1])
    return Month(
        f"{number}月",
        tuple(
            tuple(_cell(on, calendar, names) if on.month == number else None for on in week)
            for week in days
        ),
        calendar.workdays_between(first, last) + calendar.is_workday(first),
    )


def _cell(on: date, calendar: WorkCalendar, names: dict[date, str]) -> Cell:
    works = calendar.is_workday(on)
    is_weekend = on.weekday() > 4
    if works and is_weekend:
        return Cell(on.day, "made-up", "班", f"{names.get(on, '')}调休上班")
    if not works and not is_weekend:
        return Cell(on.day, "rest", "休", f"{names.get(on, '')}放假")
    if not works and on in names:
        return Cell(on.day, "rest", "休", f"{names[on]}放假")
    return Cell(on.day, "work" if works else "weekend")


def _holiday(name: str, rows: list[CalendarDay]) -> Holiday:
    rest = [row.date for row in rows if not row.is_workday]
    work = [row.date for row in rows if row.is_workday]
    spans = "、".join(_span(list(run)) for run in _runs(rest))
    return Holiday(
        name=name or "未命名",
        rest=f"{spans}放假，共{len(rest)}天" if rest else "",
        work="、".join(f"{on.month}月{on.day}日" for on in work) + "上班" if work else "",
        source=rows[0].source,
    )


def _runs(days: list[date]) -> Iterator[list[date]]:
    """Days that follow one another, together."""
    for _, run in groupby(enumerate(days), key=lambda pair: pair[1].toordinal() - pair[0]):
        yield [on for _, on in run]


def _span(run: list[date]) -> str:
    first, last = run[0], run[-1]
    start = chinese_date(first).split("年")[1]
    return start if first == last else f"{start}至{chinese_date(last).split('年')[1]}"
