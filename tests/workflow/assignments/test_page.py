"""我的待办 and the screen of one assignment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from departments.roles import Role
from disputes.choices import Mode
from tests import factories as f
from tests.workflow.signing_in import signed_in
from workflow.models import Assignment
from workflow.models.choices import AssignmentKind, AssignmentState

pytestmark = pytest.mark.django_db


def asked(mode: str = Mode.JOINT, code: str = "YB") -> Assignment:
    rows = Assignment.objects.select_related("department")
    found: Assignment = rows.get(dispute=f.handled(mode), department__code=code)
    return found


def verb_url(assignment: Assignment, verb: str) -> str:
    return reverse("assignment_verb", args=[assignment.pk, verb])


def test_it_is_seen_by_whoever_sees_the_dispute_and_by_nobody_else() -> None:
    assignment = asked()
    url = assignment.get_absolute_url()
    assert signed_in(f.an_officer(Role.CLERK, "YB")).get(url).status_code == 200
    assert signed_in(f.an_officer(Role.CLERK, "SW")).get(url).status_code == 200
    assert signed_in(f.an_officer(Role.CLERK, "XF")).get(url).status_code == 404


def test_from_signing_to_the_head_s_approval_on_one_screen() -> None:
    assignment = asked()
    clerk = signed_in(f.an_officer(Role.CLERK, "YB"))
    clerk.post(verb_url(assignment, "accept"), {"version": 0})
    screen = clerk.get(assignment.get_absolute_url()).content.decode()
    assert "送审书面意见" in screen
    typed = {"version": 1, "facts": "经查属实", "basis": "第63条", "opinion": "不宜追溯"}
    assert clerk.post(verb_url(assignment, "draft_opinion"), typed).status_code == 302
    head = signed_in(f.an_officer(Role.HEAD, "YB"))
    screen = head.get(assignment.get_absolute_url()).content.decode()
    assert "不宜追溯" in screen
    assert "审签书面意见" in screen
    assert head.post(verb_url(assignment, "approve_opinion"), {"version": 2}).status_code == 302
    assignment.refresh_from_db()
    assert assignment.state == AssignmentState.ANSWERED


def test_who_is_not_asked_is_refused() -> None:
    assignment = asked()
    answer = signed_in(f.an_officer(Role.CLERK, "SW")).post(verb_url(assignment, "accept"))
    assert answer.status_code == 403


def test_an_incomplete_opinion_comes_back_on_the_same_screen() -> None:
    assignment = asked()
    f.answer(assignment, "accept", f.an_officer(Role.CLERK, "YB"))
    typed = {"version": 1, "facts": "写了很久的事实", "basis": "", "opinion": "不宜追溯"}
    clerk = signed_in(f.an_officer(Role.CLERK, "YB"))
    answer = clerk.post(verb_url(assignment, "draft_opinion"), typed)
    assert answer.status_code == 400
    assert "写了很久的事实" in answer.content.decode()
    assert "请填写法律法规政策依据。" in answer.content.decode()


def test_a_sent_back_draft_is_there_to_be_mended() -> None:
    assignment = asked()
    clerk, head = f.an_officer(Role.CLERK, "YB"), f.an_officer(Role.HEAD, "YB")
    f.answer(assignment, "accept", clerk)
    f.answer(assignment, "draft_opinion", clerk, facts="属实", basis="第63条", opinion="不宜追溯")
    f.answer(assignment, "send_back", head, comment="依据请写全称")
    screen = signed_in(clerk).get(assignment.get_absolute_url()).content.decode()
    assert "依据请写全称" in screen
    assert "不宜追溯</textarea>" in screen


def test_another_s_draft_is_not_shown() -> None:
    assignment = asked()
    clerk = f.an_officer(Role.CLERK, "YB")
    f.answer(assignment, "accept", clerk)
    f.answer(assignment, "draft_opinion", clerk, facts="属实", basis="第63条", opinion="不宜追溯")
    sender = signed_in(f.an_officer(Role.CLERK, "SW"))
    assert "不宜追溯" not in sender.get(assignment.get_absolute_url()).content.decode()


def test_whoever_was_overtaken_by_a_colleague_is_told() -> None:
    assignment = asked()
    first, second = f.an_officer(Role.CLERK, "YB"), f.an_officer(Role.CLERK, "YB", nth=2)
    f.answer(assignment, "accept", first)
    answer = signed_in(second).post(verb_url(assignment, "accept"), {"version": 0})
    assert answer.status_code == 409
    assert "签收" in answer.content.decode()


def test_a_referral_sent_back_takes_its_returner_to_his_list() -> None:
    assignment = asked(Mode.REFERRAL)
    clerk = signed_in(f.an_officer(Role.CLERK, "YB"))
    answer = clerk.post(verb_url(assignment, "return_back"), {"version": 0, "reason": "不属职责"})
    assert answer["Location"] == reverse("tasks")


def test_the_list_has_a_tab_for_each_stage() -> None:
    assignment = asked()
    clerk = signed_in(f.an_officer(Role.CLERK, "YB"))
    number = str(assignment.dispute.number)
    assert number in clerk.get(reverse("tasks")).content.decode()
    f.answer(assignment, "accept", f.an_officer(Role.CLERK, "YB"))
    assert number not in clerk.get("/tasks/?tab=sign").content.decode()
    assert number in clerk.get("/tasks/?tab=working").content.decode()
    waiting = signed_in(f.an_officer(Role.CLERK, "SW")).get("/tasks/?tab=waiting")
    assert number in waiting.content.decode()


def test_what_waits_for_a_head_stands_under_his_tab() -> None:
    dispute = f.handled()
    clerk = f.an_officer(Role.CLERK, "SW")
    f.do(dispute, "draft_decision", clerk, facts="属实", basis="第63条", decision="补缴")
    head = signed_in(f.an_officer(Role.HEAD, "SW"))
    assert str(dispute.number) in head.get("/tasks/?tab=approve").content.decode()
    assert str(dispute.number) not in signed_in(clerk).get("/tasks/?tab=approve").content.decode()


def test_a_long_list_is_paged_by_key_and_loses_nothing(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    first = asked()
    client = signed_in(f.an_officer(Role.CLERK, "YB"))
    client.get("/tasks/?tab=sign")
    with CaptureQueriesContext(connection) as few:
        client.get("/tasks/?tab=sign")
    _more(first, 70)
    with django_assert_num_queries(len(few)):
        page = client.get("/tasks/?tab=sign").context["list"]
    rest = client.get(f"/tasks/{page.page.next_url}").context["list"]
    urls = [line.url for each in (page, rest) for group in each.groups for line in group.lines]
    assert len(urls) == len(set(urls)) == 71
    assert rest.page.next_url == ""


def _more(like: Assignment, count: int) -> None:
    Assignment.objects.bulk_create(
        Assignment(
            dispute=like.dispute,
            kind=AssignmentKind.TASK,
            department=like.department,
            sender=like.sender,
            sent_by=like.sent_by,
            sent_at=timezone.now(),
            due_on=f.today() + timedelta(days=n % 9),
        )
        for n in range(count)
    )


def test_it_asks_for_what_its_kind_is_asked_and_shows_what_was_ticked() -> None:
    joint, special = asked(), asked(Mode.SPECIAL)
    clerk = signed_in(f.an_officer(Role.CLERK, "YB"))
    for each, ticks in ((joint, False), (special, True)):
        clerk.post(verb_url(each, "accept"), {"version": 0})
        screen = clerk.get(each.get_absolute_url()).content.decode()
        assert ('name="verdict"' in screen) is ticks
        assert 'name="outcome"' not in screen
        assert f'value="{each.department_id}"' not in screen.partition('name="department"')[2]
    typed = {"facts": "经查属实", "basis": "第63条", "opinion": "不宜追溯", "verdict": "disagree"}
    clerk.post(verb_url(special, "draft_opinion"), {"version": 1, **typed})
    waiting = clerk.get(special.get_absolute_url()).content.decode()
    assert "这份交办现由医保局部门负责人办理，没有要你办的。" in waiting
    assert '<dt>结论</dt><dd class="ui-strong">不同意</dd>' in waiting
    f.answer(special, "approve_opinion", f.an_officer(Role.HEAD, "YB"))
    case = signed_in(f.an_officer()).get(special.dispute.get_absolute_url()).content.decode()
    assert '<dt>结论</dt><dd class="ui-strong">不同意</dd>' in case
    assert "区医保局 签收" in case
