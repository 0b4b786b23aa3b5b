"""Each need holds and fails on the facts it names, and says its own sentence when it fails."""

from __future__ import annotations

import pytest

from departments.models import Department, Officer
from departments.roles import Role
from disputes.choices import Mode, State
from disputes.models import Dispute
from tests import factories as f
from workflow.procedure import needs
from workflow.procedure.offers import rights_to
from workflow.procedure.rows.table import Need
from workflow.procedure.transitions import DISPUTE_ROWS

pytestmark = pytest.mark.django_db


def holds(need: Need[Dispute], dispute: Dispute, officer: Officer | None = None) -> bool:
    """Asked of fresh copies, as a page does."""
    officer = officer or f.an_officer(Role.CLERK, "SW")
    fresh = Officer.objects.get(pk=officer.pk)
    return need.holds(fresh, Dispute.objects.get(pk=dispute.pk))


def why_not(verb: str, dispute: Dispute, officer: Officer) -> str:
    fresh = Officer.objects.get(pk=officer.pk)
    offers = rights_to(fresh, Dispute.objects.get(pk=dispute.pk))
    return next(offer.why_not for offer in offers if offer.verb == verb)


def test_no_two_needs_of_the_table_share_a_name_or_a_sentence():
    used = {need for row in DISPUTE_ROWS for need in row.needs}
    assert len({need.name for need in used}) == len({need.sentence for need in used}) == len(used)


def test_only_a_consultation_is_answered_on_the_spot():
    assert not holds(needs.IS_CONSULTATION, f.triaged())
    asks = f.triaged(category="HR-10")
    assert holds(needs.IS_CONSULTATION, asks)
    assert why_not("answer_now", asks, f.an_officer(Role.CLERK, "SW")) == ""


def test_a_department_that_may_not_lead_does_not_handle_alone():
    assert holds(needs.MAY_LEAD, f.triaged())
    assert not holds(needs.MAY_LEAD, f.a_draft("CZ"))


def test_an_author_approves_his_own_registration_only_where_one_person_may_do_both():
    dispute = f.registered()
    author = dispute.first_contact_officer
    assert holds(needs.OTHER_THAN_AUTHOR, dispute, f.an_officer(Role.REVIEWER, "SW"))
    strict = {True: False, False: True}  # the switch → whether the author may
    for switch, may in strict.items():
        Department.objects.filter(code="SW").update(intake_same_person=switch)
        assert holds(needs.OTHER_THAN_AUTHOR, dispute, author) is may


def test_only_a_special_case_comes_down_and_only_a_general_one_goes_up():
    special, general = f.handled(Mode.SPECIAL), f.handled(Mode.SINGLE)
    assert (holds(needs.IS_SPECIAL, special), holds(needs.IS_GENERAL, special)) == (True, False)
    assert (holds(needs.IS_SPECIAL, general), holds(needs.IS_GENERAL, general)) == (False, True)


def test_an_easier_road_is_asked_for_once_until_the_leader_answers():
    dispute = f.handled(Mode.SPECIAL)
    clerk = f.an_officer(Role.CLERK, "SW")
    assert holds(needs.NO_DEESCALATION_PENDING, dispute)
    f.do(dispute, "deescalate", clerk, reason="诉求已大部解决")
    assert not holds(needs.NO_DEESCALATION_PENDING, dispute)
    assert why_not("deescalate", dispute, clerk) == "降级申请正在等待组长批示。"


def test_a_referral_is_decided_only_after_it_was_accepted():
    dispute = f.handled(Mode.REFERRAL)
    clerk = f.an_officer(Role.CLERK, "YB")
    assert not holds(needs.REFERRAL_ACCEPTED, dispute)
    f.answer(dispute.assignments.get(), "accept", clerk)
    assert holds(needs.REFERRAL_ACCEPTED, dispute)
    assert holds(needs.REFERRAL_ACCEPTED, f.handled(Mode.SINGLE))


def test_a_joint_case_is_decided_when_all_answered_and_is_none_when_all_sent_it_back():
    dispute = f.handled(Mode.JOINT)
    assert not holds(needs.OPINIONS_IN, dispute)
    f.answer_all(dispute)
    assert holds(needs.OPINIONS_IN, dispute)
    assert holds(needs.HAS_OPINIONS, dispute)
    deserted = f.handled(Mode.JOINT)
    for own in deserted.assignments.all():
        clerk = f.an_officer(Role.CLERK, own.department.code)
        f.answer(own, "return_back", clerk, reason="不属我局职责")
    deserted.refresh_from_db()
    assert (deserted.state, deserted.mode) == (State.TRIAGE, "")


def test_a_special_case_is_decided_only_with_issued_minutes():
    dispute = f.handled(Mode.SPECIAL)
    f.answer_all(dispute)
    assert not holds(needs.MINUTES_ISSUED, dispute)
    f.hold_meeting(dispute)
    assert holds(needs.MINUTES_ISSUED, dispute)


def test_the_drafter_never_signs_a_special_case_whatever_the_switch_says():
    for mode, may in ((Mode.SINGLE, True), (Mode.SPECIAL, False)):
        Department.objects.filter(code="SW").update(decision_head_sign=True)
        dispute = f.decided(mode)
        drafter = dispute.decisions.get().drafted_by
        assert not holds(needs.NOT_DRAFTER, dispute, drafter)
        assert holds(needs.NOT_DRAFTER, dispute, f.an_officer(Role.HEAD, "SW"))
        Department.objects.filter(code="SW").update(decision_head_sign=False)
        assert holds(needs.NOT_DRAFTER, dispute, drafter) is may


def test_a_case_is_archived_under_a_fonds_number_with_nothing_left_open():
    dispute = f.concluded(Mode.SINGLE)
    Department.objects.filter(code="SW").update(fonds_number="")
    assert not holds(needs.HAS_FONDS, dispute)
    f.a_department("SW")
    assert holds(needs.HAS_FONDS, dispute)
    assert holds(needs.NO_OPEN_ASSIGNMENT, dispute)
    assert not holds(needs.NO_OPEN_ASSIGNMENT, f.handled(Mode.JOINT))


def test_a_concluded_case_is_reported_once_and_once_more_when_it_is_archived():
    dispute = f.concluded(Mode.SINGLE)
    clerk = f.an_officer(Role.CLERK, "SW")
    f.do(dispute, "report_up", clerk)
    assert not holds(needs.NOT_REPORTED, dispute)
    f.do(dispute, "archive", clerk)
    assert holds(needs.NOT_REPORTED, dispute)
