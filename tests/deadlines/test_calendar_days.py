"""The calendar's rows: put in once, loaded once, and anew after an import."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from deadlines.calendar import WorkCalendar
from deadlines.calendar_csv import read_days
from deadlines.calendar_days import (
    calendar_with,
    current_calendar,
    install_calendar,
    one_calendar_a_page,
    store_days,
)
from deadlines.models import CalendarDay, CalendarStamp
from deadlines.policies import install_policies

NOTICE = """日期,安排,名称,来源
2027-01-01,放假,元旦,国办通知
2027-01-02,放假,元旦,国办通知
2027-01-04,放假,元旦,国办通知
2027-01-09,上班,元旦,国办通知
2027-10-01,放假,国庆节,国办通知
"""


@pytest.fixture
def _time_is_known(db: None) -> None:
    install_calendar()
    install_policies()


@pytest.mark.usefixtures("_time_is_known")
def test_installing_twice_keeps_what_an_administrator_changed() -> None:
    CalendarDay.objects.filter(date=date(2026, 5, 9)).update(is_workday=False)
    install_calendar()
    assert CalendarDay.objects.count() == 72
    assert not current_calendar().is_workday(date(2026, 5, 9))


@pytest.mark.usefixtures("_time_is_known")
def test_the_calendar_is_loaded_once_and_again_after_an_import(
    django_assert_num_queries: pytest.FixtureRequest,
) -> None:
    before = current_calendar()
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert current_calendar() is before
    store_days(read_days(NOTICE).days, source="粘贴", by=None)
    after = current_calendar()
    assert after is not before
    assert not after.is_workday(date(2027, 1, 4))
    assert after.unannounced_years(date(2027, 1, 1), date(2027, 12, 31)) == []


@pytest.mark.usefixtures("_time_is_known")
def test_a_page_reads_the_stamp_once_and_the_next_one_sees_an_import(
    rf: RequestFactory, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    seen: list[WorkCalendar] = []

    def twice(request: HttpRequest) -> HttpResponse:
        seen.extend([current_calendar(), current_calendar()])
        return HttpResponse()

    page = one_calendar_a_page(twice)
    current_calendar()
    for request, statements in ((rf.get("/"), 1), (rf.head("/"), 1), (rf.post("/"), 2)):
        with django_assert_num_queries(statements):  # type: ignore[operator]
            page(request)
    store_days(read_days(NOTICE).days, source="粘贴", by=None)
    page(rf.get("/"))
    assert seen[6] is seen[7] is current_calendar()
    assert seen[6] is not seen[0]


@pytest.mark.usefixtures("_time_is_known")
def test_a_preview_sees_the_calendar_as_it_would_be_and_writes_nothing() -> None:
    before = current_calendar()
    would_be = calendar_with(read_days(NOTICE).days)
    assert before.is_workday(date(2027, 1, 4))
    assert not would_be.is_workday(date(2027, 1, 4))
    assert current_calendar() is before
    assert not CalendarDay.objects.filter(date__year=2027).exists()


@pytest.mark.usefixtures("_time_is_known")
def test_the_stamp_says_from_which_day_on_dates_may_move() -> None:
    store_days(read_days(NOTICE).days, source="粘贴", by=None)
    assert CalendarStamp.objects.get().changed_from == date(2027, 1, 4)
    store_days(read_days("2027-06-01,放假,防汛").days, source="粘贴", by=None)
    still = CalendarStamp.objects.get()
    assert (still.changed_from, still.is_computed) == (date(2027, 1, 4), False)


@pytest.mark.usefixtures("_time_is_known")
def test_a_day_keeps_its_own_source_and_takes_that_of_the_import_where_it_names_none() -> None:
    store_days(
        read_days("2027-06-01,放假,防汛\n2027-06-02,放假,防汛,区政府").days, source="粘贴", by=None
    )
    sources = CalendarDay.objects.filter(date__year=2027).order_by("date")
    assert list(sources.values_list("source", flat=True)) == ["粘贴", "区政府"]
