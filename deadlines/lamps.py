"""The lamp beside every date: red, amber, green or grey, and always with a word.

Days left and days late are working days, in the list, on paper and in the reminders alike, so
that `剩 3 天` means three days on which somebody can work (R104, domain 2.5).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q

from deadlines.calendar import WorkCalendar
from deadlines.due import AMBER_WORKDAYS


class Colour(StrEnum):
    """The four colours; the value is the class name after `is-` and the API's word."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    GREY = "grey"

    @property
    def label(self) -> str:
        """As filters and legends say it."""
        return LABELS[self]

    @property
    def mark(self) -> str:
        """The shape that says the same to someone who sees no colours, or prints in black."""
        return MARKS[self]


LABELS = {
    Colour.RED: "红灯（已超期）",
    Colour.AMBER: "黄灯（临期）",
    Colour.GREEN: "绿灯（期限内）",
    Colour.GREY: "灰灯（停表或已结）",
}
MARKS = {Colour.RED: "■", Colour.AMBER: "▲", Colour.GREEN: "●", Colour.GREY: "○"}


@dataclass(frozen=True, slots=True)
class Lamp:
    """What a date looks like today."""

    colour: Colour
    words: str

    @property
    def mark(self) -> str:
        """The colour's shape."""
        return self.colour.mark


NO_LIMIT = Lamp(Colour.GREY, "无期限")


def lamp(
    due_on: date | None,
    today: date,
    ended_on: date | None = None,
    *,
    calendar: WorkCalendar,
    amber_on: date | None = None,
    suspended: bool = False,
) -> Lamp:
    """The lamp of a clock; without a stored amber date its last three working days are amber."""
    if due_on is not None and ended_on is not None:
        return Lamp(Colour.GREY, f"{verdict(due_on, ended_on, calendar)}办结")
    if suspended:
        return Lamp(Colour.GREY, "中止")
    if due_on is None:
        return NO_LIMIT
    colour = _running_colour(due_on, today, amber_on, calendar)
    return Lamp(colour, _running_words(due_on, today, calendar))


def lamp_filter(colour: str, today: date, prefix: str = "") -> Q:
    """The same colours as plain date comparisons, for rows that store due_on and amber_on.

    A row whose clock stands or has ended stores no dates, which is grey.
    """
    due_on, amber_on = f"{prefix}due_on", f"{prefix}amber_on"
    conditions = {
        Colour.RED: Q(**{f"{due_on}__lt": today}),
        Colour.AMBER: Q(**{f"{due_on}__gte": today, f"{amber_on}__lte": today}),
        Colour.GREEN: Q(**{f"{due_on}__gte": today, f"{amber_on}__gt": today}),
        Colour.GREY: Q(**{f"{due_on}__isnull": True}),
    }
    return conditions[Colour(colour)]


def _running_colour(
    due_on: date, today: date, amber_on: date | None, calendar: WorkCalendar
) -> Colour:
    if today > due_on:
        return Colour.RED
    first_amber = amber_on or calendar.first_day_with_left(AMBER_WORKDAYS, due_on)
    return Colour.AMBER if today >= first_amber else Colour.GREEN


def _running_words(due_on: date, today: date, calendar: WorkCalendar) -> str:
    if today == due_on:
        return "今天到期"
    if today > due_on:
        return f"超期 {_days(due_on, today, calendar)} 天"
    return f"剩 {_days(today, due_on, calendar)} 天"


def verdict(due_on: date, ended_on: date, calendar: WorkCalendar) -> str:
    """按期 or 超期 N 天: what stays to be said of a clock after its end."""
    if ended_on <= due_on:
        return "按期"
    return f"超期 {_days(due_on, ended_on, calendar)} 天"


def _days(after: date, until: date, calendar: WorkCalendar) -> int:
    """Working days apart; over a weekend nobody worked, late is still late by a day."""
    return max(1, calendar.workdays_between(after, until))
