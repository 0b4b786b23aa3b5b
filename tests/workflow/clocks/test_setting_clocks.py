"""The clocks a dispute has after a move, and the one date that lists sort by."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from tests import factories as f
from workflow.clocks.clocks import Clocks, Wanted
from workflow.models import Deadline

pytestmark = pytest.mark.django_db


def set_clocks(dispute: Dispute, wanted: list[Wanted], on: date) -> None:
    """What a move does with them, and nothing else of it."""
    clocks = Clocks([dispute], on)
    clocks.set_to(dispute, wanted)
    clocks.show(dispute)
    clocks.write()


def running(dispute: Dispute) -> set[str]:
    """The case's own running clocks."""
    own = dispute.deadlines.filter(ended_on=None, assignment=None)
    return set(own.values_list("key", flat=True))


def earliest(dispute: Dispute) -> Deadline:
    return min(dispute.deadlines.filter(ended_on=None), key=lambda c: (c.due_on, c.pk))


def test_the_step_that_is_done_ends_and_the_next_one_starts_today():
    dispute = f.registered()
    assert "intake.review" in running(dispute)
    f.do(dispute, "approve_intake", f.an_officer(Role.REVIEWER, "SW"))
    done = dispute.deadlines.get(key="intake.review")
    assert (done.ended_on, done.is_void) == (f.today(), False)
    assert "intake.review" not in running(dispute)
    assert dispute.deadlines.get(key="intake.triage").starts_on == f.today()


def test_another_road_changes_the_whole_limit_and_keeps_the_day_it_began():
    dispute = f.handled(Mode.SINGLE)
    single = dispute.deadlines.get(key="general.single")
    later = single.starts_on + timedelta(days=6)
    set_clocks(dispute, [Wanted("general.joint.total", dispute.receiving_department)], later)
    single.refresh_from_db()
    assert (single.ended_on, single.is_void) == (later, True)
    joint = dispute.deadlines.get(key="general.joint.total")
    assert (joint.starts_on, joint.ended_on) == (single.starts_on, None)
    assert (dispute.due_on, dispute.due_key) == (joint.due_on, "general.joint.total")


def test_the_whole_limit_is_met_not_void_when_the_case_is_done():
    dispute = f.concluded(Mode.SINGLE)
    whole = dispute.deadlines.get(key="general.single")
    assert (whole.ended_on, whole.is_void) == (f.today(), False)


def test_lists_sort_by_the_earliest_running_clock_and_by_none_when_none_runs():
    dispute = f.handled(Mode.JOINT)
    first = earliest(dispute)
    assert (dispute.due_on, dispute.due_key) == (first.due_on, first.key)
    assert dispute.amber_on == first.amber_on
    set_clocks(dispute, [], f.today())
    for own in dispute.assignments.all():
        own.deadlines.update(ended_on=f.today())
    set_clocks(dispute, [], f.today())
    assert (dispute.due_on, dispute.amber_on, dispute.due_key) == (None, None, "")


def test_setting_them_twice_changes_nothing():
    dispute = f.handled(Mode.SINGLE)
    before = list(dispute.deadlines.order_by("pk").values())
    wanted = [Wanted(key, dispute.receiving_department) for key in sorted(running(dispute))]
    set_clocks(dispute, wanted, f.today())
    assert list(dispute.deadlines.order_by("pk").values()) == before


def test_the_clocks_of_assignments_outlast_a_change_of_the_case_s_own():
    dispute = f.handled(Mode.JOINT)
    owed = dispute.deadlines.filter(assignment__isnull=False, ended_on=None)
    before = set(owed.values_list("pk", flat=True))
    assert before
    set_clocks(dispute, [], f.today())
    assert set(owed.values_list("pk", flat=True)) == before
    assert running(dispute) == set()
