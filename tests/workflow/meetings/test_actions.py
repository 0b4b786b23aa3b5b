"""A meeting from its notice to issued minutes: who may, what is refused, what is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from confidentiality.sealing import open_sealed_json
from departments.models import Officer
from disputes.choices import Mode
from disputes.models import Dispute
from papers.kinds import thaw
from papers.printing.drawing import page
from tests import factories as f
from tests.api.programs import program
from tests.told import telling
from web.refusals import Mistyped, NotAllowed, NotYours
from workflow.meetings import actions
from workflow.meetings.plan import plan
from workflow.models import AgendaItem, Meeting

pytestmark = pytest.mark.django_db


def test_no_notice_of_a_meeting_goes_out_before_the_leader_agreed():
    """R047: neither team nor notice nor opinion while a major dispute waits for approval."""
    dispute, clerk = f.triaged(), f.an_officer("clerk")
    f.do(dispute, "report_major", clerk, reason="群体性诉求")
    meeting = plan(
        by=clerk,
        kind="general",
        title="碰头",
        disputes=[dispute],
        departments=[f.a_department("RS")],
        starts_at=timezone.now(),
        place="三楼",
    )
    with pytest.raises(NotAllowed, match="组长同意之前"):
        actions.call(meeting, by=clerk)


def planned(*disputes: Dispute, **more: Any) -> Meeting:  # Any: what a plan may say besides
    """By the tax bureau, with the other two."""
    return plan(
        by=f.an_officer("clerk"),
        kind="general",
        title="碰头会",
        disputes=disputes,
        departments=[f.a_department(code) for code in ("RS", "YB")],
        starts_at=timezone.now(),
        place="三楼",
        **more,
    )


def held(*disputes: Dispute, **more: Any) -> Meeting:  # Any: as above
    """人社局 came, 医保局 did not."""
    meeting = planned(*disputes, **more)
    actions.call(meeting, by=f.an_officer("clerk"))
    came = [f.a_department(code) for code in ("SW", "RS")]
    actions.hold(meeting, by=f.an_officer("clerk"), attended=came)
    return meeting


def minuted(dispute: Dispute, responsible: str = "RS", **more: Any) -> Meeting:  # Any: as above
    meeting = held(dispute, **more)
    settled = actions.Decided(dispute, "由人社局核定工资", responsible=f.a_department(responsible))
    actions.minute(meeting, by=f.an_officer("clerk"), items=[settled])
    return meeting


def test_with_the_notice_all_who_are_invited_are_told_and_every_case_says_so():
    guest, first, second = f.an_officer("clerk", "YB"), f.handled(Mode.SINGLE), f.handled()
    meeting = planned(first, second)
    actions.call(meeting, by=f.an_officer("clerk"))
    assert meeting.state == "called"
    assert telling(guest.notices, "“碰头会”定于").count() == 1
    for dispute in (first, second):
        assert dispute.timeline.latest("pk").text.endswith("发出“碰头会”会商通知。")
        assert dispute.papers.filter(kind="meeting_notice").exists()


def test_only_who_was_invited_has_come_and_somebody_has():
    meeting = planned(f.handled(Mode.SINGLE))
    actions.call(meeting, by=f.an_officer("clerk"))
    for came in ([], [f.a_department("CZ")]):
        with pytest.raises(Mistyped, match="请在参会单位中勾选到会的单位") as refused:
            actions.hold(meeting, by=f.an_officer("clerk"), attended=came)
        assert set(refused.value.errors) == {"attended"}
    assert meeting.state == "called"


def test_minutes_settle_only_what_was_on_the_agenda():
    meeting, stranger = held(f.handled(Mode.SINGLE)), f.handled(Mode.SINGLE)
    with pytest.raises(Mistyped, match=f"{stranger.number} 不在议题中"):
        actions.minute(meeting, by=f.an_officer("clerk"), items=[actions.Decided(stranger, "办")])


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"due_on": "2020-01-01", "responsible": "RS"}, "完成时限不能早于今天。"),
        ({"due_on": "2100-01-04"}, "定了完成时限的，请选择责任单位。"),
        ({"decision": " "}, "请填写议定事项。"),
    ],
)
def test_a_program_is_refused_what_the_page_refuses(said, sentence):
    dispute = f.handled(Mode.SINGLE)
    meeting = held(dispute)
    item = {"dispute": dispute.pk, "decision": "由人社局核定"} | said
    answer = program().post(f"meetings/{meeting.pk}/actions/minute/", {"items": [item]})
    assert answer.status_code == 400
    assert answer.json()["errors"]["items"] == [sentence]


def test_a_program_learns_no_number_by_naming_what_was_not_on_the_agenda():
    meeting, stranger = held(f.handled(Mode.SINGLE)), f.handled(Mode.SINGLE, "YB")
    for pk in (stranger.pk, 10**9):
        item = {"dispute": pk, "decision": "办"}
        answer = program().post(f"meetings/{meeting.pk}/actions/minute/", {"items": [item]})
        assert answer.json()["errors"]["items"] == ["议题中没有这个争议事项。"]


def test_minutes_that_leave_a_case_unsettled_are_not_issued():
    dispute, left = f.handled(Mode.SINGLE), f.handled(Mode.SINGLE)
    meeting = held(dispute, left)
    actions.minute(meeting, by=f.an_officer("clerk"), items=[actions.Decided(dispute, "办")])
    with pytest.raises(NotAllowed, match="还有议题没有写明议定事项"):
        actions.issue(meeting, by=f.an_officer("clerk"))


def test_what_was_settled_is_owed_by_whom_it_names_under_a_clock_of_its_own():
    dispute = f.handled(Mode.JOINT)
    meeting = minuted(dispute)
    actions.issue(meeting, by=f.an_officer("clerk"))
    [owed] = meeting.resolutions.all()
    assert (owed.department.code, owed.sender.code, owed.question) == (
        "RS",
        "SW",
        "由人社局核定工资",
    )
    assert set(owed.deadlines.open().values_list("key", flat=True)) == {
        "task.assigned",
        "transfer.sign",
    }
    assert owed.papers.get().kind == "task_sheet"
    assert f"会议纪要 {meeting.number}" in dispute.timeline.latest("pk").text
    with pytest.raises(IntegrityError, match="issued minutes never change"), transaction.atomic():
        AgendaItem.objects.create(meeting=meeting, topic="另一个议题", order=9)


def test_only_who_came_countersigns_and_all_of_them_before_it_is_issued():
    meeting = minuted(f.handled(Mode.SINGLE), countersigned=True)
    with pytest.raises(NotYours):
        actions.countersign(meeting, by=f.an_officer("head", "YB"))
    actions.countersign(meeting, by=f.an_officer("head", "RS"))
    with pytest.raises(NotAllowed, match="参会单位尚未全部会签"):
        actions.issue(meeting, by=f.an_officer("clerk"))
    actions.countersign(meeting, by=f.an_officer("head", "SW"))
    actions.issue(meeting, by=f.an_officer("clerk"))
    assert meeting.state == "issued"


def test_a_meeting_that_asks_for_no_signatures_gets_none():
    meeting = minuted(f.handled(Mode.SINGLE))
    with pytest.raises(NotAllowed, match="本次会商不需要会签"):
        actions.countersign(meeting, by=f.an_officer("head", "RS"))


def test_a_cancelled_meeting_tells_the_invited_why_and_shows_them_the_case_no_more():
    guest, dispute = f.an_officer("clerk", "YB"), f.handled(Mode.SINGLE)
    meeting = planned(dispute)
    actions.call(meeting, by=f.an_officer("clerk"))
    assert dispute in Dispute.objects.visible_to(f.an_officer("clerk", "YB"))
    actions.cancel(meeting, by=f.an_officer("clerk"), reason="改为书面征求意见")
    assert guest.notices.latest("pk").text == "“碰头会”已取消：改为书面征求意见"
    assert dispute not in Dispute.objects.visible_to(Officer.objects.get(pk=guest.pk))


def test_only_the_convenor_leads_it_and_a_held_meeting_is_not_cancelled():
    meeting = held(f.handled(Mode.JOINT))
    with pytest.raises(NotYours):
        actions.minute(meeting, by=f.an_officer("clerk", "RS"), items=[])
    with pytest.raises(NotAllowed, match="不能办理“取消会商”"):
        actions.cancel(meeting, by=f.an_officer("clerk"), reason="晚了")


def test_a_case_archived_meanwhile_takes_the_minutes_in_and_owes_nothing_more():
    """With it a case that goes on owes what was decided; alone it owes nothing at all."""
    for companions in ([], [f.handled(Mode.SINGLE)]):
        done = f.concluded(Mode.SINGLE)
        meeting = held(done, *companions)
        decided = [
            actions.Decided(each, "由人社局核定工资", responsible=f.a_department("RS"))
            for each in (done, *companions)
        ]
        actions.minute(meeting, by=f.an_officer("clerk"), items=decided)
        f.do(done, "archive", f.an_officer("clerk"))
        actions.issue(meeting, by=f.an_officer("clerk"))
        assert done.papers.filter(kind="minutes").exists()
        assert [owed.dispute for owed in meeting.resolutions.all()] == companions
        assert all(owed.deadlines.open().exists() for owed in meeting.resolutions.all())
        assert not done.assignments.open().exists()


def test_one_that_was_held_before_its_hour_says_when_it_was() -> None:
    """The minutes are of what has happened (A2): nothing of the day after tomorrow."""
    dispute, clerk = f.handled(Mode.JOINT), f.an_officer("clerk")
    meeting = plan(
        by=clerk, kind="general", title="碰头会", disputes=[dispute], place="三楼",
        departments=[f.a_department("RS")], starts_at=timezone.now() + timedelta(days=2),
    )  # fmt: skip
    actions.call(meeting, by=clerk)
    actions.hold(meeting, by=clerk, attended=[f.a_department("RS")])
    meeting.refresh_from_db()
    assert meeting.starts_at <= timezone.now()
    assert "提前" in dispute.timeline.latest("pk").text


def test_to_one_that_is_over_nobody_is_asked_to_come() -> None:
    dispute, clerk, guest = f.handled(), f.an_officer("clerk"), f.an_officer("clerk", "YB")
    meeting = plan(
        by=clerk, kind="general", title="碰头会", disputes=[dispute], place="三楼",
        departments=[f.a_department("YB")], starts_at=timezone.now() - timedelta(hours=3),
    )  # fmt: skip
    actions.call(meeting, by=clerk)
    [told] = [each.text for each in telling(guest.notices, "“碰头会”")]
    assert "会商通知已补发，会商时间已过" in told
    assert "请参加" not in told
    notice = dispute.papers.get(kind="meeting_notice")
    sent = page(thaw(notice.kind, open_sealed_json(notice.content)), masked=False)
    assert "现补发一般事项会商（会议）通知，会商时间已过" in sent
