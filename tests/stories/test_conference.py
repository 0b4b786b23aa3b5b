"""R012: the task force's office confers about what no case is about, and a unit carries it out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests import factories as f
from tests.stories.cast import CHEN, OFFICE, SUN, WANG, WU, ZHANG, ZHAO, Part
from tests.stories.journey import Typed, send, text_of, words_of
from tests.told import telling
from workflow.issuing.taking import paper_seen_by
from workflow.messages.deliver import deliver
from workflow.models import Errand, Meeting, Notice, OutboxMessage, Paper

pytestmark = pytest.mark.usefixtures("stage")

DATA, TRAINING = "三家数据如何按月比对", "镇级经办人员培训安排"


def typed(**more: object) -> Typed:
    start = timezone.localtime() + timedelta(days=2)
    return {
        "kind": "conference", "form": "meeting", "title": "第三次联席会议",
        "departments": ["YB", "RS"], "starts_at": f"{start:%Y-%m-%dT%H:%M}", "place": "三楼",
        "topics": f"{DATA}\r\n\r\n{TRAINING}", **more,
    }  # fmt: skip


def planned(part: Part = OFFICE, **more: object) -> Meeting:
    answer = send(part.browser(), "/meetings/new/", typed(**more), mark="topics")
    assert answer.status_code == 302, words_of(answer)
    return Meeting.objects.latest("pk")


def press(part: Part, meeting: Meeting, verb: str, **sent: object) -> None:
    answer = send(part.browser(), f"{meeting.get_absolute_url()}{verb}/", sent, mark="version")
    assert answer.status_code == 302, words_of(answer)
    meeting.refresh_from_db()


def reads(part: Part, address: str) -> str:
    answer = part.browser().get(address)
    assert answer.status_code == 200, (part.name, address, answer.status_code)
    return words_of(answer)


def asks(part: Part, path: str) -> Any:  # Any: JSON
    return part.browser().get(f"/api/v1/{path}").json()


def paper_of(part: Part, paper: Paper) -> str:
    message = OutboxMessage.objects.get(key=f"render-paper-{paper.pk}")
    assert message.delivered_at or deliver(message.pk), message.last_error
    answer = part.browser().get(f"/papers/{paper.pk}/pdf/")
    assert answer.status_code == 200, (part.name, answer.status_code)
    return text_of(answer.content)


def heard(part: Part, words: str) -> bool:
    return telling(Notice.objects.filter(recipient=part.officer()), words).exists()


def test_from_the_plan_to_a_unit_that_carries_it_out() -> None:
    meeting = planned()
    assert [item.topic for item in meeting.items.all()] == [DATA, TRAINING]
    assert ZHANG.browser().get(meeting.get_absolute_url()).status_code == 404
    press(OFFICE, meeting, "call")
    for part in (ZHANG, CHEN):
        assert heard(part, "“第三次联席会议”定于")
        assert DATA in reads(part, meeting.get_absolute_url())
    assert ZHAO.browser().get(meeting.get_absolute_url()).status_code == 404
    notice = Paper.objects.get(meeting=meeting, kind="meeting_notice")
    assert DATA in paper_of(ZHANG, notice)
    assert ZHAO.browser().get(f"/papers/{notice.pk}/pdf/").status_code == 404
    press(OFFICE, meeting, "hold", attended=["ZB", "YB", "RS"])
    first, second = meeting.items.all()
    due_on = f.today() + timedelta(days=14)
    press(OFFICE, meeting, "minute", **{
        f"item{first.pk}-decision": "由医保局每月十日前提供清单。",
        f"item{first.pk}-responsible": "YB", f"item{first.pk}-due_on": due_on.isoformat(),
        f"item{second.pk}-decision": "各单位自行安排。",
        f"item{second.pk}-dissent": "区人社局认为应统一安排。",
    })  # fmt: skip
    press(OFFICE, meeting, "issue")
    minutes = paper_of(CHEN, Paper.objects.get(meeting=meeting, kind="minutes"))
    for said in ("研究议题2项", TRAINING, "区人社局认为应统一安排", "由医保局每月十日前提供清单"):
        assert said in minutes
    assert "受理编号" not in minutes
    carried_out(meeting, Errand.objects.get())


def carried_out(meeting: Meeting, errand: Errand) -> None:
    """By 医保局, which answers the task force; the meeting's page follows it."""
    assert (errand.department.code, errand.basis) == ("YB", f"会议纪要 {meeting.number}")
    assert heard(ZHANG, f"{errand} 请签收")
    assert meeting.number in reads(ZHANG, errand.get_absolute_url())
    page = meeting.get_absolute_url()
    for part in (OFFICE, ZHANG, CHEN):
        assert errand.number in reads(part, page)
    shown = CHEN.browser().get(page).content.decode()
    assert errand.get_absolute_url() not in shown
    sent: list[tuple[Part, str, Typed]] = [
        (ZHANG, "accept", {}),
        (ZHANG, "draft_answer", {"answer": "清单已提供。"}),
        (WU, "approve_answer", {"comment": "同意"}),
    ]
    for part, verb, said in sent:
        address = f"{errand.get_absolute_url()}{verb}/"
        assert send(part.browser(), address, said, mark="version").status_code == 302
    assert "已反馈" in reads(OFFICE, page)


def test_of_a_mixed_agenda_each_paper_says_its_own_and_no_more() -> None:
    dispute = f.handled()
    meeting = planned(WANG, disputes=[str(dispute.pk)], topics=DATA, departments=["CZ"])
    press(WANG, meeting, "call")
    ours, cases = (
        Paper.objects.get(meeting=meeting, kind="meeting_notice", dispute=of, is_whole=False)
        for of in (None, dispute)
    )
    whole = Paper.objects.get(meeting=meeting, kind="meeting_notice", is_whole=True)
    agenda = paper_of(ZHAO, whole)  # whoever is invited, until the minutes
    assert str(dispute.number) in agenda
    assert DATA in agenda
    assert str(dispute.number) not in paper_of(ZHAO, ours)
    assert DATA not in paper_of(WANG, cases)
    press(WANG, meeting, "hold", attended=["SW", "CZ"])
    case, topic = meeting.items.all()
    press(WANG, meeting, "minute", **{
        f"item{case.pk}-decision": "由区税务局办理。", f"item{topic.pk}-decision": "由财政局汇总。",
        f"item{topic.pk}-responsible": "CZ",
    })  # fmt: skip
    press(WANG, meeting, "issue")
    assert paper_seen_by(ZHAO.officer(), whole.pk) is None
    page = reads(ZHAO, meeting.get_absolute_url())  # its part in the case ended with the minutes
    assert "由财政局汇总" in page
    assert str(dispute.number) not in page
    assert "另有1件议题" in page
    assert "由区税务局办理" not in page
    assert Errand.objects.get().department.code == "CZ"
    assert "由财政局汇总" in reads(SUN, meeting.get_absolute_url())


def test_a_program_does_the_same() -> None:
    start = (timezone.localtime() + timedelta(days=2)).isoformat()
    sent = typed(topics=[DATA], disputes=[], starts_at=start)
    browser = OFFICE.browser()

    def post(path: str, body: Any, status: int = 200) -> Any:  # Any: JSON
        answer = browser.post(f"/api/v1/meetings/{path}", body, content_type="application/json")
        assert answer.status_code == status, answer.content.decode()
        return answer.json()

    assert "联席会议" in post("", sent | {"kind": "general"}, 400)["errors"]["topics"][0]
    assert "topics" not in post("", sent | {"topics": []}, 400)["errors"]
    made = post("", sent, 201)
    assert (made["topics"], made["disputes"]) == ([DATA], [])
    act = f"{made['id']}/actions"
    assert asks(ZHANG, f"meetings/{made['id']}/")["status"] == 404
    post(f"{act}/call/", {})
    [item] = asks(ZHANG, f"meetings/{made['id']}/")["items"]
    assert (item["dispute"], item["topic"]) == (None, DATA)
    post(f"{act}/hold/", {"attended": ["YB"]})
    decided = {"item": item["id"], "decision": "由专班汇总。", "responsible": "ZB"}
    assert "专班办公室" in str(post(f"{act}/minute/", {"items": [decided]}, 400))
    assert "指明" in str(post(f"{act}/minute/", {"items": [{"decision": "由谁办"}]}, 400))
    post(f"{act}/minute/", {"items": [decided | {"responsible": "YB"}]})
    [item] = post(f"{act}/issue/", {})["items"]
    errand = Errand.objects.get()
    assert (item["errand"], item["due_on"]) == (errand.pk, errand.due_on.isoformat())
