"""What is true of a dispute at the turns where it changes."""

from __future__ import annotations

import pytest

from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from tests import factories as f
from workflow.procedure import facts
from workflow.procedure.sides import case_sides

pytestmark = pytest.mark.django_db

SERVED = {"method": "direct", "recipient": "本人"}


def fresh(dispute: Dispute) -> Dispute:
    return Dispute.objects.get(pk=dispute.pk)


def ids(*codes: str) -> set[int]:
    return {f.a_department(code).pk for code in codes}


def test_a_returned_referral_is_in_force_no_more_and_the_next_one_is():
    dispute = f.handled(Mode.REFERRAL)
    first = dispute.assignments.get()
    assert facts.referral_of(fresh(dispute)) == first
    f.answer(first, "return_back", f.an_officer(Role.CLERK, "YB"), reason="不属我局职责")
    assert facts.referral_of(fresh(dispute)) is None
    assert not facts.referral_accepted(fresh(dispute))
    clerk = f.an_officer(Role.CLERK, "SW")
    f.do(dispute, "refer", clerk, department=f.a_department("RS"), reason="属人社局职责")
    second = facts.referral_of(fresh(dispute))
    assert second is not None
    assert second.department.code == "RS"


def test_an_opinion_excused_in_writing_counts_as_given():
    dispute = f.handled(Mode.JOINT)
    assert not facts.has_opinions(fresh(dispute))
    head = f.an_officer(Role.HEAD, "SW")
    for own in dispute.assignments.all():
        f.answer(f.overdue(own), "excuse", head, reason="逾期未提供")
    assert facts.has_opinions(fresh(dispute))
    assert not facts.opinions_awaited(fresh(dispute))


def test_a_task_makes_a_department_take_part_but_the_matter_is_none_of_its_duty():
    dispute = f.handled(Mode.SINGLE)
    office = f.an_officer(Role.OFFICE, "ZB")
    f.do(dispute, "give_task", office, department=f.a_department("XF"), question="请核实")
    assert facts.departments_taking_part(fresh(dispute)) == ids("SW", "XF")
    assert facts.departments_involved(fresh(dispute)) == ids("SW")


def test_a_department_that_sent_it_back_neither_takes_part_nor_is_involved():
    dispute = f.handled(Mode.JOINT)
    returned = dispute.assignments.get(department__code="RS")
    f.answer(returned, "return_back", f.an_officer(Role.CLERK, "RS"), reason="不属我局职责")
    assert facts.departments_taking_part(fresh(dispute)) == ids("SW", "YB")
    assert facts.departments_involved(fresh(dispute)) == ids("SW", "YB")


@pytest.mark.parametrize(
    ("mode", "signals", "due"),
    [
        (Mode.SPECIAL, {}, True),
        (Mode.JOINT, {}, False),
        (Mode.JOINT, {"policy": True}, True),
        (Mode.SINGLE, {"policy": True}, False),
    ],
)
def test_minutes_are_due_in_special_handling_and_for_a_shared_question_of_policy(
    mode, signals, due
):
    dispute = f.handled(mode)
    Dispute.objects.filter(pk=dispute.pk).update(signals=signals)
    assert facts.needs_minutes(fresh(dispute)) is due


def test_a_meeting_was_held_until_its_minutes_are_issued():
    dispute = f.handled(Mode.JOINT)
    assert not facts.has_met(fresh(dispute))
    f.hold_meeting(dispute)
    assert facts.has_minutes(fresh(dispute))
    assert not facts.has_met(fresh(dispute))


def test_feedback_of_a_referral_is_complete_only_with_the_receipt():
    dispute = f.decided(Mode.REFERRAL)
    clerk = f.an_officer(Role.CLERK, "YB")
    for party in ("payer", "counterparty"):
        assert not facts.feedback_complete(fresh(dispute))
        f.do(dispute, "serve", clerk, party=party, served_on=f.today(), **SERVED)
        f.do(dispute, "record_response", clerk, party=party, answer="none")
    assert case_sides.answered_sides(fresh(dispute)) == {("payer", None), ("counterparty", None)}
    assert not facts.receipt_answered(fresh(dispute))
    assert not facts.feedback_complete(fresh(dispute))
    assert facts.feedback_complete(fresh(f.concluded(Mode.REFERRAL)))


def test_the_drafter_is_that_of_the_latest_draft_and_nobody_before_there_is_one():
    dispute = f.handled(Mode.SINGLE)
    assert facts.drafter_id(fresh(dispute)) is None
    words = {"facts": "经查属实", "basis": "社会保险法第63条", "decision": "责令补缴"}
    first, second = f.an_officer(Role.CLERK, "SW"), f.an_officer(Role.CLERK, "SW", nth=2)
    f.do(dispute, "draft_decision", first, **words)
    f.do(dispute, "return_decision", f.an_officer(Role.HEAD, "SW"), comment="请补充依据")
    f.do(dispute, "draft_decision", second, **words)
    assert facts.drafter_id(fresh(dispute)) == second.pk
