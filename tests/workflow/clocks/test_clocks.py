"""Clocks of a dispute: start, end, restart, suspend, extend; dates come from history alone."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from deadlines.calendar_days import install_calendar
from deadlines.policies import install_policies
from tests.workflow.clock_cases import (
    a_joint_assignment,
    a_registered_dispute,
    end_clock,
    end_of,
    extended,
    needs_leader,
    pause_clocks,
    recompute,
    refusal,
    resume_clocks,
    start_clock,
    start_whole_clock,
    unit,
)
from workflow.clocks.lines import deadline_lines
from workflow.models import ExtensionGrant

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def _time_is_known() -> None:
    install_calendar()
    install_policies()


def test_the_dispute_shows_the_earliest_of_its_clocks() -> None:
    dispute = a_registered_dispute(MONDAY)
    start_whole_clock(dispute, owner=unit("SW"))
    assert (dispute.due_on, dispute.due_key) == (date(2026, 11, 23), "general.single")
    start_clock(dispute, "decision.draft", on=date(2026, 11, 4), owner=unit("SW"))
    assert (dispute.due_on, dispute.due_key) == (date(2026, 11, 6), "decision.draft")
    end_clock(dispute, "decision.draft", on=date(2026, 11, 5))
    assert (dispute.due_on, dispute.due_key) == (date(2026, 11, 23), "general.single")
    end_clock(dispute, "general.single", on=date(2026, 11, 20))
    assert (dispute.due_on, dispute.amber_on, dispute.due_key) == (None, None, "")


def test_starting_a_running_step_twice_is_one_clock() -> None:
    dispute = a_registered_dispute(MONDAY)
    first = start_clock(dispute, "intake.review", on=MONDAY, owner=unit("SW"))
    again = start_clock(dispute, "intake.review", on=date(2026, 11, 3), owner=unit("SW"))
    assert first == again
    assert again.starts_on == MONDAY


def test_the_database_refuses_a_second_open_clock_of_a_step() -> None:
    dispute = a_registered_dispute(MONDAY)
    clock = start_clock(dispute, "intake.review", on=MONDAY, owner=unit("SW"))
    clock.pk = None
    with (
        pytest.raises(IntegrityError, match="deadline_one_open_clock_a_step"),
        transaction.atomic(),
    ):
        clock.save(force_insert=True)


def test_a_return_restarts_the_step_but_never_the_whole_case() -> None:
    dispute = a_registered_dispute(MONDAY, "referral")
    whole = start_whole_clock(dispute, owner=unit("SW"))
    start_clock(dispute, "intake.triage", on=MONDAY, owner=unit("SW"))
    end_clock(dispute, "intake.triage", on=date(2026, 11, 9), is_void=True)
    again = start_clock(dispute, "intake.triage", on=date(2026, 11, 9), owner=unit("YB"))
    assert again.due_on == date(2026, 11, 11)
    whole.refresh_from_db()
    assert whole.starts_on == MONDAY
    old = dispute.deadlines.get(key="intake.triage", is_void=True)
    assert old.ended_on == date(2026, 11, 9)
    assert [line.key for line in deadline_lines(dispute, MONDAY)] == [
        "intake.triage",
        "referral.total",
    ]


def test_a_change_of_mode_takes_the_new_limit_from_the_original_start() -> None:
    dispute = a_registered_dispute(MONDAY)
    start_whole_clock(dispute, owner=unit("SW"))
    step = start_clock(dispute, "general.joint.opinion", on=date(2026, 11, 18), owner=unit("YB"))
    assert step.due_on == date(2026, 11, 23)  # seven days would be the 27th: the whole case rules
    dispute.mode = "joint"
    dispute.save()
    whole = start_whole_clock(dispute, owner=unit("SW"))
    assert (whole.starts_on, whole.due_on) == (MONDAY, date(2026, 11, 30))
    step.refresh_from_db()
    assert step.due_on == date(2026, 11, 27)
    assert dispute.deadlines.get(key="general.single").is_void


def test_steps_outside_the_total_are_not_capped_by_it() -> None:
    dispute = a_registered_dispute(MONDAY)
    start_whole_clock(dispute, owner=unit("SW"))
    wait = start_clock(dispute, "stance.wait", on=date(2026, 11, 20), owner=unit("SW"))
    assert wait.due_on == date(2026, 12, 7)


def test_a_date_chosen_by_hand_is_kept_and_never_before_the_start() -> None:
    dispute = a_registered_dispute(MONDAY)
    chosen = start_clock(
        dispute,
        "transfer.feedback",
        on=MONDAY,
        owner=unit("RS"),
        chosen_on=date(2026, 11, 6),
    )
    assert chosen.due_on == date(2026, 11, 6)
    with pytest.raises(IntegrityError, match="deadline_"), transaction.atomic():
        start_clock(
            dispute, "transfer.sign", on=MONDAY, owner=unit("RS"), chosen_on=date(2026, 10, 30)
        )


def test_a_suspension_stops_every_clock_and_gives_its_true_length_back() -> None:
    dispute = a_registered_dispute(MONDAY, "joint")
    whole = start_whole_clock(dispute, owner=unit("SW"))
    task = a_joint_assignment(dispute, "YB", date(2026, 11, 11))
    start_clock(dispute, "general.joint.opinion", on=MONDAY, owner=unit("YB"), assignment=task)
    pause_clocks(dispute, date(2026, 11, 5), ground="等待认定", expected_on=date(2026, 11, 9))
    assert dispute.due_on is None
    (review,) = dispute.deadlines.running()
    assert (review.key, review.owner, review.due_on) == (
        "suspension.review",
        unit("SW"),
        date(2026, 11, 9),
    )
    during = start_clock(dispute, "decision.draft", on=date(2026, 11, 6), owner=unit("SW"))
    assert during.is_suspended
    resume_clocks(dispute, date(2026, 11, 12))
    for clock in (whole, task, review):
        clock.refresh_from_db()
    assert review.ended_on == date(2026, 11, 12)
    assert whole.due_on == date(2026, 12, 7)  # 30 November and five working days
    assert "中止5个工作日顺延" in whole.sentence
    assert task.due_on == date(2026, 11, 18)
    assert dispute.due_on == date(2026, 11, 16)


@pytest.mark.by_owner
def test_taking_a_suspension_out_of_the_history_restores_the_date() -> None:
    dispute = a_registered_dispute(MONDAY)
    whole = start_whole_clock(dispute, owner=unit("SW"))
    pause_clocks(dispute, date(2026, 11, 5))
    resume_clocks(dispute, date(2026, 11, 12))
    dispute.pauses.all().delete()
    recompute(dispute, date(2026, 11, 12))
    whole.refresh_from_db()
    assert whole.due_on == date(2026, 11, 23)


@pytest.mark.by_owner
def test_an_extension_is_granted_before_expiry_once_and_within_its_caps() -> None:
    dispute = a_registered_dispute(MONDAY)
    whole = start_whole_clock(dispute, owner=unit("SW"))
    today = date(2026, 11, 20)
    assert "应晚于原期限" in refusal(whole, date(2026, 11, 23), today)
    assert "已过" in refusal(whole, date(2026, 12, 4), date(2026, 11, 24))
    assert "超过上限30日" in refusal(whole, date(2026, 12, 31), today)
    assert not needs_leader(whole, date(2026, 12, 7), today)
    assert needs_leader(whole, date(2026, 12, 8), today)
    grant = extended(whole, date(2026, 12, 7), on=today, reason="待核对账目")
    assert (grant.old_due_on, grant.new_due_on, grant.days, grant.unit) == (
        date(2026, 11, 23),
        date(2026, 12, 7),
        10,
        "wd",
    )
    assert whole.due_on == date(2026, 12, 7)
    assert "经批准延长10个工作日" in whole.sentence
    dispute.refresh_from_db()
    assert dispute.due_on == date(2026, 12, 7)
    with pytest.raises(ValueError, match="只能延期一次"):
        extended(whole, date(2026, 12, 8), on=today, reason="再延")
    ExtensionGrant.objects.all().delete()
    recompute(dispute, date(2026, 11, 12))
    whole.refresh_from_db()
    assert whole.due_on == date(2026, 11, 23)


def test_a_major_case_is_extended_by_the_leader_alone() -> None:
    dispute = a_registered_dispute(MONDAY, "special")
    whole = start_whole_clock(dispute, owner=unit("SW"))
    assert needs_leader(whole, date(2027, 1, 5), date(2026, 12, 1))
    grant = extended(whole, date(2027, 1, 27), on=date(2026, 12, 1), reason="案情复杂")
    assert (grant.days, grant.unit, whole.due_on) == (30, "d", date(2027, 1, 27))
    assert whole.provisional


def test_a_step_is_not_extended_beyond_the_whole_case_nor_where_nobody_may() -> None:
    dispute = a_registered_dispute(MONDAY, "referral")
    start_whole_clock(dispute, owner=unit("SW"))
    today = date(2026, 11, 10)
    receipt = start_clock(dispute, "transfer.feedback", on=MONDAY, owner=unit("YB"))
    assert "不得晚于总时限" in refusal(receipt, date(2026, 12, 4), today)
    draft = start_clock(dispute, "decision.draft", on=today, owner=unit("YB"))
    assert refusal(draft, date(2026, 11, 20), today) == "该环节不可延期"
    end_clock(dispute, "decision.draft", on=today)
    draft.refresh_from_db()
    assert "已停表" in refusal(draft, date(2026, 11, 20), today)


def test_an_answered_assignment_ends_its_clocks_and_a_returned_one_voids_them() -> None:
    dispute = a_registered_dispute(MONDAY, "joint")
    answered = a_joint_assignment(dispute, "YB", date(2026, 11, 11))
    returned = a_joint_assignment(dispute, "RS", date(2026, 11, 11))
    for task in (answered, returned):
        start_clock(
            dispute, "general.joint.opinion", on=MONDAY, owner=task.department, assignment=task
        )
    end_of(answered, on=date(2026, 11, 10))
    end_of(returned, on=date(2026, 11, 4), is_void=True)
    assert not answered.deadlines.get().is_void
    assert returned.deadlines.get().is_void


def test_an_unregistered_dispute_has_no_whole_clock() -> None:
    dispute = a_registered_dispute(MONDAY)
    dispute.registered_at = None
    with pytest.raises(ValueError, match="尚未登记"):
        start_whole_clock(dispute, owner=unit("SW"))
