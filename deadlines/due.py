"""When a thing is due: one pure function of start, policy, calendar and the case's own history.

Nothing accumulates, so nothing drifts: a suspension or extension that is taken out of the
history leaves no trace in the date (R100-R103, domain rules of 民诉法 85).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from deadlines.calendar import WorkCalendar

AMBER_WORKDAYS = 3
AMBER_SHARE = 5  # the last fifth of the whole limit, when that is longer


class Unit(StrEnum):
    """What a limit counts."""

    WORKDAYS = "wd"
    DAYS = "d"

    @property
    def words(self) -> str:
        """As the sentence says it."""
        return "个工作日" if self is Unit.WORKDAYS else "日"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many working or calendar days."""

    days: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.days}{self.unit.words}"

    @classmethod
    def between(cls, after: date, until: date, unit: Unit, calendar: WorkCalendar) -> Limit:
        """So many days lie from the first date, which is not counted, to the second."""
        if unit is Unit.WORKDAYS:
            return cls(calendar.workdays_between(after, until), unit)
        return cls((until - after).days, unit)


@dataclass(frozen=True, slots=True)
class Policy:
    """The limit of a step and the legal maximum that caps it."""

    limit: Limit
    legal: Limit | None = None


@dataclass(frozen=True, slots=True)
class Suspension:
    """The clock stands from the first day on and counts again on the day of resumption."""

    began_on: date
    resumed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """Days granted before expiry (R103)."""

    granted: Limit


History = Sequence[Suspension | Extension]


@dataclass(frozen=True, slots=True)
class Due:
    """A due date that can say how it came about; the words are made only when asked for."""

    starts_on: date
    policy: Policy
    due_on: date
    amber_on: date
    calendar: WorkCalendar = field(repr=False, compare=False)
    history: History = ()
    chosen_on: date | None = None
    no_later_than: date | None = None

    @property
    def provisional(self) -> bool:
        """Whether a year without a notice was touched: 暂定 (R101)."""
        return bool(self.calendar.unannounced_years(self.starts_on, self.due_on))

    @property
    def sentence(self) -> str:
        """The explanation in one Chinese sentence."""
        return explain(self)


def due(
    start: date,
    policy: Policy,
    calendar: WorkCalendar,
    history: History = (),
    *,
    chosen_on: date | None = None,
    no_later_than: date | None = None,
) -> Due:
    """The due date and the first amber day; the start itself is not counted (R102).

    `chosen_on` is a date an officer set instead of the limit (R087); the law still caps it.
    `no_later_than` is the last day of the whole case: a step that starts before it ends by it.
    """
    due_on = _capped(start, policy, calendar, history, chosen_on)
    amber_on = _amber(start, policy, calendar, history, chosen_on, due_on)
    if no_later_than is not None and start <= no_later_than < due_on:
        due_on = no_later_than
        amber_on = max(start, min(amber_on, calendar.first_day_with_left(AMBER_WORKDAYS, due_on)))
    return Due(start, policy, due_on, amber_on, calendar, history, chosen_on, no_later_than)


def parse_limit(text: str) -> Limit:
    """`5wd` and `15d` as an administrator types them."""
    match = re.fullmatch(r"\s*(\d{1,5})\s*(wd|d)\s*", text)
    if match is None or int(match[1]) == 0:
        raise ValueError(f"期限“{text}”无法识别：写作 5wd（工作日）或 15d（自然日）")
    return Limit(int(match[1]), Unit(match[2]))


def chinese_date(on: date) -> str:
    """2026年3月5日, as papers write it."""
    return f"{on.year}年{on.month}月{on.day}日"


def _capped(
    start: date, policy: Policy, calendar: WorkCalendar, history: History, chosen_on: date | None
) -> date:
    """The step's own last day, or the legal last day when that comes first."""
    base = chosen_on or _add(start, policy.limit, calendar)
    last = _last_day(start, base, policy.limit.unit, calendar, history)
    if policy.legal is None:
        return last
    legal_base = _add(start, policy.legal, calendar)
    return min(last, _last_day(start, legal_base, policy.legal.unit, calendar, history))


def _last_day(
    start: date, base: date, unit: Unit, calendar: WorkCalendar, history: History
) -> date:
    """The base date, moved by what the history grants and gives back, never onto a rest day."""
    if not history:
        return calendar.roll_forward(base)
    for item in history:
        if isinstance(item, Extension):  # counted from the last day as it was read, the rolled one
            base = _add(calendar.roll_forward(base), item.granted, calendar)
    last = calendar.roll_forward(base)
    for began, resumed in standstills(start, history):
        if began > last:
            break
        # stopped while a rest day was being rolled over: what was left is the rolled day; and
        # working days owed again follow a working day
        follows = base if unit is Unit.DAYS and began <= base else last
        base = _add(follows, _standing(began, resumed, unit, calendar), calendar)
        last = calendar.roll_forward(base)
    return last


def standstills(start: date, history: History) -> list[tuple[date, date]]:
    """Finished suspensions in order, without overlaps, none before the clock began."""
    spans: list[tuple[date, date]] = []
    free_from = start
    finished = [
        (item.began_on, item.resumed_on)
        for item in history
        if isinstance(item, Suspension) and item.resumed_on is not None
    ]
    for began, resumed in sorted(finished):
        first = max(began, free_from)
        if resumed > first:
            spans.append((first, resumed))
            free_from = resumed
    return spans


def _standing(began: date, resumed: date, unit: Unit, calendar: WorkCalendar) -> Limit:
    """The true length of a standstill, its first day counted, in the unit of the clock."""
    eve = timedelta(days=1)
    return Limit.between(began - eve, resumed - eve, unit, calendar)


def _add(start: date, limit: Limit, calendar: WorkCalendar) -> date:
    if limit.unit is Unit.WORKDAYS:
        return calendar.add_workdays(start, limit.days)
    return start + timedelta(days=limit.days)


def _amber(
    start: date,
    policy: Policy,
    calendar: WorkCalendar,
    history: History,
    chosen_on: date | None,
    due_on: date,
) -> date:
    """The first day with three working days left, or a fifth of the limit (lamps, R104)."""
    nominal = due_on
    if history:
        granted = [item for item in history if isinstance(item, Extension)]
        nominal = _capped(start, policy, calendar, granted, chosen_on)
    share = calendar.workdays_between(start, nominal) // AMBER_SHARE
    first = calendar.first_day_with_left(max(AMBER_WORKDAYS, share), due_on)
    return max(first, start)


def explain(of: Due) -> str:
    """自2026年2月13日次日起10个工作日，跨春节假期，至2026年3月5日止。"""
    parts = [_opening(of), *_grants(of), *_crossings(of), *_closing(of)]
    sentence = "，".join(parts)
    years = of.calendar.unannounced_years(of.starts_on, of.due_on)
    if years:
        named = "、".join(f"{year}年" for year in years)
        sentence += f"（暂定：{named}放假调休安排尚未导入）"
    return sentence


def _opening(of: Due) -> str:
    if of.chosen_on:
        return f"自{chinese_date(of.starts_on)}起，期限指定为{chinese_date(of.chosen_on)}"
    return f"自{chinese_date(of.starts_on)}次日起{of.policy.limit}"


def _grants(of: Due) -> list[str]:
    """What the history added, in words."""
    granted = [f"经批准延长{i.granted}" for i in of.history if isinstance(i, Extension)]
    stopped = [
        _standing(began, resumed, of.policy.limit.unit, of.calendar)
        for began, resumed in standstills(of.starts_on, of.history)
        if began <= of.due_on
    ]
    return granted + [f"中止{stood}顺延" for stood in stopped if stood.days]


def _crossings(of: Due) -> list[str]:
    """Holidays and worked weekends met on the way."""
    names = of.calendar.holidays_between(of.starts_on, of.due_on)
    crossed = [f"跨{'、'.join(names)}假期"] if names else []
    worked = of.calendar.makeup_days_between(of.starts_on, of.due_on)
    if worked and of.policy.limit.unit is Unit.WORKDAYS:
        crossed.append(f"含调休上班{worked}天")
    return crossed


def _closing(of: Due) -> list[str]:
    """How it ends: plainly, rolled over a rest day, or cut by the law or the whole case."""
    if of.due_on == of.no_later_than:
        return [f"不晚于总时限{chinese_date(of.due_on)}"]
    uncapped = due(
        of.starts_on, Policy(of.policy.limit), of.calendar, of.history, chosen_on=of.chosen_on
    ).due_on
    if uncapped > of.due_on:
        return [f"以法定上限{of.policy.legal}为准，至{chinese_date(of.due_on)}止"]
    plain = _add(of.starts_on, of.policy.limit, of.calendar)
    is_plain = of.policy.limit.unit is Unit.DAYS and not of.history and of.chosen_on is None
    if is_plain and plain != of.due_on:
        return [f"期满日{chinese_date(plain)}为休息日，顺延至{chinese_date(of.due_on)}止"]
    return [f"至{chinese_date(of.due_on)}止"]
