"""会商 in a browser: from the plan to issued minutes, and who sees what on the way."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from confidentiality.sealing import open_sealed_json
from departments.models import Officer
from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from tests.factories import a_leader, an_officer, answer_all, handled
from workflow.meetings.month import month_of, month_page
from workflow.models import Meeting, Paper
from workflow.models.choices import MeetingState

pytestmark = pytest.mark.django_db


def signed_in(role: str = Role.CLERK, code: str = "SW") -> Client:
    client = Client()
    officer = a_leader() if role == Role.LEADER else an_officer(role, code)
    client.force_login(Officer.objects.get(pk=officer.pk))
    return client


def typed(*disputes: Dispute, **other: Any) -> dict[str, Any]:  # Any: what a form is sent
    start = timezone.localtime() + timedelta(days=2)
    fields = {
        "kind": "general",
        "form": "meeting",
        "title": "工资申报不实会商",
        "disputes": [dispute.pk for dispute in disputes],
        "departments": ["RS", "YB"],
        "starts_at": f"{start:%Y-%m-%dT%H:%M}",
        "place": "区税务局二楼",
    }
    return fields | other


def planned(*disputes: Dispute, **other: Any) -> Meeting:  # Any: as above
    """Planned over HTTP by the tax bureau's clerk."""
    said = signed_in().post(reverse("meeting_new"), typed(*disputes, **other))
    assert said.status_code == 302, said.content.decode()
    return Meeting.objects.latest("pk")


def do(
    meeting: Meeting,
    verb: str,
    client: Client,
    status: int = 302,
    **fields: Any,  # Any: as above
) -> HttpResponse:
    """One verb under the version the page showed."""
    meeting.refresh_from_db()
    url = reverse("meeting_verb", args=[meeting.pk, verb])
    said = client.post(url, {"version": meeting.version, **fields})
    assert said.status_code == status, said.content.decode()
    meeting.refresh_from_db()
    return said  # type: ignore[return-value]


def held(*disputes: Dispute, **other: Any) -> Meeting:  # Any: as above
    """RS came, YB did not."""
    meeting = planned(*disputes, **other)
    do(meeting, "call", signed_in())
    do(meeting, "hold", signed_in(), attended=["SW", "RS"], chair="区税务局 赵局长",
       present="区税务局：经办员丁")  # fmt: skip
    return meeting


def minutes(meeting: Meeting, decision: str = "由区税务局责令限期补缴") -> dict[str, Any]:
    """The same words for every case of the agenda."""
    item = meeting.items.first()
    assert item is not None
    prefix = f"item{item.pk}"
    due_on = timezone.localdate() + timedelta(days=14)
    return {
        f"{prefix}-decision": decision,
        f"{prefix}-dissent": "区医保局保留意见",
        f"{prefix}-responsible": "RS",
        f"{prefix}-due_on": due_on.isoformat(),
    }


def shown(client: Client, meeting: Meeting, status: int = 200) -> str:
    said = client.get(reverse("meeting", args=[meeting.pk]))
    assert said.status_code == status
    return said.content.decode()


def test_a_meeting_goes_from_the_plan_to_issued_minutes() -> None:
    dispute = handled(Mode.JOINT)
    meeting = held(dispute)
    do(meeting, "minute", signed_in(), **minutes(meeting))
    do(meeting, "issue", signed_in())
    assert meeting.state == MeetingState.ISSUED
    text = shown(signed_in(), meeting)
    assert "由区税务局责令限期补缴" in text
    assert "区医保局保留意见" in text
    assert meeting.number in text
    assert "3 家受邀，2 家到会" in text
    assert "到会人员：区税务局：经办员丁" in text
    paper = Paper.objects.get(meeting=meeting, kind="minutes")
    kept = open_sealed_json(paper.content)
    assert (kept["present"], kept["chair"]) == ("区税务局：经办员丁", "区税务局 赵局长")
    assert "主持人：区税务局 赵局长" in text
    task = dispute.assignments.get(kind="resolution")
    assert task.department.code == "RS"
    assert task.question == "由区税务局责令限期补缴"


def test_the_attending_see_the_agenda_from_the_notice_until_the_minutes() -> None:
    dispute = handled()
    meeting = planned(dispute)
    guest = signed_in(Role.CLERK, "YB")
    assert dispute.number
    assert guest.get(meeting.get_absolute_url()).status_code == 404  # it is only planned
    do(meeting, "call", signed_in())
    assert dispute.number in shown(guest, meeting)
    do(meeting, "hold", signed_in(), attended=["SW", "YB"])
    item = meeting.items.get()
    do(meeting, "minute", signed_in(), 302, **{f"item{item.pk}-decision": "由区税务局办理"})
    do(meeting, "issue", signed_in())
    text = shown(guest, meeting)
    assert dispute.number not in text
    assert "另有 1 件议题" in text


@pytest.mark.parametrize(("form", "called"), [("consultation", "磋商"), ("talk", "座谈")])
def test_how_it_is_held_stands_on_its_page(form: str, called: str) -> None:
    """R059: 磋商、座谈 as well as a meeting."""
    assert called in shown(signed_in(), planned(handled(), form=form))
    assert called not in shown(signed_in(), planned(handled()))


def test_a_department_without_a_part_learns_of_no_meeting() -> None:
    meeting = planned(handled())
    stranger = signed_in(Role.HEAD, "CZ")
    shown(stranger, meeting, status=404)
    assert meeting.title not in stranger.get(reverse("meetings")).content.decode()
    url = reverse("meeting_verb", args=[meeting.pk, "call"])
    assert stranger.post(url).status_code == 404


def test_only_the_convenor_calls() -> None:
    meeting = planned(handled(Mode.JOINT))
    do(meeting, "call", signed_in(Role.CLERK, "RS"), status=404)
    assert meeting.state == MeetingState.PLANNED
    do(meeting, "call", signed_in())
    do(meeting, "hold", signed_in(Role.CLERK, "RS"), status=403)


def test_a_changed_text_voids_what_was_countersigned() -> None:
    meeting = held(handled(Mode.JOINT), countersigned="on")
    do(meeting, "minute", signed_in(), **minutes(meeting))
    do(meeting, "countersign", signed_in(Role.HEAD, "RS"))
    do(meeting, "countersign", signed_in(Role.HEAD, "SW"))
    assert "会签第1稿" in shown(signed_in(), meeting)
    editor = signed_in().get(reverse("meeting_verb", args=[meeting.pk, "minute"]))
    assert "已有 2 家的会签失效" in editor.content.decode()
    do(meeting, "minute", signed_in(), **minutes(meeting, "由区税务局和区人社局共同督促补缴"))
    text = shown(signed_in(), meeting)
    assert "第1稿的会签已失效" in text
    assert "尚未全部会签" in text
    do(meeting, "issue", signed_in())  # refused: back to the page with a word
    assert meeting.state == MeetingState.MINUTED
    waiting = signed_in(Role.HEAD, "RS").get(reverse("meetings")).content.decode()
    assert meeting.title in waiting
    assert "会签" in waiting
    for code in ("RS", "SW"):
        do(meeting, "countersign", signed_in(Role.HEAD, code))
    do(meeting, "issue", signed_in())
    assert meeting.state == MeetingState.ISSUED
    assert meeting.countersignatures.count() == 4


def test_a_major_meeting_is_not_called_without_consent() -> None:
    meeting = planned(handled(), handled(), kind="major")
    assert meeting.state == MeetingState.AWAITING_APPROVAL
    said = do(meeting, "call", signed_in())
    assert said["Location"] == meeting.get_absolute_url()
    assert meeting.state == MeetingState.AWAITING_APPROVAL
    assert "待组长同意" in shown(signed_in(), meeting)
    leader = signed_in(Role.LEADER)
    question = meeting.approvals.get()
    assert question.get_absolute_url() in shown(leader, meeting)
    leader.post(question.get_absolute_url(), {"answer": "approve"})
    do(meeting, "call", signed_in())
    assert meeting.state == MeetingState.CALLED
    assert "同意召开" in shown(signed_in(), meeting)


def test_consent_given_with_the_approval_spares_the_second_question() -> None:
    meeting = planned(handled(Mode.SPECIAL), kind="major")
    assert meeting.state == MeetingState.PLANNED


def test_a_conference_is_the_tax_bureaus() -> None:
    guest = signed_in(Role.CLERK, "RS")
    form = guest.get(reverse("meeting_new")).content.decode()
    assert "联席会议</option>" not in form
    said = guest.post(reverse("meeting_new"), typed(handled(Mode.JOINT), kind="conference"))
    assert said.status_code == 400
    assert "联席会议</option>" in signed_in().get(reverse("meeting_new")).content.decode()


def test_the_leader_does_not_convene() -> None:
    assert signed_in(Role.LEADER).get(reverse("meeting_new")).status_code == 403


def test_called_from_a_case_it_brings_the_case_and_its_departments() -> None:
    dispute = handled(Mode.JOINT)
    client = signed_in()
    text = client.get(reverse("meeting_new"), {"dispute": dispute.pk}).content.decode()
    assert f'name="disputes" value="{dispute.pk}" checked' in text
    assert f'value="{dispute.number} 会商"' in text
    stranger = signed_in(Role.CLERK, "CZ")
    assert stranger.get(reverse("meeting_new"), {"dispute": dispute.pk}).status_code == 404


def test_looking_for_a_case_keeps_what_was_typed() -> None:
    wanted, other = handled(facts="木材厂长期未申报"), handled()
    fields = typed(other, find="1", q="木材厂", starts_at="", title="随手写的名称")
    said = signed_in().post(reverse("meeting_new"), fields)
    text = said.content.decode()
    assert said.status_code == 200
    assert str(wanted) in text
    assert "随手写的名称" in text
    assert f'value="{other.pk}" checked' in text
    assert not Meeting.objects.exists()


def test_an_agenda_of_unseen_cases_is_refused_as_if_they_were_not() -> None:
    strange = handled(code="YB")
    said = signed_in().post(reverse("meeting_new"), typed(strange))
    assert said.status_code == 400
    assert "没有这个争议事项" in said.content.decode()
    found = signed_in().post(reverse("meeting_new"), typed(strange, find="1", q=""))
    assert str(strange) not in found.content.decode()


def test_every_mistake_of_a_plan_is_told_at_once() -> None:
    said = signed_in().post(reverse("meeting_new"), {"title": "只写了名称"})
    text = said.content.decode()
    assert said.status_code == 400
    assert "只写了名称" in text
    for sentence in ("请至少选择一个争议事项", "填写时间", "填写地点", "请至少选择一个参会"):
        assert sentence in text


def test_the_minutes_say_what_each_department_wrote() -> None:
    dispute = handled(Mode.JOINT)
    answer_all(dispute)
    meeting = held(dispute)
    text = signed_in().get(reverse("meeting_verb", args=[meeting.pk, "minute"])).content.decode()
    assert text.count("社会保险法第60条") == 2


def test_mistakes_in_the_minutes_keep_the_words() -> None:
    meeting = held(handled(Mode.JOINT))
    item = meeting.items.get()
    bare = do(meeting, "minute", signed_in(), status=400)
    assert "请至少记录一件的议定事项" in bare.content.decode()
    fields = {f"item{item.pk}-dissent": "保留意见在此", f"item{item.pk}-due_on": "2020-01-01"}
    text = do(meeting, "minute", signed_in(), status=400, **fields).content.decode()
    assert "保留意见在此</textarea>" in text
    for sentence in ("请写明议定事项", "完成时限不能早于今天"):
        assert sentence in text
    assert meeting.state == MeetingState.HELD


def test_a_quicker_colleague_is_not_overwritten_and_nothing_typed_is_lost() -> None:
    meeting = held(handled(Mode.JOINT))
    seen = meeting.version
    do(meeting, "minute", signed_in(), **minutes(meeting, "先到的一稿"))
    url = reverse("meeting_verb", args=[meeting.pk, "minute"])
    said = signed_in().post(url, {"version": seen, **minutes(meeting, "后到的一稿")})
    text = said.content.decode()
    assert said.status_code == 409
    assert "后到的一稿</textarea>" in text
    assert "现在存着的是：“先到的一稿”" in text
    assert f'value="{meeting.version}"' in text
    assert meeting.items.get().decision == "先到的一稿"


def test_who_came_is_ticked_among_the_invited_only() -> None:
    meeting = planned(handled())
    do(meeting, "call", signed_in())
    form = signed_in().get(reverse("meeting_verb", args=[meeting.pk, "hold"])).content.decode()
    assert 'value="RS"' in form
    assert 'value="CZ"' not in form
    assert 'value="RS" checked' not in form
    assert form.count(" checked") == 1  # the switch of the shortcuts alone
    do(meeting, "hold", signed_in(), status=400, attended=["CZ"])
    assert meeting.state == MeetingState.CALLED


def test_a_cancelled_meeting_says_why() -> None:
    meeting = planned(handled())
    do(meeting, "cancel", signed_in(), status=400)
    do(meeting, "cancel", signed_in(), reason="各单位意见已一致")
    assert "已取消：各单位意见已一致" in shown(signed_in(), meeting)


def test_a_word_that_is_no_verb_is_not_found() -> None:
    meeting = planned(handled())
    assert signed_in().get(reverse("meeting_verb", args=[meeting.pk, "explode"])).status_code == 404


def test_the_month_begins_on_monday_and_marks_rest_and_make_up_days() -> None:
    page = month_page(an_officer(), date(2026, 2, 1))
    squares = [square for week in page.weeks for square in week if square]
    assert page.weeks[0][6] is not None
    assert page.weeks[0][6].day == date(2026, 2, 1)
    marks = {square.day: (square.mark, square.is_rest) for square in squares}
    assert marks[date(2026, 2, 17)] == ("休", True)
    assert marks[date(2026, 2, 14)] == ("班", False)
    assert marks[date(2026, 2, 7)] == ("", True)
    assert marks[date(2026, 2, 4)] == ("", False)


def test_the_month_says_whose_meetings_it_shows() -> None:
    february = date(2026, 2, 1)
    assert month_page(a_leader(), february).whose == "全区的会商"
    assert "我单位召集" in month_page(an_officer(), february).whose


@pytest.mark.parametrize("asked", ["", "2026-13", "1900-01", "9999-01", "x"])
def test_a_month_that_is_none_is_the_present_one(asked: str) -> None:
    assert month_of(asked, date(2026, 11, 23)) == date(2026, 11, 1)


def test_the_month_asks_the_same_questions_however_many_meetings() -> None:
    dispute = handled(Mode.JOINT)
    client = signed_in(Role.HEAD)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("meetings")).status_code == 200
        return len(asked)

    planned(dispute)
    few = statements()
    for nth in range(12):
        planned(dispute, title=f"第{nth}次会商")
    assert statements() == few


def test_a_meeting_asks_the_same_questions_however_long_its_agenda() -> None:
    short, long = planned(handled()), planned(*(handled() for _ in range(6)))
    client = signed_in()

    def statements(meeting: Meeting) -> int:
        with CaptureQueriesContext(connection) as asked:
            shown(client, meeting)
        return len(asked)

    assert statements(short) == statements(long)
