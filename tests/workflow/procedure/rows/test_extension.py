"""More time: for which clocks, by whose word, asked once, before the day has passed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from departments.roles import Role
from disputes.choices import Mode
from tests import factories as f
from tests.workflow.procedure.test_needs import holds, why_not
from workflow.procedure.rows import extension

pytestmark = pytest.mark.django_db


def test_more_time_is_asked_once_by_who_owes_the_clock():
    dispute = f.handled(Mode.SINGLE)
    head, stranger = f.an_officer(Role.HEAD, "SW"), f.an_officer(Role.CLERK, "CZ")
    for need in (extension.OWES_EXTENDABLE, extension.NOT_EXTENDED, extension.NOT_EXPIRED):
        assert holds(need, dispute, head)
        assert not holds(need, dispute, stranger)
    whole = dispute.deadlines.get(key="general.single")
    f.do(dispute, "extend", head, until=whole.due_on + timedelta(days=7), reason="调档需要时间")
    assert holds(extension.OWES_EXTENDABLE, dispute, head)
    assert not holds(extension.NOT_EXTENDED, dispute, head)
    assert why_not("extend", dispute, head).startswith("同一期限只能延期一次")


def test_the_day_a_clock_is_due_is_the_last_day_to_ask_for_more(time_machine):
    dispute = f.handled(Mode.SINGLE)
    due = dispute.deadlines.get(key="general.single").due_on
    for day, may in ((due, True), (due + timedelta(days=1), False)):
        time_machine.move_to(f"{day}T04:00:00+00:00")
        assert holds(extension.NOT_EXPIRED, dispute) is may


def test_a_payer_is_told_of_an_extension_once():
    dispute = f.handled(Mode.SINGLE)
    head = f.an_officer(Role.HEAD, "SW")
    assert not holds(extension.EXTENSION_UNTOLD, dispute)
    whole = dispute.deadlines.get(key="general.single")
    f.do(dispute, "extend", head, until=whole.due_on + timedelta(days=7), reason="调档需要时间")
    assert holds(extension.EXTENSION_UNTOLD, dispute)
    nameless = f.handled(Mode.SINGLE, anonymous=True)
    whole = nameless.deadlines.get(key="general.single")
    f.do(nameless, "extend", head, until=whole.due_on + timedelta(days=7), reason="调档需要时间")
    assert not holds(extension.EXTENSION_UNTOLD, nameless)


def test_more_time_is_granted_by_the_head_or_where_the_switch_says_so_by_all_staff():
    clock = f.handled(Mode.SINGLE).deadlines.get(key="general.single")
    clerk, head = f.an_officer(Role.CLERK, "SW"), f.an_officer(Role.HEAD, "SW")
    for strict in (True, False):
        clock.owner.decision_head_sign = strict
        assert extension.grants_extensions(head, clock)
        assert extension.grants_extensions(clerk, clock) is not strict


def test_one_person_never_does_both_in_special_handling():
    for mode, allowed in ((Mode.JOINT, True), (Mode.SPECIAL, False)):
        own = f.handled(mode).assignments.get(department__code="YB")
        clock = own.deadlines.order_by("-due_on").first()
        clock.owner.opinion_head_approval = False
        assert extension.one_person_may_do_both(clock) is allowed
