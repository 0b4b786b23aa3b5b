"""Where the next move lies in every state, and which step's limit runs there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from tests import factories as f
from workflow.meetings import actions
from workflow.meetings import plan as meetings
from workflow.models.choices import ApprovalState
from workflow.procedure import next_move

pytestmark = pytest.mark.django_db


def lies(dispute: Dispute) -> tuple[str, str, str]:
    """Department, post and step of a fresh copy; what is stored agrees with what is derived."""
    fresh = Dispute.objects.get(pk=dispute.pk)
    found = next_move.next_move(fresh)
    assert (found.department_id, found.role) == (fresh.owing_department_id, fresh.owing_role)
    owner = fresh.owing_department
    return (owner.code if owner else "", found.role, found.step)


def returned_once(dispute: Dispute) -> None:
    clerk = f.an_officer(Role.CLERK, "SW")
    f.do(dispute, "refer", clerk, department=f.a_department("YB"), reason="属医保局职责")
    own = dispute.assignments.last()
    assert own is not None
    f.answer(own, "return_back", f.an_officer(Role.CLERK, "YB"), reason="不属我局职责")
    dispute.refresh_from_db()


def test_intake_goes_from_the_reviewer_to_the_clerk_of_the_receiving_department():
    assert lies(f.registered()) == ("SW", Role.REVIEWER, "intake.review")
    assert lies(f.triaged()) == ("SW", Role.CLERK, "intake.triage")


def test_a_case_returned_twice_lies_with_the_office_until_it_names_a_department():
    dispute = f.triaged()
    returned_once(dispute)
    assert lies(dispute) == ("SW", Role.CLERK, "intake.triage")
    returned_once(dispute)
    assert lies(dispute) == ("", Role.OFFICE, "intake.triage")
    office = f.an_officer(Role.OFFICE, "ZB")
    f.do(dispute, "assign", office, department=f.a_department("RS"), reason="由人社局办理")
    assert lies(dispute)[1] != Role.OFFICE


def test_alone_the_receiving_department_works_and_in_referral_the_lead():
    assert lies(f.handled(Mode.SINGLE)) == ("SW", Role.CLERK, "")
    assert lies(f.handled(Mode.REFERRAL)) == ("YB", Role.CLERK, "")


def test_while_opinions_are_out_the_case_lies_on_no_desk_and_then_a_draft_is_due():
    dispute = f.handled(Mode.JOINT)
    assert lies(dispute) == ("", "", "")
    f.answer_all(dispute)
    assert lies(dispute) == ("SW", Role.CLERK, "decision.draft")


def test_in_special_handling_a_meeting_its_minutes_and_the_draft_are_due_in_that_order():
    dispute = f.handled(Mode.SPECIAL)
    f.answer_all(dispute)
    assert lies(dispute) == ("SW", Role.CLERK, "major.meeting")
    clerk, team = f.an_officer(Role.CLERK, "SW"), [f.a_department("RS"), f.a_department("YB")]
    meeting = meetings.plan(
        by=clerk, kind="major", title="专题会议", disputes=[dispute], departments=team,
        starts_at=timezone.now(), place="三楼会议室",
    )  # fmt: skip
    actions.call(meeting, by=clerk)
    assert lies(dispute)[2] == "major.meeting"
    actions.hold(meeting, by=clerk, attended=team)
    assert lies(dispute)[2] == "major.minutes"
    actions.minute(meeting, by=clerk, items=[actions.Decided(dispute, "由区税务局牵头")])
    assert lies(dispute)[2] == "major.minutes"
    actions.issue(meeting, by=f.a_leader())
    assert lies(dispute)[2] == "decision.draft"


def test_feedback_waits_for_both_to_be_served_and_then_for_what_they_say():
    dispute = f.decided(Mode.SINGLE)
    assert lies(dispute) == ("SW", Role.CLERK, "feedback.both")
    clerk = f.an_officer(Role.CLERK, "SW")
    for party, step in (("payer", "feedback.both"), ("counterparty", "stance.wait")):
        f.do(
            dispute, "serve", clerk, party=party, method="direct", served_on=f.today(),
            recipient="本人",
        )  # fmt: skip
        assert lies(dispute)[2] == step


def test_an_objection_lies_with_the_receiving_department_even_in_a_referral():
    dispute = f.decided(Mode.REFERRAL)
    clerk = f.an_officer(Role.CLERK, "YB")
    served = {"party": "payer", "method": "direct", "recipient": "本人"}
    f.do(dispute, "serve", clerk, served_on=f.today(), **served)
    f.do(dispute, "record_response", clerk, party="payer", answer="objects", note="金额不符")
    assert lies(dispute) == ("SW", Role.CLERK, "remedy.guide")


def test_the_question_for_more_time_falls_with_the_clock_it_was_asked_for():
    dispute = f.handled(Mode.JOINT)
    own = dispute.assignments.get(department__code="YB")
    clerk = f.an_officer(Role.CLERK, "YB")
    f.answer(own, "accept", clerk)
    until = own.due_on + timedelta(days=14)
    f.do(dispute, "extend", clerk, until=until, reason="调档需要时间")
    asked = dispute.approvals.get()
    assert asked.state == ApprovalState.PENDING
    f.do(dispute, "withdraw", f.an_officer(Role.CLERK, "SW"), note="已自行协商")
    asked.refresh_from_db()
    assert asked.state == ApprovalState.WITHDRAWN
    assert any("延期申请随之撤回" in entry.text for entry in dispute.timeline.all())


def test_the_question_for_an_easier_road_falls_when_the_case_ends():
    dispute = f.handled(Mode.SPECIAL)
    clerk = f.an_officer(Role.CLERK, "SW")
    f.do(dispute, "deescalate", clerk, reason="诉求已大部解决")
    f.do(dispute, "withdraw", clerk, note="已自行协商")
    asked = dispute.approvals.get(kind="deescalation")
    assert asked.state == ApprovalState.WITHDRAWN
    assert any("降级申请随之撤回" in entry.text for entry in dispute.timeline.all())
