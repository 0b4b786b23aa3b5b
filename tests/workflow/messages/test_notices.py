"""What is told to the staff of a department is told to a town's 分管领导 as well (A23)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from departments.models import Officer
from departments.roles import Role
from disputes.choices import Mode
from tests import factories as f
from workflow.meetings import actions as meetings
from workflow.meetings import plan as meeting_plans

pytestmark = pytest.mark.django_db

TOWN = "CL"
POSTS = [Role.CLERK, Role.REVIEWER, Role.HEAD, Role.TOWN_LEAD]
ANSWER = {"facts": "经查属实", "basis": "社会保险法第60条", "opinion": "同意"}


@pytest.fixture
def town():
    """Somebody in every post of the town; one verb's actor hears nothing of his own doing."""
    return {role: f.an_officer(role, TOWN) for role in POSTS}


def told(town):
    """The posts of the town with somebody who has just been told something."""
    return [role for role in POSTS if town[role].notices.exists()]


def words(officer):
    return officer.notices.latest("pk").text


def forgotten(town):
    """Whatever was told on the way here."""
    for officer in town.values():
        officer.notices.all().delete()


def referred_by_the_town():
    return f.handled(Mode.REFERRAL, TOWN).assignments.get()


def asked_of_the_town():
    """Tax handles it with 医保局, and the town is asked to help."""
    dispute, asked = f.triaged(), [f.a_department(code) for code in ("YB", TOWN)]
    f.do(dispute, "convene_joint", f.an_officer(), departments=asked, question="请协查")
    return dispute.assignments.get(department__code=TOWN)


def test_when_its_referral_comes_back(town):
    referral = referred_by_the_town()
    forgotten(town)
    f.answer(referral, "return_back", f.an_officer("clerk", "YB"), reason="不属本局职责")
    assert told(town) == POSTS
    assert "被医保局退回：不属本局职责" in words(town[Role.TOWN_LEAD])


def test_when_its_referral_is_answered(town):
    dispute = f.decided(Mode.REFERRAL, TOWN)
    referral = dispute.assignments.get()
    forgotten(town)
    f.answer(referral, "draft_opinion", f.an_officer("clerk", "YB"), **ANSWER)
    f.answer(referral, "approve_opinion", f.an_officer("head", "YB"))
    assert told(town) == POSTS
    assert "医保局已反馈" in words(town[Role.TOWN_LEAD])


def test_when_what_it_was_asked_is_recalled(town):
    asked = asked_of_the_town()
    forgotten(town)
    f.answer(asked, "recall", f.an_officer(), reason="不再需要")
    assert told(town) == POSTS
    assert "交办已撤回：不再需要" in words(town[Role.TOWN_LEAD])


def test_when_its_draft_waits_and_when_it_is_sent_back(town):
    asked = asked_of_the_town()
    f.answer(asked, "accept", town[Role.CLERK])
    forgotten(town)
    f.answer(asked, "draft_opinion", town[Role.CLERK], **ANSWER)
    assert told(town) == [Role.HEAD, Role.TOWN_LEAD]
    forgotten(town)
    f.answer(asked, "send_back", town[Role.HEAD], comment="请写明依据")
    assert told(town) == [Role.CLERK, Role.REVIEWER, Role.TOWN_LEAD]


def test_when_it_is_called_to_a_meeting(town):
    dispute = asked_of_the_town().dispute
    forgotten(town)
    clerk = f.an_officer()
    meeting = meeting_plans.plan(
        by=clerk, kind="general", title="碰头会", disputes=[dispute], place="三楼",
        departments=[f.a_department(TOWN)], starts_at=timezone.now() + timedelta(days=2),
    )  # fmt: skip
    meetings.call(meeting, by=clerk)
    assert told(town) == POSTS
    assert "碰头会" in words(town[Role.TOWN_LEAD])


# --- the post is empty: whoever works there hears, and the office, which may name somebody ------


def test_a_town_whose_only_officer_is_its_leader_hears_what_is_asked_of_it():
    alone = f.an_officer(Role.TOWN_LEAD, TOWN)
    assignment = asked_of_the_town()
    assert "协助，请签收" in words(alone)
    f.answer(assignment, "recall", f.an_officer(), reason="不再需要")
    assert "交办已撤回：不再需要" in words(alone)


def test_and_what_its_reviewer_sends_back_and_what_the_payer_takes_back():
    alone = f.an_officer(Role.TOWN_LEAD, TOWN)
    draft = f.a_draft(TOWN)
    f.do(draft, "register", draft.first_contact_officer)
    Officer.objects.filter(pk=draft.first_contact_officer_id).update(is_active=False)
    f.do(draft, "return_intake", f.an_officer(Role.REVIEWER, TOWN), comment="请补电话")
    assert words(alone) == f"{draft.number} 退回补充：请补电话"
    dispute = asked_of_the_town().dispute
    f.do(dispute, "withdraw", f.an_officer(), note="已书面申请")
    told = f"{dispute.number} 交办已撤回，不用再办：缴费人撤回（会办通知"
    assert words(alone).startswith(told)


def test_where_nobody_heads_the_unit_its_people_and_the_office_hear_what_waits_for_the_head():
    office, stranger = f.an_officer(Role.OFFICE, "ZB"), f.an_officer(Role.HEAD, "YB")
    dispute = f.handled()
    decision = {"facts": "属实", "basis": "社会保险法第63条", "decision": "责令补缴"}
    f.do(dispute, "draft_decision", f.an_officer(), **decision)
    assert words(f.an_officer(Role.REVIEWER, "SW")) == f"{dispute.number} 待签发，请办理。"
    assert words(office) == f"{dispute.number} 税务局部门负责人现无人能办，请指定代办。"
    assert not stranger.notices.exists()


def test_a_conference_about_no_case_is_told_to_whoever_is_called_to_it():
    clerk, invited = f.an_officer(), f.an_officer(Role.CLERK, "YB")
    meeting = meeting_plans.plan(
        by=clerk, kind="conference", title="联席会议", disputes=[], topics=["上半年工作"],
        starts_at=timezone.now(), departments=[f.a_department("YB")], place="三楼会议室",
    )  # fmt: skip
    meetings.call(meeting, by=clerk)
    assert "“联席会议”定于" in words(invited)


def test_the_leader_hears_of_a_meeting_that_waits_for_him_and_of_minutes_to_issue():
    leader, dispute = f.a_leader(), f.handled(Mode.SPECIAL)
    dispute.approvals.update(meeting_consent=False)
    clerk = f.an_officer()
    meeting = meeting_plans.plan(
        by=clerk, kind="major", title="专题会议", disputes=[dispute], starts_at=timezone.now(),
        departments=[f.a_department("YB")], place="三楼会议室",
    )  # fmt: skip
    assert words(leader) == "“专题会议”请同意召开。"
    meetings.approve(meeting, by=leader)
    assert "请发会商通知" in words(clerk)
    meetings.call(meeting, by=clerk)
    meetings.hold(meeting, by=clerk, attended=[f.a_department("YB")])
    meetings.minute(meeting, by=clerk, items=[meetings.Decided(dispute, "由税务局牵头")])
    assert words(leader) == "“专题会议”纪要已记录，请签发。"
