"""The leader's queue in a browser: who may answer, in whose name, and what he is asked first."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from deadlines.calendar_days import current_calendar
from departments.models import Delegation, Department, Officer
from departments.models.delegation import TaskForceSettings
from departments.roles import Role
from disputes.choices import Mode, State
from disputes.models import Dispute
from tests.factories import a_leader, an_officer, do, handled, triaged
from workflow.meetings.plan import plan
from workflow.models import Approval, Meeting
from workflow.models.choices import ApprovalState, MeetingState

pytestmark = pytest.mark.django_db


def signed_in(officer: Officer) -> Client:
    client = Client()
    client.force_login(Officer.objects.get(pk=officer.pk))
    return client


def a_deputy() -> Officer:
    """The head of 人社局, whose cause the tax bureau's case is not."""
    return an_officer(Role.DEPUTY, "ZB", nth=2)


def delegated(deputy: Officer) -> None:
    """The leader's written word, for today and a week more."""
    TaskForceSettings.objects.update_or_create(id=1, defaults={"leader_delegation": True})
    today = timezone.localdate()
    Delegation.objects.create(
        leader=a_leader(),
        deputy=deputy,
        basis="专班〔2026〕5号",
        starts_on=today,
        ends_on=today + timedelta(days=7),
        recorded_by=deputy,
    )


def reported(reason: str = "人数多，单独办理难以化解") -> Dispute:
    """Waiting for the leader, with two signs of weight."""
    dispute = triaged(people_count=23, signals={"petition_risk": True})
    do(dispute, "report_major", an_officer(Role.CLERK, "SW"), reason=reason)
    return dispute


def a_major_meeting() -> Meeting:
    """Two disputes, so that no consent given before covers it."""
    return plan(
        by=an_officer(Role.CLERK, "SW"),
        kind="major",
        title="欠费追溯专题会商",
        disputes=[handled(), handled()],
        departments=list(Department.objects.filter(code__in=["RS", "YB"])),
        starts_at=timezone.now() + timedelta(days=2),
        place="区政府三楼",
    )


def page(client: Client, approval: Approval, status: int = 200) -> str:
    answer = client.get(reverse("approval", args=[approval.pk]))
    assert answer.status_code == status
    return answer.content.decode()


def answer(client: Client, approval: Approval, verb: str, **typed: str) -> HttpResponse:
    url = reverse("approval", args=[approval.pk])
    return client.post(url, {"answer": verb, **typed})  # type: ignore[return-value]


def test_the_leader_reads_the_case_the_signs_and_the_team() -> None:
    dispute = reported()
    text = page(signed_in(a_leader()), dispute.approvals.get())
    assert dispute.number
    assert dispute.number in text
    assert "等 23 人" in text
    assert "欧阳测试" not in text
    assert "同一诉求10人以上" in text
    assert "6 分，满 3 分应报" in text
    assert "税务局主办；" in text
    assert "单独办理难以化解" in text
    assert "本人名义签批" in text


def test_no_consent_is_filled_in_for_him() -> None:
    text = page(signed_in(a_leader()), reported().approvals.get())
    assert "></textarea>" in text.replace("\n", "")
    assert 'name="meeting"' in text
    assert "checked" not in text.split('name="meeting"')[1][:80]


def test_consent_starts_the_special_handling_and_leads_to_the_next() -> None:
    first, second = reported(), reported()
    client = signed_in(a_leader())
    gone = answer(client, first.approvals.get(), "approve", comment="同意。", meeting="on")
    assert gone.status_code == 302
    assert gone["Location"] == reverse("approval", args=[second.approvals.get().pk])
    first.refresh_from_db()
    assert (first.state, first.mode) == (State.HANDLING, Mode.SPECIAL)
    assert first.approvals.get().meeting_consent
    last = answer(client, second.approvals.get(), "approve")
    assert last["Location"] == reverse("approvals")


@pytest.mark.parametrize("verb", ["reject", "ask_more"])
def test_a_refusal_needs_its_words(verb: str) -> None:
    approval = reported().approvals.get()
    client = signed_in(a_leader())
    bare = answer(client, approval, verb)
    assert bare.status_code == 400
    assert "请写明" in bare.content.decode()
    assert answer(client, approval, verb, comment="材料不足。").status_code == 302
    approval.refresh_from_db()
    assert approval.state == {"reject": "rejected", "ask_more": "more"}[verb]
    assert approval.dispute is not None
    assert approval.dispute.state == State.TRIAGE


def test_what_was_typed_survives_a_mistake() -> None:
    approval = reported().approvals.get()
    text = answer(signed_in(a_leader()), approval, "", comment="请再核人数").content.decode()
    assert "请再核人数</textarea>" in text
    assert "请选择同意、补充材料或不同意" in text


def test_a_second_click_acts_once_and_says_so() -> None:
    approval = reported().approvals.get()
    client = signed_in(a_leader())
    answer(client, approval, "approve")
    again = client.post(reverse("approval", args=[approval.pk]), {"answer": "approve"}, follow=True)
    assert "没有重复办理" in again.content.decode()
    assert approval.dispute is not None
    assert approval.dispute.timeline.filter(verb="approve_major").count() == 1


def test_somebody_elses_word_stands() -> None:
    approval = reported().approvals.get()
    deputy = a_deputy()
    delegated(deputy)
    answer(signed_in(deputy), approval, "approve", comment="同意。")
    late = answer(signed_in(a_leader()), approval, "reject", comment="不同意。")
    assert late.status_code == 409
    assert "该审批已办理" in late.content.decode()


def test_a_deputy_without_a_delegation_looks_but_does_not_sign() -> None:
    approval = reported().approvals.get()
    client = signed_in(a_deputy())
    text = page(client, approval)
    assert "没有在期的书面委托" in text
    assert 'name="answer"' not in text
    assert answer(client, approval, "approve").status_code == 403
    approval.refresh_from_db()
    assert approval.state == ApprovalState.PENDING


def test_a_delegated_deputy_signs_in_the_leaders_place_and_every_page_says_so() -> None:
    approval = reported().approvals.get()
    deputy = a_deputy()
    delegated(deputy)
    client = signed_in(deputy)
    words = f"{deputy.name} 代 组长"
    assert words in page(client, approval)
    assert words in client.get(reverse("approvals")).content.decode()
    answer(client, approval, "approve", comment="同意。")
    approval.refresh_from_db()
    assert approval.decider_label == words
    assert words in page(client, approval)


@pytest.mark.parametrize(("role", "status"), [(Role.CLERK, 403), (Role.HEAD, 200)])
def test_others_learn_of_no_question_to_the_leader(role: Role, status: int) -> None:
    approval = reported().approvals.get()
    client = signed_in(an_officer(role, "SW"))
    listed = client.get(reverse("approvals"))
    assert listed.status_code == status
    assert str(approval.dispute) not in listed.content.decode()
    page(client, approval, status=404)
    assert answer(client, approval, "approve").status_code == 404


def an_extension_asked_for() -> Approval:
    """Within the power of the head of the tax bureau, who is there to answer."""
    an_officer(Role.HEAD, "SW")
    dispute = handled()
    due = dispute.deadlines.open().get(key="general.single").due_on
    until = current_calendar().add_workdays(due, 5)
    do(dispute, "extend", an_officer(Role.CLERK, "SW"), until=until, reason="等待外地核查")
    return dispute.approvals.get()


def test_a_head_finds_and_grants_what_is_his_to_decide() -> None:
    approval = an_extension_asked_for()
    head = an_officer(Role.HEAD, "SW")
    client = signed_in(head)
    listed = client.get(reverse("approvals")).content.decode()
    assert str(approval.dispute) in listed
    assert f"以本单位负责人名义审批，署名{head.name}" in listed
    assert "请批示延期" in client.get(reverse("workbench")).content.decode()
    text = page(client, approval)
    assert "单独办理总时限由" in text
    assert "等待外地核查" in text
    gone = answer(client, approval, "approve", comment="请抓紧。")
    assert gone["Location"] == reverse("approvals")
    assert "没有等待批示的事项" in client.get(reverse("approvals")).content.decode()
    decided = client.get(reverse("approvals"), {"tab": "decided"}).content.decode()
    assert str(approval.dispute) in decided


def test_what_lies_with_a_head_is_not_in_the_leaders_queue_nor_in_another_heads() -> None:
    approval = an_extension_asked_for()
    leader, other = signed_in(a_leader()), signed_in(an_officer(Role.HEAD, "RS"))
    assert str(approval.dispute) not in leader.get(reverse("approvals")).content.decode()
    text = page(leader, approval)
    assert "税务局负责人办理，这里只能查看" in text
    assert 'name="answer"' not in text
    assert answer(leader, approval, "approve").status_code == 403
    assert str(approval.dispute) not in other.get(reverse("approvals")).content.decode()
    page(other, approval, status=404)
    assert answer(other, approval, "approve").status_code == 404


def test_a_day_that_has_passed_is_answered_with_a_sentence_and_nothing_typed_is_lost() -> None:
    approval = an_extension_asked_for()
    assert approval.until is not None
    with time_machine.travel(timezone.now() + timedelta(days=60)):
        late = answer(signed_in(an_officer(Role.HEAD, "SW")), approval, "approve", comment="同意。")
    assert late.status_code == 400
    assert "请答复不同意" in late.content.decode()
    assert "同意。</textarea>" in late.content.decode()


def test_a_recused_leader_does_not_see_it() -> None:
    dispute = reported()
    leader = a_leader()
    dispute.recusals.create(officer=leader, reason="亲属", recorded_by=leader)
    page(signed_in(leader), dispute.approvals.get(), status=404)
    assert str(dispute) not in signed_in(leader).get(reverse("approvals")).content.decode()


def test_a_meeting_is_answered_here_too() -> None:
    meeting = a_major_meeting()
    approval = meeting.approvals.get()
    client = signed_in(a_leader())
    text = page(client, approval)
    assert "欠费追溯专题会商" in text
    assert "区政府三楼" in text
    assert "2 件" in text
    answer(client, approval, "approve")
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.PLANNED


def test_a_refused_meeting_is_cancelled() -> None:
    meeting = a_major_meeting()
    answer(signed_in(a_leader()), meeting.approvals.get(), "reject", comment="先由各单位会商。")
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CANCELLED


def test_deescalation_turns_special_into_joint() -> None:
    dispute = handled(Mode.SPECIAL)
    do(dispute, "deescalate", an_officer(Role.CLERK, "SW"), reason="集体诉求已撤回")
    approval = dispute.approvals.get(kind="deescalation")
    client = signed_in(a_leader())
    assert "集体诉求已撤回" in page(client, approval)
    answer(client, approval, "approve", comment="同意降级。")
    dispute.refresh_from_db()
    assert dispute.mode == Mode.JOINT
    assert "同意降级。" in page(client, approval)


def test_a_case_that_ends_leaves_no_question_about_its_road_in_the_queue() -> None:
    dispute, clerk = handled(Mode.SPECIAL), an_officer(Role.CLERK, "SW")
    do(dispute, "deescalate", clerk, reason="集体诉求已撤回")
    do(dispute, "withdraw", clerk, note="书面申请")
    assert dispute.approvals.get(kind="deescalation").state == ApprovalState.WITHDRAWN
    assert "降级申请随之撤回" in dispute.timeline.latest("pk").text
    assert not Approval.objects.waiting_for(a_leader()).exists()


def test_a_recused_leader_reads_no_line_of_that_case_on_an_agenda() -> None:
    hidden, shown = handled(Mode.SPECIAL), handled(Mode.SPECIAL)
    meeting = plan(
        by=an_officer(Role.CLERK, "SW"),
        kind="major",
        title="专题会议",
        disputes=[hidden, shown],
        departments=[Department.objects.get(code="YB")],
        starts_at=timezone.now() + timedelta(days=1),
        place="三楼会议室",
    )
    leader, approval = a_leader(), meeting.approvals.get()
    hidden.recusals.create(officer=leader, reason="亲属", recorded_by=leader)
    seen = page(signed_in(leader), approval)
    assert str(shown.number) in seen
    assert str(hidden.number) not in seen


def test_what_was_answered_is_listed_with_the_name() -> None:
    approval = reported().approvals.get()
    client = signed_in(a_leader())
    assert "没有等待批示的事项" not in client.get(reverse("approvals")).content.decode()
    answer(client, approval, "approve")
    assert "没有等待批示的事项" in client.get(reverse("approvals")).content.decode()
    decided = client.get(reverse("approvals"), {"tab": "decided"}).content.decode()
    assert str(approval.dispute) in decided
    assert "同意" in decided
    assert client.get(reverse("approvals"), {"tab": "decided", "cursor": "x"}).status_code == 404


def test_the_queue_asks_the_same_questions_however_long_it_is() -> None:
    client = signed_in(a_leader())
    for _ in range(2):
        reported()
    short = _statements(client)
    for _ in range(6):
        reported()
    assert _statements(client) == short


def _statements(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse("approvals")).status_code == 200
    return len(asked)
