"""Limits as rows: the defaults, who gets which, and the sets that are refused."""

from __future__ import annotations

from copy import copy
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from deadlines.calendar_days import install_calendar
from deadlines.limits import DEFAULTS, ROADS, WHOLE
from deadlines.models import DeadlinePolicy
from deadlines.policies import (
    PolicyBook,
    Scope,
    beyond_the_law,
    check_policies,
    install_policies,
    policy_for,
)
from tests.workflow.clock_cases import a_registered_dispute, start_clock, unit

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _limits_are_known() -> None:
    install_policies()
    install_calendar()


def changed(row: DeadlinePolicy, **changes: object) -> DeadlinePolicy:
    """The next version of a row, not saved."""
    row = copy(row)
    row.pk = None
    row._state.adding = True
    row.version += 1
    for name, value in changes.items():
        setattr(row, name, value)
    return row


def test_every_default_is_a_row_and_installing_twice_changes_nothing() -> None:
    install_policies()
    assert DeadlinePolicy.objects.count() == len(DEFAULTS)
    assert {row.key for row in DeadlinePolicy.objects.all()} >= {
        key for road in ROADS.values() for key in road
    } | set(WHOLE.values())


def test_the_defaults_can_be_kept() -> None:
    assert check_policies(PolicyBook.on(TODAY)) == []


def test_the_narrowest_row_wins() -> None:
    base = policy_for("transfer.feedback", on=TODAY)
    assert (base.limit, base.mode) == (10, "")
    assert policy_for("transfer.feedback", on=TODAY, scope=Scope("special")).limit == 15
    changed(base, version=1, department=unit("RS"), category="HR-2", limit=8).save()
    scope = Scope("special", unit("RS").pk, "HR-2")
    assert policy_for("transfer.feedback", on=TODAY, scope=scope).limit == 8
    other = Scope("referral", unit("YB").pk, "HR-2")
    assert policy_for("transfer.feedback", on=TODAY, scope=other).limit == 10


def test_a_step_without_a_limit_is_named() -> None:
    with pytest.raises(LookupError, match="没有环节“nothing”的办理时限"):
        policy_for("nothing", on=TODAY)


def test_a_new_version_touches_only_steps_that_start_later() -> None:
    old = policy_for("intake.triage", on=TODAY)
    changed(old, limit=1, valid_from=date(2026, 11, 23)).save()
    dispute = a_registered_dispute(date(2026, 11, 20))
    before = start_clock(dispute, "intake.triage", on=date(2026, 11, 20), owner=unit("SW"))
    later = start_clock(
        a_registered_dispute(date(2026, 11, 23)),
        "intake.triage",
        on=date(2026, 11, 23),
        owner=unit("SW"),
    )
    assert (before.policy.version, before.due_on) == (1, date(2026, 11, 24))
    assert (later.policy.version, later.due_on) == (2, date(2026, 11, 24))


def test_the_whole_case_keeps_the_limit_of_the_day_it_was_registered() -> None:
    registered, revised, chosen = date(2026, 11, 2), date(2026, 11, 4), date(2026, 11, 6)
    for key in ("general.joint.total", "general.joint.opinion"):
        changed(policy_for(key, on=TODAY), limit=3, valid_from=revised).save()
    dispute = a_registered_dispute(registered, "joint")
    whole = start_clock(dispute, "general.joint.total", on=chosen, owner=unit("SW"))
    opinion = start_clock(dispute, "general.joint.opinion", on=chosen, owner=unit("YB"))
    assert (whole.starts_on, whole.policy.version) == (registered, 1)
    assert whole.due_on == date(2026, 11, 30)
    assert (opinion.policy.version, opinion.due_on) == (2, date(2026, 11, 11))


def test_another_road_takes_its_limit_as_it_was_on_the_original_start() -> None:
    registered, chosen = date(2026, 11, 2), date(2026, 11, 6)
    old = policy_for("general.joint.total", on=TODAY)
    dispute = a_registered_dispute(registered)
    start_clock(dispute, "general.single", on=registered, owner=unit("SW"))
    changed(old, limit=3, valid_from=date(2026, 11, 4)).save()
    dispute.mode = "joint"
    whole = start_clock(dispute, "general.joint.total", on=chosen, owner=unit("SW"))
    assert (whole.policy_id, whole.due_on) == (old.pk, date(2026, 11, 30))


@pytest.mark.parametrize(
    ("key", "limit", "unit_", "refused"),
    [
        ("intake.notice", 10, "wd", False),
        ("intake.notice", 11, "wd", True),
        ("intake.notice", 15, "d", False),
        ("intake.notice", 16, "d", True),
        ("transfer.reject", 5, "wd", False),
        ("transfer.reject", 6, "wd", True),
        ("transfer.reject", 7, "d", False),
        ("transfer.reject", 8, "d", True),
        ("major.total", 42, "wd", False),
        ("major.total", 43, "wd", True),
    ],
)
def test_the_law_bounds_a_limit_on_the_page_and_in_the_database(
    key: str, limit: int, unit_: str, refused: bool
) -> None:
    row = changed(policy_for(key, on=TODAY), limit=limit, unit=unit_)
    assert bool(beyond_the_law(row)) is refused
    if not refused:
        row.save()
        return
    with pytest.raises(IntegrityError, match="policy_keeps_within_the_law"), transaction.atomic():
        row.save()


def test_steps_that_exceed_their_total_are_refused_in_words() -> None:
    book = PolicyBook.on(TODAY)
    longer = changed(book.find("major.opinion"), limit=18)
    (problem,) = check_policies(book.with_rows([longer]))
    assert "各环节合计 41 个工作日，超过“重大事项总时限”40个工作日" in problem
    assert "部门书面审批意见18个工作日" in problem


def test_a_department_of_its_own_is_checked_too() -> None:
    book = PolicyBook.on(TODAY)
    own = changed(book.find("general.single"), version=1, department=unit("RS"), limit=8)
    (problem,) = check_policies(book.with_rows([own]))
    assert "超过“单独办理总时限”8个工作日" in problem


def test_a_limit_in_calendar_days_counts_by_the_week() -> None:
    book = PolicyBook.on(TODAY)
    total = changed(book.find("general.single"), limit=12, unit="d")
    assert check_policies(book.with_rows([total])) == []
    shorter = changed(book.find("general.single"), limit=11, unit="d")
    assert len(check_policies(book.with_rows([shorter]))) == 1


def test_who_may_extend_is_data() -> None:
    assert policy_for("general.single", on=TODAY).may_extend
    assert not policy_for("decision.sign", on=TODAY).may_extend
    row = policy_for("extend.major", on=TODAY)
    assert (row.limit, row.unit, row.extender) == (30, "d", "leader")
    assert str(row) == "重大事项延期 30日"
