"""How 统计 asks and tells: the period, a count with its rows behind it, and what is too small."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from departments.models import Officer
from departments.roles import Role
from disputes.views.filters import DECIDED

#: An auditor is told no count smaller than this, since few cases may point at persons.
SMALLEST: Final = 5
PERIODS: Final = {
    "year": "本年",
    "quarter": "本季",
    "month": "本月",
    "last_month": "上月",
    "last_year": "上年",
}


@dataclass(frozen=True)
class Asked:
    """The period by day of registration, and perhaps one lead department."""

    since: date
    until: date
    lead: str = ""

    def url(self, **more: str) -> str:
        """The list of disputes that shows the same rows."""
        span = {"since": self.since.isoformat(), "until": self.until.isoformat()}
        asked = span | {"lead": self.lead} | more
        if asked["lead"]:  # 主办 from the decision on the road
            asked.setdefault("mode", DECIDED)
        given = {name: value for name, value in asked.items() if value}
        return f"{reverse('disputes')}?{urlencode(given)}"


@dataclass(frozen=True)
class Cell:
    """A count with its rows behind it; hidden when it is too small to tell."""

    count: int
    url: str = ""
    is_hidden: bool = False

    @property
    def words(self) -> str:
        return f"<{SMALLEST}" if self.is_hidden else str(self.count)

    def share_of(self, total: int) -> float:
        """In percent; nothing is said of a hidden one."""
        return 0.0 if self.is_hidden or not total else self.count * 100 / total


Telling = Callable[[int, str], Cell]


def period(key: str, today: date) -> tuple[date, date]:
    """From the first day to today, or to the end of last month or year."""
    if key == "last_year":
        return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    if key == "last_month":
        end = today.replace(day=1) - timedelta(days=1)
        return end.replace(day=1), end
    if key == "month":
        return today.replace(day=1), today
    if key == "quarter":
        return date(today.year, (today.month - 1) // 3 * 3 + 1, 1), today
    return date(today.year, 1, 1), today


def telling(officer: Officer) -> Telling:
    """How this officer is told a count: an auditor has no list to open and no small numbers."""
    if Role.AUDITOR not in officer.roles:
        return Cell
    return lambda count, url: Cell(count, "", 0 < count < SMALLEST)


def rate(part: int, whole: int, tell: Telling) -> str:
    """96.4; a dash where there is nothing to divide, or too little to tell."""
    if not whole or tell(part, "").is_hidden or tell(whole, "").is_hidden:
        return "—"
    return f"{part * 100 / whole:.1f}"


def midnight(on: date) -> datetime:
    """The moment a day begins here."""
    return timezone.make_aware(datetime.combine(on, time.min))
