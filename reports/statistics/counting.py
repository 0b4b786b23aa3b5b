"""How 统计 asks and tells: the period, a count with its rows behind it, and what is too small."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from deadlines.calendar import months_later
from departments.models import Officer
from departments.roles import Role
from disputes.views.filters import DECIDED

#: A larger one that is left out, or a small one could be reckoned from the sum.
LEFT_OUT: Final = "隐去"
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

    @property
    def firsts(self) -> list[date]:
        """The first days of its months."""
        first, found = self.since.replace(day=1), []
        while first <= self.until:
            found.append(first)
            first = months_later(first, 1)
        return found

    def url(self, **more: str) -> str:
        """The list of disputes that shows the same rows."""
        span = {"since": self.since.isoformat(), "until": self.until.isoformat()}
        return list_url(**(span | {"lead": self.lead} | more))


def list_url(**asked: str) -> str:
    """争议事项, narrowed; what is blank narrows nothing."""
    if asked.get("lead"):  # 主办 from the decision on the road
        asked.setdefault("mode", DECIDED)
    given = {name: value for name, value in asked.items() if value}
    return f"{reverse('disputes')}?{urlencode(given)}"


@dataclass(frozen=True)
class Cell:
    """A count with its rows behind it; hidden when it is too small, or would give away one."""

    count: int
    url: str = ""
    is_hidden: bool = False

    @property
    def words(self) -> str:
        if not self.is_hidden:
            return str(self.count)
        return f"<{settings.SMALLEST_CELL}" if is_small(self.count) else LEFT_OUT

    @property
    def left_out(self) -> Cell:
        """The same, not told."""
        return Cell(self.count, "", is_hidden=True)

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
    return guarded


def guarded(count: int, url: str) -> Cell:
    """For who sees numbers and not their rows."""
    return Cell(count, "", is_small(count))


def is_small(count: int) -> bool:
    """Few cases may point at persons: who cannot open the rows is told no such count (R097)."""
    return 0 < count < settings.SMALLEST_CELL


def gives_away(counts: Iterable[int]) -> bool:
    """Beside their sum, the small ones of these could be reckoned from the others."""
    small = [count for count in counts if is_small(count)]
    return bool(small) and (len(small) == 1 or sum(small) in (len(small), 4 * len(small)))


def together(cells: Sequence[Cell]) -> list[Cell]:
    """Cells that add up to a number told elsewhere: the least of the others hides with a small one.

    Nothing changes where nothing is hidden, that is for whoever may open the rows.
    """
    told = [cell for cell in cells if cell.count and not cell.is_hidden]
    if len(told) == len([c for c in cells if c.count]) or not gives_away(c.count for c in cells):
        return list(cells)
    least = min(told, key=lambda cell: cell.count, default=None)
    return [cell.left_out if cell is least else cell for cell in cells]


def part_of(part: int, whole: int, tell: Telling, url: str = "") -> Cell:
    """Hidden also where what is left of the whole is too little to tell."""
    cell = tell(part, url)
    return cell.left_out if tell(whole - part, "").is_hidden else cell


def rate(part: int, whole: int, tell: Telling) -> str:
    """96.4; a dash where there is nothing to divide, or too little to tell."""
    if not whole or part_of(part, whole, tell).is_hidden or tell(whole, "").is_hidden:
        return "—"
    return f"{part * 100 / whole:.1f}"
