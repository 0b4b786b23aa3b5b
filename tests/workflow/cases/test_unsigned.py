"""A decision that nobody has signed is read where it is written, by no partner (R060)."""

from __future__ import annotations

import pytest

from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from tests import factories as f
from tests.workflow.signing_in import signed_in

pytestmark = pytest.mark.django_db

DRAFTED = "责令补缴三个月"


def drafted() -> Dispute:
    """Joint, all opinions in, waiting for the head of the tax bureau."""
    dispute = f.handled(Mode.JOINT)
    f.answer_all(dispute)
    f.do(dispute, "draft_decision", f.an_officer(), facts="属实", basis="法", decision=DRAFTED)
    return dispute


def sees(dispute: Dispute, role: str, code: str) -> bool:
    page = signed_in(f.an_officer(role, code)).get(dispute.get_absolute_url())
    assert page.status_code == 200
    return DRAFTED in page.content.decode()


@pytest.mark.parametrize("returned", [False, True])
def test_a_joint_partner_does_not_read_what_is_not_signed(returned: bool) -> None:
    dispute = drafted()
    if returned:
        f.do(dispute, "return_decision", f.an_officer(Role.HEAD), comment="请重写")
    for role in (Role.CLERK, Role.HEAD):
        assert sees(dispute, role, "SW")
        assert not sees(dispute, role, "YB")
    assert sees(dispute, Role.LEADER, "ZB")


def test_signed_it_is_read_by_everybody_who_took_part() -> None:
    dispute = drafted()
    f.do(dispute, "sign_decision", f.an_officer(Role.HEAD), comment="同意")
    assert sees(dispute, Role.CLERK, "YB")


def test_beside_his_own_form_a_partner_does_not_read_it_either() -> None:
    """One more was asked after the draft came back."""
    dispute = drafted()
    f.do(dispute, "return_decision", f.an_officer(Role.HEAD), comment="请重写")
    f.do(dispute, "give_task", f.a_leader(), department=f.a_department("YB"), question="请核实")
    task = dispute.assignments.latest("pk")
    f.answer(task, "accept", f.an_officer(Role.CLERK, "YB"))
    page = signed_in(f.an_officer(Role.CLERK, "YB")).get(f"{task.get_absolute_url()}draft_opinion/")
    assert page.status_code == 200
    assert DRAFTED not in page.content.decode()


def test_in_a_referral_whoever_receives_it_reads_along() -> None:
    dispute = f.handled(Mode.REFERRAL)
    f.answer(dispute.assignments.get(), "accept", f.an_officer(Role.CLERK, "YB"))
    yb = f.an_officer(Role.CLERK, "YB")
    f.do(dispute, "draft_decision", yb, facts="属实", basis="法", decision=DRAFTED)
    assert sees(dispute, Role.CLERK, "YB")
    assert sees(dispute, Role.CLERK, "SW")
