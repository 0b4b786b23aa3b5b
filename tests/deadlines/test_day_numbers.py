"""PostgreSQL counts working days exactly as the calendar does, rest days included."""

from __future__ import annotations

from datetime import date

import pytest

from deadlines.calendar_days import current_calendar
from deadlines.day_numbers import DayNumber
from deadlines.models import CalendarDay

pytestmark = pytest.mark.django_db


def test_every_day_of_the_notices_has_the_number_that_the_calendar_gives_it() -> None:
    calendar = current_calendar()
    numbers = calendar.numbers(date(2026, 12, 31))
    counted = CalendarDay.objects.annotate(number=DayNumber("date", numbers))
    found = dict(counted.values_list("date", "number"))
    assert len(found) > 60
    assert found == {on: calendar.count(on) for on in found}


def test_two_days_lie_as_many_working_days_apart_as_their_numbers() -> None:
    calendar, first = current_calendar(), date(2026, 9, 20)
    numbers = calendar.numbers(date(2026, 12, 31))
    later = CalendarDay.objects.filter(date__gt=first, date__year=2026)
    apart = later.annotate(apart=DayNumber("date", numbers) - calendar.count(first))
    for on, days in apart.values_list("date", "apart"):
        assert days == calendar.workdays_between(first, on)


def test_a_day_beyond_what_was_handed_over_has_no_number() -> None:
    numbers = current_calendar().numbers(date(2025, 12, 31))
    counted = CalendarDay.objects.annotate(number=DayNumber("date", numbers))
    assert set(counted.filter(date__year=2026).values_list("number", flat=True)) == {None}
