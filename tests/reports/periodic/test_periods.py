"""Which month and quarter are over, which came before, and the first working day after."""

from __future__ import annotations

from datetime import date

import pytest

from deadlines.calendar import Day, WorkCalendar
from reports.periodic.periods import Period, last_over
from workflow.models.period_report import PeriodKind

MONTH, QUARTER = PeriodKind.MONTH, PeriodKind.QUARTER


@pytest.mark.parametrize(
    ("kind", "today", "since", "until", "label"),
    [
        (MONTH, date(2026, 11, 2), date(2026, 10, 1), date(2026, 10, 31), "2026年10月"),
        (MONTH, date(2027, 1, 31), date(2026, 12, 1), date(2026, 12, 31), "2026年12月"),
        (MONTH, date(2028, 3, 1), date(2028, 2, 1), date(2028, 2, 29), "2028年2月"),
        (QUARTER, date(2026, 12, 31), date(2026, 7, 1), date(2026, 9, 30), "2026年第三季度"),
        (QUARTER, date(2027, 2, 1), date(2026, 10, 1), date(2026, 12, 31), "2026年第四季度"),
    ],
)
def test_the_last_one_that_is_over(
    kind: PeriodKind, today: date, since: date, until: date, label: str
) -> None:
    found = last_over(kind, today)
    assert (found.since, found.until, found.label) == (since, until, label)


def test_it_is_compared_with_the_one_before_and_the_same_a_year_ago() -> None:
    first = Period(QUARTER, date(2026, 1, 1))
    assert (first.before.label, first.year_before.label) == ("2025年第四季度", "2025年第一季度")
    assert Period(MONTH, date(2026, 1, 1)).before.label == "2025年12月"


def test_it_is_made_on_the_first_working_day_after_holidays_and_weekends() -> None:
    holidays = [Day(date(2026, 10, n), is_workday=False, name="国庆节") for n in range(1, 8)]
    calendar = WorkCalendar.build(holidays)
    assert Period(QUARTER, date(2026, 7, 1)).made_on(calendar) == date(2026, 10, 8)
    assert Period(MONTH, date(2026, 10, 1)).made_on(calendar) == date(2026, 11, 2)
