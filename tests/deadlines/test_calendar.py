"""The working calendar counts as the notices of the State Council say, and never crashes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.calendar import FIRST_DAY, LAST_DAY, Day, OutsideCalendar, WorkCalendar, months_later
from tests.workflow import naive

CALENDAR = naive.shipped_calendar()
DAYS = st.dates(min_value=date(2010, 1, 1), max_value=date(2090, 12, 31))


@pytest.mark.parametrize(
    ("on", "works"),
    [
        (date(2025, 1, 1), False),
        (date(2025, 1, 26), True),  # Sunday before the Spring Festival
        (date(2025, 10, 8), False),
        (date(2025, 10, 11), True),
        (date(2026, 1, 2), False),
        (date(2026, 1, 4), True),
        (date(2026, 2, 14), True),
        (date(2026, 2, 23), False),
        (date(2026, 2, 28), True),
        (date(2026, 5, 9), True),
        (date(2026, 9, 20), True),
        (date(2026, 9, 26), False),
        (date(2026, 10, 10), True),
        (date(2026, 11, 21), False),
    ],
)
def test_it_knows_the_notices_of_2025_and_2026(on: date, works: bool) -> None:
    assert CALENDAR.is_workday(on) is works


def test_the_shipped_years_have_the_number_of_days_the_notices_give() -> None:
    rest = [on for on, works in naive.NOTICES.items() if not works]
    made_up = [on for on, works in naive.NOTICES.items() if works]
    assert [sum(on.year == year for on in rest) for year in (2025, 2026)] == [28, 33]
    assert [sum(on.year == year for on in made_up) for year in (2025, 2026)] == [5, 6]
    assert all(on.weekday() > 4 for on in made_up)


def test_every_shipped_row_names_its_source() -> None:
    sources = {line["source"] for line in naive.lines("working_calendar_2025_2026.csv")}
    assert len(sources) == 2
    assert all("国务院办公厅" in source and "国办发明电" in source for source in sources)


def test_a_year_without_a_notice_is_weekdays_less_the_statutory_holidays() -> None:
    rest = [
        date(2027, 1, 1) + timedelta(days=i)
        for i in range(365)
        if not CALENDAR.is_workday(date(2027, 1, 1) + timedelta(days=i))
    ]
    assert [on for on in rest if on.weekday() < 5] == [
        date(2027, 1, 1),
        date(2027, 2, 5),
        date(2027, 2, 8),
        date(2027, 4, 5),
        date(2027, 6, 9),
        date(2027, 9, 15),
        date(2027, 10, 1),
    ]
    assert CALENDAR.unannounced_years(date(2026, 12, 1), date(2027, 1, 5)) == [2027]
    assert CALENDAR.unannounced_years(date(2025, 12, 1), date(2026, 12, 31)) == []


def test_a_few_local_days_do_not_pass_for_the_notice() -> None:
    calendar = WorkCalendar.build([Day(date(2027, 3, 1), is_workday=False, name="清雪")])
    assert not calendar.is_workday(date(2027, 3, 1))
    assert not calendar.is_workday(date(2027, 10, 1))
    assert calendar.unannounced_years(date(2027, 1, 1), date(2027, 1, 2)) == [2027]


def test_a_full_notice_replaces_the_estimate() -> None:
    calendar = WorkCalendar.build([Day(date(2027, 10, 1), is_workday=False, name="国庆节")])
    assert calendar.is_workday(date(2027, 5, 3))
    assert not calendar.is_workday(date(2027, 10, 1))
    assert calendar.is_workday(date(2027, 1, 1))  # the notice does not name it
    assert calendar.unannounced_years(date(2027, 1, 1), date(2027, 12, 31)) == []


@given(DAYS)
def test_each_day_is_what_the_wall_calendar_says(on: date) -> None:
    assert CALENDAR.is_workday(on) is naive.is_workday(on)
    assert CALENDAR.roll_forward(on) == naive.rolled(on)


@given(DAYS, st.integers(min_value=1, max_value=120))
def test_forwards_and_backwards_agree(start: date, days: int) -> None:
    last = CALENDAR.add_workdays(start, days)
    assert last == naive.due_in_workdays(start, days)
    assert CALENDAR.workdays_between(start, last) == days
    assert CALENDAR.add_workdays(last, -days) == _workday_at_or_before(start)


@given(DAYS, st.integers(min_value=0, max_value=200))
def test_days_between_are_counted_as_by_hand(after: date, length: int) -> None:
    until = after + timedelta(days=length)
    assert CALENDAR.workdays_between(after, until) == naive.workdays_between(after, until)
    assert CALENDAR.workdays_between(until, after) == -naive.workdays_between(after, until)


@given(DAYS, st.integers(min_value=0, max_value=30))
def test_the_first_day_with_so_many_left_is_the_earliest(until: date, days: int) -> None:
    first = CALENDAR.first_day_with_left(days, until)
    assert CALENDAR.workdays_between(first, until) == days
    assert CALENDAR.workdays_between(first - timedelta(days=1), until) == days + 1


def test_names_and_made_up_days_on_the_way() -> None:
    assert CALENDAR.holidays_between(date(2026, 9, 1), date(2026, 10, 12)) == ["中秋节", "国庆节"]
    assert CALENDAR.holidays_between(date(2026, 2, 23), date(2026, 3, 31)) == []
    assert CALENDAR.makeup_days_between(date(2026, 2, 13), date(2026, 2, 28)) == 2


@pytest.mark.parametrize("on", [FIRST_DAY - timedelta(days=1), LAST_DAY + timedelta(days=1)])
def test_beyond_the_century_it_says_so(on: date) -> None:
    for ask in (CALENDAR.count, CALENDAR.roll_forward, CALENDAR.is_workday):
        with pytest.raises(OutsideCalendar, match="超出可计算的范围"):
            ask(on)
    with pytest.raises(OutsideCalendar):
        CALENDAR.add_workdays(date(2100, 12, 1), 90)
    with pytest.raises(OutsideCalendar):
        CALENDAR.add_workdays(date(2000, 1, 10), -90)
    with pytest.raises(OutsideCalendar):
        CALENDAR.roll_forward(date(2100, 12, 31) + timedelta(days=5))


def test_the_first_and_last_days_of_the_century_count() -> None:
    assert not CALENDAR.is_workday(FIRST_DAY)
    assert CALENDAR.is_workday(LAST_DAY)
    assert CALENDAR.add_workdays(FIRST_DAY, 1) == date(2000, 1, 3)
    assert CALENDAR.add_workdays(date(2026, 1, 5), 0) == date(2026, 1, 5)


def _workday_at_or_before(on: date) -> date:
    while not naive.is_workday(on):
        on -= timedelta(days=1)
    return on


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
        (date(2028, 2, 29), -12, date(2027, 2, 28)),
        (date(2026, 12, 31), 120, date(2036, 12, 31)),
    ],
)
def test_months_on_or_back_end_where_the_month_does(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later
