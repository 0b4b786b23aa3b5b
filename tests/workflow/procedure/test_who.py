"""Who may do what, by the posts held today, the switches of a department, and a delegation."""

from __future__ import annotations

from datetime import timedelta

import pytest

from departments.models import Delegation, Department, Officer, TaskForceSettings
from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from disputes.models import dispute as models_dispute
from tests import factories as f
from workflow.procedure import next_move, who
from workflow.procedure.next_move import Desk
from workflow.procedure.rows.table import Who

pytestmark = pytest.mark.django_db


def may(right: Who[Dispute], dispute: Dispute, role: str, code: str) -> bool:
    officer = Officer.objects.get(pk=f.an_officer(role, code).pk)
    return right.allows(officer, Dispute.objects.get(pk=dispute.pk))


def delegated(deputy: Officer, *, for_days: int = 7) -> None:
    TaskForceSettings.objects.update_or_create(id=1, defaults={"leader_delegation": True})
    ends_on = f.today() + timedelta(days=for_days)
    Delegation.objects.create(
        leader=f.a_leader(), deputy=deputy, basis="专班〔2026〕5号",
        starts_on=f.today() - timedelta(days=30), ends_on=ends_on, recorded_by=deputy,
    )  # fmt: skip


def test_a_deputy_speaks_for_the_task_force_only_while_his_delegation_is_in_force():
    deputy = f.an_officer(Role.DEPUTY, "ZB")
    assert not who.speaks_for_task_force(Officer.objects.get(pk=deputy.pk))
    delegated(deputy, for_days=-1)
    assert not who.speaks_for_task_force(Officer.objects.get(pk=deputy.pk))
    delegated(deputy, for_days=0)
    assert who.speaks_for_task_force(Officer.objects.get(pk=deputy.pk))


def test_the_office_speaks_for_the_task_force_and_does_not_act_as_the_leader():
    office = f.an_officer(Role.OFFICE, "ZB")
    assert who.speaks_for_task_force(office)
    assert not who.acts_as_leader(office)
    assert who.acts_as_leader(f.a_leader())


def test_a_registration_is_reviewed_by_reviewers_unless_one_person_may_do_both():
    dispute = f.registered()
    for strict in (True, False):
        Department.objects.filter(code="SW").update(intake_same_person=strict)
        assert may(who.REVIEWER, dispute, Role.REVIEWER, "SW")
        assert may(who.REVIEWER, dispute, Role.CLERK, "SW") is not strict
        assert not may(who.REVIEWER, dispute, Role.REVIEWER, "YB")


def test_a_decision_is_signed_by_the_head_unless_the_department_says_otherwise():
    dispute = f.handled(Mode.REFERRAL)
    for strict in (True, False):
        Department.objects.filter(code="YB").update(decision_head_sign=strict)
        assert may(who.SIGNER, dispute, Role.HEAD, "YB")
        assert may(who.SIGNER, dispute, Role.CLERK, "YB") is not strict
        assert not may(who.SIGNER, dispute, Role.HEAD, "SW")


def test_in_a_referral_the_lead_decides_and_else_the_receiving_department():
    referred, single = f.handled(Mode.REFERRAL), f.handled(Mode.SINGLE)
    assert models_dispute.deciding_department(referred).code == "YB"
    assert models_dispute.deciding_department(single).code == "SW"
    assert may(who.DECIDING, referred, Role.CLERK, "YB")
    assert not may(who.DECIDING, referred, Role.CLERK, "SW")
    assert may(who.HEAD_OF_DECIDING, referred, Role.HEAD, "YB")
    assert not may(who.HEAD_OF_DECIDING, referred, Role.CLERK, "YB")


def test_a_department_owes_something_while_its_assignment_is_open():
    dispute = f.handled(Mode.JOINT)
    assert may(who.OWING, dispute, Role.CLERK, "YB")
    assert not may(who.OWING, dispute, Role.CLERK, "CZ")
    f.answer_all(dispute)
    assert not may(who.OWING, dispute, Role.CLERK, "YB")
    assert may(who.OWING, dispute, Role.CLERK, "SW")


def test_whoever_owes_the_next_move_himself_does_not_wait_for_another():
    dispute = f.registered()
    assert may(who.WAITING, dispute, Role.CLERK, "SW")
    assert not may(who.WAITING, dispute, Role.REVIEWER, "SW")
    assert may(who.WAITING, dispute, Role.OFFICE, "ZB")
    assert not may(who.WAITING, dispute, Role.CLERK, "YB")


def test_a_clerk_s_desk_is_everybody_s_who_works_there_and_a_head_s_is_not():
    bureau = f.a_department("SW")
    clerk, head = f.an_officer(Role.CLERK, "SW"), f.an_officer(Role.HEAD, "SW")
    assert next_move.sits_at(head, Desk(bureau, Role.CLERK))
    assert not next_move.sits_at(clerk, Desk(bureau, Role.HEAD))
    assert not next_move.sits_at(head, Desk(f.a_department("YB"), Role.CLERK))
    assert next_move.sits_at(f.a_leader(), Desk(None, Role.LEADER))


def test_whoever_takes_part_asks_the_office_to_convene():
    dispute = f.handled(Mode.JOINT)
    assert may(who.CONVENING_ASKER, dispute, Role.CLERK, "RS")
    assert may(who.CONVENING_ASKER, dispute, Role.CLERK, "YB")
    assert not may(who.CONVENING_ASKER, dispute, Role.AUDITOR, "ZB")


def test_whoever_works_on_no_case_recuses_nobody():
    dispute = f.handled(Mode.SINGLE)
    assert may(who.OFFICER_OR_HEAD, dispute, Role.CLERK, "SW")
    assert not may(who.OFFICER_OR_HEAD, dispute, Role.AUDITOR, "ZB")
