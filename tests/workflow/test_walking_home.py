"""From each turn of the procedure a road of offered verbs leads to the archive (R006)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from departments.models import Department
from disputes.choices import Mode
from disputes.models import Dispute
from tests import factories as f
from tests.workflow import many as m
from tests.workflow.walking_home import DeadEnd, everybody, reaches_the_archive
from workflow.meetings import actions as meetings

pytestmark = pytest.mark.django_db


def all_sent_back(mode: Mode) -> Dispute:
    dispute = f.handled(mode)
    for each in dispute.assignments.open():
        f.answer(each, "return_back", f.an_officer("clerk", each.department.code), reason="不属")
    return dispute


def all_recalled(mode: Mode) -> Dispute:
    dispute = f.handled(mode)
    for each in dispute.assignments.open():
        f.answer(each, "recall", f.an_officer(), reason="请错单位")
    return dispute


def rerouted() -> Dispute:
    dispute = f.handled(Mode.SINGLE)
    f.do(dispute, "reroute", f.an_officer("head"), reason="不归本局")
    return dispute


def escalated_from_a_referral() -> Dispute:
    dispute = f.handled(Mode.REFERRAL)
    f.do(dispute, "escalate", f.an_officer(), reason="群体性")
    return dispute


def invited_into_a_referral() -> Dispute:
    dispute = f.handled(Mode.REFERRAL)
    f.do(dispute, "invite", f.an_officer(), departments=[f.a_department("RS")], question="请核实")
    return dispute


def sent_back_to_its_author() -> Dispute:
    dispute = f.registered()
    f.do(dispute, "return_intake", f.an_officer("reviewer"), comment="补充证件号码")
    return dispute


def minuted_and_withdrawn() -> Dispute:
    """Minutes of a meeting that was held before the payer took his matter back."""
    dispute = f.handled(Mode.JOINT)
    meeting = f.a_minuted_meeting(dispute, responsible=f.a_department("YB"))
    f.do(dispute, "withdraw", f.an_officer(), note="已书面申请")
    meetings.issue(meeting, by=f.an_officer())
    return dispute


TURNS: dict[str, Callable[[], Dispute]] = {
    "registered": f.registered,
    "sent back to its author": sent_back_to_its_author,
    **{f"{mode} handled": partial(f.handled, mode) for mode in Mode if mode != "notify"},
    "joint sent back": lambda: all_sent_back(Mode.JOINT),
    "special sent back": lambda: all_sent_back(Mode.SPECIAL),
    "referral recalled": lambda: all_recalled(Mode.REFERRAL),
    "joint recalled": lambda: all_recalled(Mode.JOINT),
    "special recalled": lambda: all_recalled(Mode.SPECIAL),
    "rerouted": rerouted,
    "escalated from a referral": escalated_from_a_referral,
    "invited into a referral": invited_into_a_referral,
    "returned twice": lambda: m.twice_returned(2),
    "suspended": lambda: m.suspended(2),
    "minuted and withdrawn": minuted_and_withdrawn,
    "decided by referral": lambda: f.decided(Mode.REFERRAL),
    "objected": lambda: m.objected(2),
    "convening asked": lambda: m.convening_asked(2),
}


@pytest.mark.parametrize("turn", TURNS)
def test_it_comes_to_the_archive(turn):
    assert reaches_the_archive(TURNS[turn]())[-1] == "archive"


@pytest.mark.parametrize("units", [1, 2, 6])
@pytest.mark.parametrize("start", [m.joint, m.special])
def test_with_any_number_of_units(start, units):
    dispute = start(units)
    codes = Department.objects.filter(is_functional=True).exclude(code="SB")
    people = everybody(tuple(codes.values_list("code", flat=True)))
    assert reaches_the_archive(dispute, people)[-1] == "archive"


def test_a_walk_leaves_no_trace():
    dispute = f.handled(Mode.JOINT)
    before = dispute.timeline.count()
    reaches_the_archive(dispute)
    dispute.refresh_from_db()
    assert (dispute.state, dispute.timeline.count()) == ("handling", before)


def test_where_nobody_sits_it_says_so():
    dispute = f.handled(Mode.JOINT)
    with pytest.raises(DeadEnd, match="没有人欠下一步"):
        reaches_the_archive(dispute, everybody(("SW", "RS")))
