"""The date of a stored clock follows from its start, its limit and history, and from the whole."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from deadlines.calendar_days import current_calendar
from deadlines.due import Extension, Limit, Unit
from tests.workflow.clock_cases import (
    a_registered_dispute,
    extended,
    pause_clocks,
    resume_clocks,
    start_clock,
    start_whole_clock,
    unit,
)
from workflow.clocks.dates import CaseDates, dates_of, put, whole_first
from workflow.models import Deadline

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 10, 12)


def a_whole_clock_and_a_late_step() -> tuple[Deadline, Deadline]:
    """The step begins two working days before the last day of the whole case."""
    dispute = a_registered_dispute(MONDAY)
    whole = start_whole_clock(dispute, owner=unit("SW"))
    late = current_calendar().add_workdays(whole.due_on, -1)
    return whole, start_clock(dispute, "decision.draft", on=late, owner=unit("SW"))


def test_a_step_ends_no_later_than_the_whole_case_and_one_outside_it_may() -> None:
    whole, step = a_whole_clock_and_a_late_step()
    assert step.due_on == whole.due_on
    outside = start_clock(step.dispute, "remedy.guide", on=step.starts_on, owner=unit("SW"))
    assert outside.due_on > whole.due_on
    dates = CaseDates.for_disputes([step.dispute.pk], current_calendar())
    assert (dates.cap_of(step), dates.cap_of(outside), dates.cap_of(whole)) == (
        whole.due_on,
        None,
        None,
    )


def test_the_whole_is_dated_before_the_steps_it_caps() -> None:
    whole, step = a_whole_clock_and_a_late_step()
    assert whole_first([step, whole]) == [whole, step]
    whole.starts_on = date(2026, 10, 13)  # as if it had begun a working day later
    dates = CaseDates.for_disputes([step.dispute.pk], current_calendar())
    dated = {clock.key: due.due_on for clock, due in dates_of([step, whole], dates)}
    assert dated["decision.draft"] == dated["general.single"] > whole.due_on


def test_what_is_asked_for_is_dated_and_nothing_follows_it_yet() -> None:
    whole, step = a_whole_clock_and_a_late_step()
    dates = CaseDates.for_disputes([step.dispute.pk], current_calendar())
    asked = Extension(Limit(5, Unit.WORKDAYS))
    assert dates.due_of(whole, asked).due_on == current_calendar().add_workdays(whole.due_on, 5)
    assert dates.due_of(step).due_on == whole.due_on


def test_what_was_granted_and_how_long_it_stood_still_are_part_of_the_date() -> None:
    dispute = a_registered_dispute(MONDAY)
    whole = start_whole_clock(dispute, owner=unit("SW"))
    calendar, first = current_calendar(), whole.due_on
    extended(whole, calendar.add_workdays(first, 3), on=date(2026, 10, 19))
    pause_clocks(dispute, date(2026, 10, 20))
    resume_clocks(dispute, date(2026, 10, 22))
    whole.refresh_from_db()
    found = CaseDates.for_disputes([dispute.pk], current_calendar()).due_of(whole)
    assert found.due_on == whole.due_on == calendar.add_workdays(first, 5)


def test_a_review_beside_the_case_takes_no_part_in_its_standstill() -> None:
    dispute = a_registered_dispute(MONDAY)
    start_whole_clock(dispute, owner=unit("SW"))
    pause_clocks(dispute, date(2026, 10, 14), expected_on=date(2026, 10, 30))
    review = dispute.deadlines.get(key="suspension.review")
    assert (
        CaseDates.for_disputes([dispute.pk], current_calendar()).due_of(review).due_on
        == review.due_on
        == date(2026, 10, 30)
    )


def test_the_next_word_is_amber_s_and_for_a_supervision_the_last_day_s() -> None:
    whole, _ = a_whole_clock_and_a_late_step()
    computed = CaseDates.for_disputes([whole.dispute.pk], current_calendar()).due_of(whole)
    assert put(whole, computed).next_on == computed.amber_on < computed.due_on
    whole.starts_on = computed.amber_on  # a limit of one day: nobody is urged as it begins
    assert put(whole, computed).next_on == computed.amber_on + timedelta(days=1)
    whole.key = "supervision.answer"
    assert put(whole, computed).next_on == computed.due_on


def test_many_disputes_cost_three_statements(django_assert_num_queries) -> None:
    cases = [a_registered_dispute(MONDAY) for _ in range(4)]
    for dispute in cases:
        start_whole_clock(dispute, owner=unit("SW"))
    calendar = current_calendar()
    with django_assert_num_queries(3):
        dates = CaseDates.for_disputes([each.pk for each in cases], calendar)
    assert set(dates.whole_due) == {each.pk for each in cases}
