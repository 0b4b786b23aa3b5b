"""Days and times as papers write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from papers.layout.days import by_day, dated, day, moment


def test_days_have_no_leading_zeros() -> None:
    assert day(date(2026, 3, 5)) == "2026年3月5日"
    assert day(None) == ""


def test_times_are_those_of_the_district() -> None:
    assert moment(datetime(2026, 3, 4, 23, 5, tzinfo=UTC)) == "2026年3月5日 7:05"
    assert day(datetime(2026, 3, 4, 23, 5, tzinfo=UTC)) == "2026年3月5日"
    assert moment(None) == ""


def test_the_year_is_printed_only_when_it_is_another_one() -> None:
    issued = date(2026, 12, 24)
    assert by_day(date(2026, 12, 31), issued) == "12月31日"
    assert by_day(date(2027, 1, 8), issued) == "2027年1月8日"
    assert by_day(None, issued) == "　月　日"


def test_a_day_that_is_over_says_how_it_ended() -> None:
    assert dated(date(2026, 3, 19), "超期 2 天") == "2026年3月19日（超期 2 天）"
    assert dated(date(2026, 3, 19), "") == "2026年3月19日"
    assert dated(None, "按期") == ""
