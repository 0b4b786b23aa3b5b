"""A message is read when what it asks for is done; it says whose matter it is and leads there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from departments.models import Officer
from departments.roles import Role
from disputes.choices import Mode
from tests import factories as f
from tests.disputes.people import browser
from tests.told import telling
from workflow.meetings.actions import issue
from workflow.models import Notice

pytestmark = pytest.mark.django_db

DRAFT = {"facts": "属实", "basis": "社会保险法第63条", "decision": "补缴"}
OPINION = {"facts": "属实", "basis": "社会保险法第60条", "opinion": "同意"}


def unread(officer: Officer) -> list[str]:
    return [each.text for each in officer.notices.filter(read_at=None)]


def follow(officer: Officer, notice: Notice) -> str:
    return browser(officer).post(reverse("notice", args=[notice.pk]))["Location"]


def test_a_signature_settles_what_asked_for_it_with_every_head():
    head, dispute = f.an_officer(Role.HEAD, "SW"), f.handled()
    f.do(dispute, "draft_decision", f.an_officer(Role.CLERK, "SW"), **DRAFT)
    notice = head.notices.get(read_at=None)
    assert follow(head, notice) == reverse("dispute_verb", args=[dispute.pk, "sign_decision"])
    Notice.objects.filter(pk=notice.pk).update(read_at=None)
    f.do(dispute, "sign_decision", head)
    assert unread(head) == []
    assert follow(head, notice) == dispute.get_absolute_url()


def test_what_is_still_asked_stays_unread_whatever_else_happens():
    clerks = [f.an_officer(Role.CLERK, code) for code in ("RS", "YB")]
    dispute = f.handled(Mode.JOINT)
    assert all(len(unread(each)) == 1 for each in clerks)
    f.answer(dispute.assignments.get(department__code="RS"), "accept", clerks[0])
    assert [len(unread(each)) for each in clerks] == [0, 1]


def test_a_request_to_sign_for_leads_to_the_assignment_and_an_opinion_to_its_approval():
    clerk, head = f.an_officer(Role.CLERK, "YB"), f.an_officer(Role.HEAD, "YB")
    dispute = f.handled(Mode.JOINT)
    asked = dispute.assignments.get(department__code="YB")
    assert follow(clerk, clerk.notices.get()) == asked.get_absolute_url()
    f.answer(asked, "accept", clerk)
    f.answer(asked, "draft_opinion", clerk, **OPINION)
    notice = head.notices.get(read_at=None)
    assert follow(head, notice) == asked.get_absolute_url()
    Notice.objects.update(read_at=None)
    f.answer(asked, "approve_opinion", head)
    assert notice.text not in unread(head)


def test_who_was_to_come_or_to_issue_the_minutes_is_asked_no_more_when_that_is_done():
    dispute, leader, asked = f.handled(Mode.SPECIAL), f.a_leader(), f.an_officer(Role.CLERK, "YB")
    own = f.a_minuted_meeting(dispute)
    assert any("请参加" in each.text for each in asked.notices.all())
    assert not [text for text in unread(asked) if "请参加" in text]  # it has been held
    assert [text for text in unread(leader) if "纪要已记录，请签发" in text]
    issue(own, by=leader)
    assert not [text for text in unread(leader) if "请签发" in text]
    assert [text for text in unread(asked) if f"会议纪要（{own.number}）已签发" in text]


def test_an_extension_is_settled_by_its_answer():
    head, dispute = f.an_officer(Role.HEAD, "SW"), f.handled()
    due = dispute.deadlines.open().get(key="general.single").due_on
    clerk = f.an_officer(Role.CLERK, "SW")
    f.do(dispute, "extend", clerk, until=due + timedelta(days=3), reason="核账")
    [notice] = telling(head.notices, "申请延期")
    assert follow(head, notice) == dispute.approvals.get().get_absolute_url()


def test_a_reminder_settles_nothing_and_news_stay_until_read():
    clerk = f.an_officer(Role.CLERK, "SW")
    dispute = f.handled(Mode.JOINT)
    Notice.objects.create(recipient=clerk, dispute=dispute, text="医保局已反馈。")
    f.answer(
        dispute.assignments.get(department__code="YB"), "accept", f.an_officer(Role.CLERK, "YB")
    )
    assert "医保局已反馈。" in unread(clerk)


def test_each_message_says_whose_matter_it_is_masked_and_what_it_is_about():
    clerk = f.an_officer(Role.CLERK, "SW")
    f.triaged()
    client = browser(clerk)
    for address in ("/", reverse("notices")):
        assert "欧*试，已参保未申报</span>" in client.get(address).content.decode()


def test_what_was_urged_or_sent_back_is_read_when_it_is_done_again():
    """C2: the leader urged, the head sent it back; with the new draft both are done."""
    dispute, clerk = f.handled(), f.an_officer(Role.CLERK, "SW")
    head = f.an_officer(Role.HEAD, "SW")
    f.do(dispute, "urge", f.a_leader(), message="请尽快")
    assert len(unread(clerk)) == 1
    f.do(dispute, "draft_decision", clerk, **DRAFT)
    assert unread(clerk) == []
    f.do(dispute, "return_decision", head, comment="改")
    assert any("退回修改" in text for text in unread(clerk))
    f.do(dispute, "draft_decision", clerk, **DRAFT)
    assert unread(clerk) == []


def test_an_assignment_that_is_taken_back_is_known_by_the_paper_the_unit_holds():
    """Whoever takes part no more reads no number of the case; his own paper he has in hand."""
    clerk, dispute = f.an_officer(Role.CLERK, "YB"), f.handled(Mode.JOINT)
    asked = dispute.assignments.get(department__code="YB")
    number = dispute.papers.get(assignment=asked, kind="joint_notice").number
    f.answer(asked, "recall", f.an_officer(Role.CLERK, "SW"), reason="不再需要")
    page = browser(clerk).get(reverse("notices")).content.decode()
    assert f"交办已撤回：不再需要（会办通知{number}）" in page
    assert str(dispute.number) not in page
