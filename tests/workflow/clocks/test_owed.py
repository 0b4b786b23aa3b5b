"""How late is late, and which reminder it is: whatever is owed by a day of its own."""

from __future__ import annotations

from datetime import date

import pytest

from deadlines.calendar import WorkCalendar
from workflow.clocks.owed import days_late, stage_of

CALENDAR = WorkCalendar.build([])
FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("today", "late", "stage"),
    [
        (date(2026, 11, 18), 0, "amber"),
        (FRIDAY, 0, "due"),
        (date(2026, 11, 21), 1, "late1"),  # a Saturday: over all the same
        (date(2026, 11, 23), 1, "late1"),
        (date(2026, 11, 24), 2, "late1"),
        (date(2026, 11, 25), 3, "late2"),
    ],
)
def test_it_is_told_again_every_second_working_day(today: date, late: int, stage: str) -> None:
    assert days_late(FRIDAY, today, CALENDAR) == late
    assert stage_of(FRIDAY, today, late) == stage
