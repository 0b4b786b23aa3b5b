"""Which desks a dispute waits for, and what a desk is called."""

from __future__ import annotations

import pytest

from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from tests import factories as f
from workflow.procedure.next_move import Desk, desk_of, desks_of

pytestmark = pytest.mark.django_db


def waits_for(dispute: Dispute) -> list[str]:
    """The desks of a fresh copy, as a page reads them."""
    return sorted(desk.words for desk in desks_of(Dispute.objects.get(pk=dispute.pk)))


def test_nobody_is_waited_for_before_the_case_begins_while_it_stands_still_or_once_it_is_done():
    assert waits_for(f.a_draft()) == []
    standing = f.handled(Mode.SINGLE)
    f.do(standing, "suspend", f.an_officer(Role.HEAD, "SW"), ground="等待司法鉴定", evidence="函")
    assert waits_for(standing) == []
    done = f.concluded(Mode.SINGLE)
    assert done.owing_role == Role.CLERK  # the archive is owed, the next move is not
    assert waits_for(done) == []


def test_a_registered_case_waits_for_the_reviewer_who_took_it_in():
    assert waits_for(f.registered()) == ["税务局审核员"]


def test_a_major_case_waits_for_the_leader_wherever_he_sits():
    dispute = f.triaged()
    bureaus = [f.a_department(code) for code in ("RS", "YB")]
    clerk = f.an_officer(Role.CLERK, "SW")
    f.do(dispute, "report_major", clerk, reason="群体性诉求", departments=bureaus)
    [desk] = desks_of(dispute)
    assert (desk.department, desk.department_id, desk.role) == (None, None, Role.LEADER)


def test_while_opinions_are_out_every_department_that_owes_one_is_waited_for():
    dispute = f.handled(Mode.JOINT)
    assert waits_for(dispute) == ["人社局", "医保局"]
    own = dispute.assignments.get(department__code="RS")
    clerk = f.an_officer(Role.CLERK, "RS")
    f.answer(own, "accept", clerk)
    f.answer(own, "draft_opinion", clerk, facts="经查属实", basis="第60条", opinion="同意")
    assert waits_for(dispute) == ["人社局部门负责人", "医保局"]
    f.answer(own, "approve_opinion", f.an_officer(Role.HEAD, "RS"))
    assert waits_for(dispute) == ["医保局"]


def test_a_task_beside_the_case_is_no_desk_of_it():
    dispute = f.handled(Mode.JOINT)
    office = f.an_officer(Role.OFFICE, "ZB")
    f.do(dispute, "give_task", office, department=f.a_department("XF"), question="请核实")
    assert "信访局" not in "".join(waits_for(dispute))


def test_an_assignment_lies_with_the_clerk_until_its_answer_waits_for_the_head():
    own = f.handled(Mode.REFERRAL).assignments.get()
    assert desk_of(own) == Desk(own.department, Role.CLERK)
    clerk = f.an_officer(Role.CLERK, "YB")
    f.answer(own, "accept", clerk)
    own.refresh_from_db()
    assert desk_of(own).role == Role.CLERK


def test_a_head_s_desk_in_a_town_is_also_that_of_its_leader_in_charge():
    town = f.a_department("SW")
    assert Desk(town, Role.HEAD).posts == {Role.HEAD, Role.TOWN_LEAD}
    assert Desk(town, Role.REVIEWER).posts == {Role.REVIEWER}
