"""After an import every open clock follows the new calendar, in batches, with none left behind."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from deadlines.calendar_csv import read_days
from deadlines.calendar_days import install_calendar
from deadlines.models import CalendarStamp
from deadlines.policies import install_policies
from tests.workflow.clock_cases import a_registered_dispute, start_whole_clock, unit
from workflow.clock import look_again_nightly, recompute_dates
from workflow.clocks import recompute
from workflow.clocks.calendar_import import apply_import, preview_import
from workflow.models import Deadline

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
def test_what_an_import_has_no_time_for_the_clock_takes_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recompute, "BATCH", 2)
    cases = [a_registered_dispute(date(2026, 12, 14)) for _ in range(5)]
    for dispute in cases:
        start_whole_clock(dispute, owner=unit("SW"))
    stamp = apply_import(read_days(NOTICE), source="粘贴", patience=0)
    assert (stamp.is_computed, stamp.moved) == (False, 2)
    cases[4].refresh_from_db()
    assert cases[4].due_on == date(2027, 1, 5)
    fresh = start_whole_clock(a_registered_dispute(date(2026, 12, 14)), owner=unit("SW"))
    assert fresh.due_on == date(2027, 1, 6)
    assert recompute_dates() is True
    assert recompute_dates() is True
    for dispute in cases:
        dispute.refresh_from_db()
    assert {dispute.due_on for dispute in cases} == {date(2027, 1, 6)}
    assert CalendarStamp.objects.get().moved == 5


@pytest.mark.usefixtures("_time_is_known")
def test_a_second_import_in_between_starts_over_and_misses_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recompute, "BATCH", 1)
    cases = [a_registered_dispute(date(2026, 12, 14)) for _ in range(3)]
    for dispute in cases:
        start_whole_clock(dispute, owner=unit("SW"))
    apply_import(read_days(NOTICE), source="粘贴", patience=0)
    apply_import(read_days("2027-05-06,放假,清雪"), source="粘贴", patience=0)
    assert recompute_dates() is True
    assert set(Deadline.objects.values_list("due_on", flat=True)) == {date(2027, 1, 6)}


@pytest.mark.usefixtures("_time_is_known")
def test_a_clock_that_ends_before_the_first_changed_day_is_not_looked_at() -> None:
    start_whole_clock(a_registered_dispute(date(2026, 11, 2)), owner=unit("SW"))
    preview = preview_import(read_days(NOTICE))
    assert (preview.disputes, preview.is_whole) == (0, True)


@pytest.mark.usefixtures("_time_is_known")
@time_machine.travel("2026-12-15T02:00:00+08:00")
def test_a_date_that_an_action_took_from_the_old_calendar_is_mended_at_night() -> None:
    whole = start_whole_clock(a_registered_dispute(date(2026, 12, 14)), owner=unit("SW"))
    apply_import(read_days(NOTICE), source="粘贴")
    Deadline.objects.update(due_on=date(2027, 1, 5))  # committed just after the import had passed
    assert recompute_dates() is True
    look_again_nightly()
    assert recompute_dates() is True
    whole.refresh_from_db()
    assert whole.due_on == date(2027, 1, 6)
