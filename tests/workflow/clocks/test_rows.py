"""Stored clocks are stopped, dated and shown set by set, whatever their number."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from deadlines.policies import Scope
from disputes.choices import Mode
from disputes.models import Dispute
from tests import factories as f
from tests.workflow.clock_cases import a_registered_dispute, start_clock, start_whole_clock, unit
from workflow.clocks import rows
from workflow.models import Deadline

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 10, 12)


def shown(dispute: Dispute) -> tuple[date | None, date | None, str]:
    dispute.refresh_from_db()
    return dispute.due_on, dispute.amber_on, dispute.due_key


def test_a_dispute_shows_its_earliest_running_clock_and_none_when_none_runs() -> None:
    dispute = a_registered_dispute(MONDAY)
    whole = start_whole_clock(dispute, owner=unit("SW"))
    step = start_clock(dispute, "decision.draft", on=MONDAY, owner=unit("SW"))
    Dispute.objects.update(due_on=None, amber_on=None, due_key="")
    rows.refresh_many([dispute.pk])
    assert shown(dispute) == (step.due_on, step.amber_on, "decision.draft")
    Deadline.objects.filter(pk=step.pk).update(ended_on=MONDAY)
    rows.refresh_many([dispute.pk])
    assert shown(dispute) == (whole.due_on, whole.amber_on, "general.single")
    Deadline.objects.update(is_suspended=True)
    rows.refresh_many([dispute.pk])
    assert shown(dispute) == (None, None, "")


def test_only_those_named_are_refreshed() -> None:
    one, other = a_registered_dispute(MONDAY), a_registered_dispute(MONDAY)
    for dispute in (one, other):
        start_whole_clock(dispute, owner=unit("SW"))
    Dispute.objects.update(due_on=None, due_key="")
    rows.refresh_many([one.pk])
    assert shown(one)[2] == "general.single"
    assert shown(other)[2] == ""


def test_an_open_assignment_owes_the_date_of_its_answer_and_an_ended_one_keeps_its_own() -> None:
    dispute = f.handled(Mode.JOINT)
    first, second = dispute.assignments.order_by("pk")
    f.answer(first, "return_back", f.an_officer("clerk", first.department.code), reason="不属")
    kept, moved = first.due_on, second.due_on + timedelta(days=7)
    Deadline.objects.open().filter(key="general.joint.opinion").update(due_on=moved)
    rows.follow_answers([dispute.pk])
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.due_on, second.due_on) == (kept, moved)


def test_the_dates_of_many_clocks_are_one_statement_and_of_none_no_statement(
    django_assert_num_queries,
) -> None:
    clocks = [start_whole_clock(a_registered_dispute(MONDAY), owner=unit("SW")) for _ in range(5)]
    for clock in clocks:
        clock.due_on, clock.sentence = date(2026, 12, 1), "改后"
    with django_assert_num_queries(1):
        rows.save_dates(clocks)
    written = Deadline.objects.values_list("due_on", "sentence")
    assert set(written) == {(date(2026, 12, 1), "改后")}
    with django_assert_num_queries(0):
        rows.save_dates([])


def test_a_clock_that_was_to_start_later_ends_on_the_day_it_would_have_begun() -> None:
    dispute = a_registered_dispute(MONDAY)
    running = start_clock(dispute, "decision.draft", on=MONDAY, owner=unit("SW"))
    later = start_clock(dispute, "decision.sign", on=date(2026, 10, 20), owner=unit("SW"))
    Deadline.objects.update(is_suspended=True)
    rows.stop(dispute.deadlines.all(), on=date(2026, 10, 14), is_void=True)
    ended = {clock.pk: clock for clock in dispute.deadlines.all()}
    assert ended[running.pk].ended_on == date(2026, 10, 14)
    assert ended[later.pk].ended_on == date(2026, 10, 20)
    assert all(clock.is_void and not clock.is_suspended for clock in ended.values())


def test_the_whole_limit_counts_from_the_day_of_registration_where_the_office_is() -> None:
    assert rows.registered_on(a_registered_dispute(MONDAY)) == MONDAY
    with pytest.raises(ValueError, match="尚未登记"):
        rows.registered_on(f.a_draft())


def test_a_limit_is_looked_for_by_mode_category_and_who_owes() -> None:
    dispute = a_registered_dispute(MONDAY)
    assert rows.scope_of(dispute, unit("YB")) == Scope("single", unit("YB").pk, "TAX-1")
