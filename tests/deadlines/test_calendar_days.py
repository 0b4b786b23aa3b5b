"""The calendar's rows: put in once, loaded once, and anew after an import."""

from __future__ import annotations

from datetime import date

import pytest

from deadlines.calendar_csv import read_days
from deadlines.calendar_days import current_calendar, install_calendar, store_days
from deadlines.models import CalendarDay
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
