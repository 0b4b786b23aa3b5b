"""Lamps: the table of colours and words, and the same colours as date comparisons."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.due import Limit, Policy, Unit, due
from deadlines.lamps import Colour, lamp, lamp_filter
from tests.workflow import naive

CALENDAR = naive.shipped_calendar()
FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("due_on", "colour", "words"),
    [
        (date(2026, 11, 17), "red", "超期 3 天"),
        (date(2026, 11, 18), "red", "超期 2 天"),
        (date(2026, 11, 19), "red", "超期 1 天"),
        (date(2026, 11, 20), "amber", "今天到期"),
        (date(2026, 11, 23), "amber", "剩 1 天"),
        (date(2026, 11, 25), "amber", "剩 3 天"),
        (date(2026, 11, 26), "green", "剩 4 天"),
        (date(2026, 11, 30), "green", "剩 6 天"),
        (date(2026, 12, 4), "green", "剩 10 天"),
    ],
)
def test_a_running_clock(due_on: date, colour: str, words: str) -> None:
    shown = lamp(due_on, FRIDAY, calendar=CALENDAR)
    assert (shown.colour, shown.words) == (colour, words)


@pytest.mark.parametrize(
    ("ended_on", "words"),
    [
        (date(2026, 11, 18), "按期办结"),
        (date(2026, 11, 20), "按期办结"),
        (date(2026, 11, 23), "超期 1 天办结"),
        (date(2026, 11, 25), "超期 3 天办结"),
        (date(2026, 11, 21), "超期 1 天办结"),  # on a Saturday
    ],
)
def test_an_ended_clock_keeps_its_verdict(ended_on: date, words: str) -> None:
    shown = lamp(FRIDAY, date(2027, 1, 5), ended_on, calendar=CALENDAR)
    assert (shown.colour, shown.words, shown.mark) == (Colour.GREY, words, "○")


def test_a_standing_clock_and_no_clock_are_grey() -> None:
    assert lamp(FRIDAY, FRIDAY, calendar=CALENDAR, suspended=True).words == "中止"
    assert lamp(None, FRIDAY, calendar=CALENDAR).words == "无期限"


def test_over_a_weekend_late_is_late_and_left_is_left() -> None:
    assert lamp(FRIDAY, date(2026, 11, 22), calendar=CALENDAR).words == "超期 1 天"
    assert lamp(date(2026, 11, 22), date(2026, 11, 21), calendar=CALENDAR).words == "剩 1 天"


def test_every_colour_has_its_own_mark_and_label() -> None:
    assert [colour.mark for colour in Colour] == ["■", "▲", "●", "○"]
    assert len({colour.label for colour in Colour}) == 4


def test_a_long_limit_turns_amber_in_its_last_fifth() -> None:
    computed = due(date(2026, 10, 12), Policy(Limit(40, Unit.WORKDAYS)), CALENDAR)
    eve = computed.amber_on - timedelta(days=1)
    assert CALENDAR.workdays_between(computed.amber_on, computed.due_on) == 8
    for today, colour in ((eve, Colour.GREEN), (computed.amber_on, Colour.AMBER)):
        shown = lamp(computed.due_on, today, calendar=CALENDAR, amber_on=computed.amber_on)
        assert shown.colour is colour


@given(
    st.dates(min_value=date(2026, 1, 1), max_value=date(2027, 12, 31)),
    st.integers(min_value=1, max_value=60),
    st.integers(min_value=-30, max_value=120),
)
def test_the_filter_and_the_lamp_never_disagree(start: date, days: int, later: int) -> None:
    computed = due(start, Policy(Limit(days, Unit.WORKDAYS)), CALENDAR)
    today = start + timedelta(days=later)
    shown = lamp(computed.due_on, today, calendar=CALENDAR, amber_on=computed.amber_on)
    row = {"due_on": computed.due_on, "amber_on": computed.amber_on}
    matching = [colour for colour in Colour if _matches(colour, today, row)]
    assert matching == [shown.colour]


def _matches(colour: Colour, today: date, row: dict[str, date]) -> bool:
    """Read the Q as PostgreSQL would, on one row."""
    for child in lamp_filter(colour, today).children:
        assert isinstance(child, tuple)
        column, _, comparison = child[0].partition("__")
        if not COMPARISONS[comparison](row[column], child[1]):
            return False
    return True


COMPARISONS: dict[str, Callable[[date, date], bool]] = {
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
    "isnull": lambda _stored, _asked: False,
}
