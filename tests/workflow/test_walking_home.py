"""From each turn of the procedure a road of offered verbs leads to the archive (R006)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from departments.models import Department, Officer
from departments.roles import Role
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


def drafted_by_its_head_when_it_ended() -> Dispute:
    """A task of the leader's, drafted by the one head who would sign it, in a case that ended."""
    dispute, head = f.concluded(), f.an_officer("head", "YB")
    f.an_officer("office", "ZB")
    f.do(dispute, "give_task", f.a_leader(), department=f.a_department("YB"), question="请核实")
    task = dispute.assignments.get()
    f.answer(task, "accept", head)
    words = {"facts": "属实", "basis": "社会保险法第60条", "opinion": "已核实"}
    f.answer(task, "draft_opinion", head, **words)
    return dispute


def ended_and_deserted(start: Callable[[], Dispute]) -> Dispute:
    """Whoever handled it has left the bureau: nobody there files it, or lets it go on."""
    dispute = start()
    Officer.objects.filter(terms__post__department__code="SW").update(is_active=False)
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
    "drafted by its head when it ended": drafted_by_its_head_when_it_ended,
    "convening asked": lambda: m.convening_asked(2),
}


@pytest.mark.parametrize("turn", TURNS)
def test_it_comes_to_the_archive(turn):
    assert reaches_the_archive(TURNS[turn]())[-1] == "archive"


@pytest.mark.parametrize("start", [f.concluded, partial(m.suspended, 2)])
def test_of_a_bureau_that_everybody_has_left(start):
    """The office names one of its own where no other unit knows the case; not him who names."""
    dispute, colleague = ended_and_deserted(start), f.an_officer("office", "ZB", nth=2)
    there = [each for each in [*everybody(), colleague] if each.is_active]
    steps = reaches_the_archive(dispute, there)
    assert ("designate" in steps, steps[-1]) == (True, "archive")


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
    nobody_names = [each for each in everybody(("SW", "RS")) if Role.OFFICE not in each.roles]
    with pytest.raises(DeadEnd, match="没有人欠下一步"):
        reaches_the_archive(dispute, nobody_names)
