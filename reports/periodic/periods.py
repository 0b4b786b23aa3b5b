"""Months and quarters: which one is over, which came before it, and when its report is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from deadlines.calendar import WorkCalendar, months_later
from reports.statistics.counting import Asked
from workflow.models.period_report import PeriodKind

_DAY: Final = timedelta(days=1)
_MONTHS: Final = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3}
_QUARTERS: Final = "一二三四"


@dataclass(frozen=True)
class Period:
    """A whole month or quarter, by its first day."""

    kind: PeriodKind
    since: date

    @property
    def until(self) -> date:
        return months_later(self.since, _MONTHS[self.kind]) - _DAY

    @property
    def label(self) -> str:
        """2026年10月, 2026年第三季度."""
        if self.kind == PeriodKind.MONTH:
            return f"{self.since.year}年{self.since.month}月"
        return f"{self.since.year}年第{_QUARTERS[self.since.month // 3]}季度"

    @property
    def before(self) -> Period:
        return Period(self.kind, months_later(self.since, -_MONTHS[self.kind]))

    @property
    def year_before(self) -> Period:
        return Period(self.kind, months_later(self.since, -12))

    @property
    def asked(self) -> Asked:
        """As 统计 asks for it."""
        return Asked(self.since, self.until)

    def made_on(self, calendar: WorkCalendar) -> date:
        """The first working day after it."""
        return calendar.roll_forward(self.until + _DAY)


def last_over(kind: PeriodKind, today: date) -> Period:
    """The latest that has ended."""
    months = _MONTHS[kind]
    began = date(today.year, (today.month - 1) // months * months + 1, 1)
    return Period(kind, began).before
