"""The working calendar as a frozen value: which days count, answered from two tables in no time.

State Council days are entries; a year whose notice is not in yet is Monday to Friday less the
statutory holidays, and every answer that touches it is provisional 暂定 (R101).
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2100, 12, 31)
BASE = FIRST_DAY.toordinal()
LENGTH = LAST_DAY.toordinal() - BASE + 1

# Holidays with a fixed date since 2025 (全国年节及纪念日放假办法); the lunar ones are data.
FIXED_HOLIDAYS = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}


class OutsideCalendar(ValueError):
    """The date lies beyond the years for which days are counted."""

    def __init__(self) -> None:
        super().__init__(f"日期超出可计算的范围（{FIRST_DAY.year}年至{LAST_DAY.year}年）")


@dataclass(frozen=True, slots=True)
class Day:
    """One day that is not what its weekday says: a holiday, or a make-up working day 调休."""

    on: date
    is_workday: bool
    name: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Working days of a century; build it once, ask it as often as you like."""

    version: str
    announced_years: frozenset[int]
    _passed: tuple[int, ...]  # _passed[i]: working days up to and including the i-th day
    _workdays: tuple[date, ...]
    _holidays: tuple[Day, ...]
    _makeup_days: tuple[date, ...]

    @classmethod
    def build(
        cls, announced: Iterable[Day], *, lunar: Iterable[Day] = (), version: str = ""
    ) -> WorkCalendar:
        """A calendar of the announced days, and of estimates for the years without a notice."""
        notices = sorted(announced, key=lambda day: day.on)
        years = announced_years(notices)
        exceptions = {day.on: day for day in estimates(years, lunar)}
        exceptions |= {day.on: day for day in notices}
        open_days = _open_days(exceptions)
        return cls(
            version=version,
            announced_years=years,
            _passed=tuple(accumulate(map(int, open_days))),
            _workdays=tuple(_nth(i) for i, is_open in enumerate(open_days) if is_open),
            _holidays=tuple(
                day for _, day in sorted(exceptions.items()) if not day.is_workday and day.name
            ),
            _makeup_days=tuple(
                on for on, day in sorted(exceptions.items()) if day.is_workday and on.weekday() > 4
            ),
        )

    def is_workday(self, on: date) -> bool:
        """Whether 单位上班, make-up weekends included."""
        return self.count(on) > self._passed_before(on)

    def count(self, on: date) -> int:
        """Working days from the first day of the calendar up to and including this one."""
        index = on.toordinal() - BASE
        if 0 <= index < LENGTH:
            return self._passed[index]
        raise OutsideCalendar

    def numbers(self, until: date) -> tuple[int, ...]:
        """The count of every day up to this one, for whoever counts elsewhere."""
        self.count(until)
        return self._passed[: until.toordinal() - BASE + 1]

    def add_workdays(self, start: date, days: int) -> date:
        """The days-th working day after the start (which is not counted), or before it."""
        if days == 0:
            return start
        passed = self.count(start) if days > 0 else self._passed_before(start)
        index = passed + days - 1 if days > 0 else passed + days
        if 0 <= index < len(self._workdays):
            return self._workdays[index]
        raise OutsideCalendar

    def roll_forward(self, on: date) -> date:
        """The day itself when it is a working day, else the next one (民诉法 85, R102)."""
        index = self._passed_before(on)
        if index < len(self._workdays):
            return self._workdays[index]
        raise OutsideCalendar

    def workdays_between(self, after: date, until: date) -> int:
        """Working days later than the first date, up to and including the second; signed."""
        return self.count(until) - self.count(after)

    def first_day_with_left(self, days: int, until: date) -> date:
        """The earliest working day on which no more than so many are left until a date."""
        index = self.count(until) - days - 1
        return self._workdays[max(index, 0)]

    def holidays_between(self, after: date, until: date) -> list[str]:
        """Names of the holidays met on the way, each once, in order."""
        first = bisect_right(self._holidays, after, key=lambda day: day.on)
        last = bisect_right(self._holidays, until, key=lambda day: day.on)
        return list(dict.fromkeys(day.name for day in self._holidays[first:last]))

    def makeup_days_between(self, after: date, until: date) -> int:
        """How many weekends were worked on the way (调休上班)."""
        return bisect_right(self._makeup_days, until) - bisect_right(self._makeup_days, after)

    def unannounced_years(self, first: date, last: date) -> list[int]:
        """Years between the two dates whose notice is not in: what touches them is 暂定."""
        years = range(first.year, last.year + 1)
        return [year for year in years if year not in self.announced_years]

    def first_difference(self, other: WorkCalendar) -> date | None:
        """The first day that counts here and not there; no date before it can move."""
        pairs = zip(self._passed, other._passed, strict=True)
        return next((_nth(i) for i, (here, there) in enumerate(pairs) if here != there), None)

    def _passed_before(self, on: date) -> int:
        index = on.toordinal() - BASE
        if 0 < index < LENGTH:
            return self._passed[index - 1]
        if index == 0:
            return 0
        raise OutsideCalendar


def months_later(day: date, months: int) -> date:
    """The same day so many months on (or back, when negative), or the last its month has."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def announced_years(days: Iterable[Day]) -> frozenset[int]:
    """Years whose State Council notice is in: no notice leaves 1 October out.

    A few local days entered ahead of the notice must not switch the estimates off.
    """
    return frozenset(day.on.year for day in days if (day.on.month, day.on.day) == (10, 1))


def estimates(announced: frozenset[int], lunar: Iterable[Day]) -> list[Day]:
    """Statutory holidays of the years without a notice; their make-up days nobody can know."""
    years = [y for y in range(FIRST_DAY.year, LAST_DAY.year + 1) if y not in announced]
    fixed = [
        Day(date(year, month, day), is_workday=False, name=name)
        for year in years
        for (month, day), name in FIXED_HOLIDAYS.items()
    ]
    return fixed + [day for day in lunar if day.on.year not in announced]


def _open_days(exceptions: dict[date, Day]) -> list[bool]:
    """Every day of the calendar in order: Monday to Friday, unless an exception says otherwise."""
    open_days = [(FIRST_DAY.weekday() + i) % 7 < 5 for i in range(LENGTH)]
    for on, day in exceptions.items():
        if FIRST_DAY <= on <= LAST_DAY:
            open_days[on.toordinal() - BASE] = day.is_workday
    return open_days


def _nth(index: int) -> date:
    return FIRST_DAY + timedelta(days=index)
