"""What is told to the staff of a department is told to a town's 分管领导 as well (A23)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

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
