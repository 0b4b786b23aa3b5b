"""申请延期: who grants, what is refused, and that the date on the clock moves (R103)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from disputes.choices import Mode
from tests import factories as f
from workflow.actions import approvals
from workflow.calendar_days import current_calendar
from workflow.choices import ApprovalKind, ApprovalState
from workflow.models import Approval
from workflow.refusals import Mistyped, NotAllowed, NotYours

pytestmark = pytest.mark.django_db


def later(clock, days):
    return current_calendar().add_workdays(clock.due_on, days)


def whole(dispute):
    return dispute.deadlines.open().get(key="general.single")


def test_head_grants_within_his_power_at_once():
    dispute = f.handled(Mode.SINGLE)
    until = later(whole(dispute), 5)
    f.do(dispute, "extend", f.an_officer("head"), until=until, reason="等待外地核查")
    assert whole(dispute).due_on == until
    assert dispute.due_on == until
    assert not Approval.objects.filter(kind=ApprovalKind.EXTENSION).exists()


@pytest.mark.parametrize(
    ("answer", "moves"),
    [(approvals.approve, True), (approvals.reject, False), (approvals.ask_more, False)],
)
def test_what_a_clerk_asks_for_waits_for_the_leader(answer, moves):
    dispute = f.handled(Mode.SINGLE)
    before, until = whole(dispute).due_on, later(whole(dispute), 5)
    f.do(dispute, "extend", f.an_officer("clerk"), until=until, reason="等待外地核查")
    assert whole(dispute).due_on == before
    with pytest.raises(NotAllowed, match="等待组长批示"):
        f.do(dispute, "extend", f.an_officer("head"), until=until, reason="再申请")
    asked = Approval.objects.get(kind=ApprovalKind.EXTENSION, state=ApprovalState.PENDING)
    answer(asked, by=f.a_leader(), comment="已阅")
    assert whole(dispute).due_on == (until if moves else before)


def test_a_clock_is_extended_once_and_within_the_cap():
    dispute, head = f.handled(Mode.SINGLE), f.an_officer("head")
    clock = whole(dispute)
    for until in (clock.due_on - timedelta(days=1), clock.due_on + timedelta(days=90)):
        with pytest.raises(Mistyped):
            f.do(dispute, "extend", head, until=until, reason="太晚")
    f.do(dispute, "extend", head, until=later(clock, 3), reason="等待外地核查")
    with pytest.raises(NotAllowed, match="只能延期一次"):
        f.do(dispute, "extend", head, until=later(clock, 8), reason="还不够")


def test_who_owes_an_answer_extends_that_answer_alone():
    dispute = f.handled(Mode.JOINT)
    asked = dispute.assignments.get(department__code="YB")
    until = current_calendar().add_workdays(asked.due_on, 2)
    f.do(dispute, "extend", f.an_officer("head", "YB"), until=until, reason="调取病历")
    asked.refresh_from_db()
    assert asked.due_on == until
    assert dispute.assignments.get(department__code="RS").due_on != until
    with pytest.raises(NotYours):
        f.do(dispute, "extend", f.an_officer("head", "CZ"), until=until, reason="无关")
