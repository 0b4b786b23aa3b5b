"""A year as the page shows it: holidays in the words of the notice, every square marked."""

from __future__ import annotations

from datetime import date

import pytest

from deadlines.calendar_days import current_calendar
from deadlines.calendar_year import holidays, known_years, months
from deadlines.models import CalendarDay

pytestmark = pytest.mark.django_db


def test_a_holiday_is_told_as_the_notice_tells_it() -> None:
    [spring] = [each for each in holidays(2026) if each.name == "春节"]
    assert spring.rest == "2月15日至2月23日放假，共9天"
    assert spring.work == "2月14日、2月28日上班"


def test_a_day_alone_is_no_span_and_a_holiday_without_a_name_says_so() -> None:
    CalendarDay.objects.create(date=date(2029, 6, 4), is_workday=False, name="", source="区政府")
    [only] = holidays(2029)
    assert (only.name, only.rest, only.work) == ("未命名", "6月4日放假，共1天", "")


def test_every_square_says_in_a_character_what_its_colour_says() -> None:
    february = months(2026, current_calendar())[1]
    squares = {cell.day: cell for week in february.weeks for cell in week if cell}
    assert len(squares) == 28
    assert (squares[14].kind, squares[14].mark) == ("made-up", "班")
    assert (squares[16].kind, squares[16].mark) == ("rest", "休")
    assert (squares[7].kind, squares[7].mark) == ("weekend", "")
    assert (squares[9].kind, squares[9].mark) == ("work", "")


def test_a_month_counts_its_working_days_the_first_one_included() -> None:
    calendar = current_calendar()
    for number, month in enumerate(months(2026, calendar), 1):
        days = [date(2026, number, c.day) for week in month.weeks for c in week if c]
        assert month.workdays == sum(calendar.is_workday(on) for on in days)


def test_the_years_to_choose_from_are_those_known_this_one_the_next_and_the_one_shown() -> None:
    assert known_years(2033, date(2026, 11, 20)) == [2025, 2026, 2027, 2033]
