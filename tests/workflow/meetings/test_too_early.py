"""A meeting speaks from its notice on: before it, and once it is called off, to who calls it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from departments.models import Officer
from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Recusal
from tests import factories as f
from tests.api.programs import program_of
from tests.leaks.world import a_plan
from tests.workflow.signing_in import signed_in
from workflow.meetings import actions
from workflow.meetings.plan import plan
from workflow.models import Approval, Meeting

pytestmark = pytest.mark.django_db


def knows(officer: Officer, meeting: Meeting) -> bool:
    fresh = Officer.objects.get(pk=officer.pk)
    return meeting in Meeting.objects.visible_to(fresh)


def test_planned_and_cancelled_it_is_who_calls_its_own() -> None:
    case = f.handled(Mode.JOINT)
    clerk, guest, partner = (f.an_officer(Role.CLERK, each) for each in ("SW", "CZ", "YB"))
    meeting = a_plan(case, title="碰头会", comes="CZ")
    assert [knows(each, meeting) for each in (clerk, guest, partner)] == [True, False, False]
    assert "碰头会" not in signed_in(partner).get(case.get_absolute_url()).content.decode()
    actions.call(meeting, by=clerk)
    assert [knows(each, meeting) for each in (clerk, guest, partner)] == [True, True, True]
    assert "碰头会" in signed_in(partner).get(case.get_absolute_url()).content.decode()
    actions.cancel(meeting, by=clerk, reason="改期")
    assert [knows(each, meeting) for each in (clerk, guest, partner)] == [True, False, False]
    assert guest.notices.latest("pk").text == "“碰头会”已取消：改期"


def test_who_was_never_called_hears_of_no_cancelling() -> None:
    guest = f.an_officer(Role.CLERK, "CZ")
    meeting = a_plan(f.handled(Mode.JOINT), comes="CZ")
    actions.cancel(meeting, by=f.an_officer(), reason="改期")
    assert not guest.notices.exists()


def test_who_sees_one_case_of_it_does_not_count_the_others() -> None:
    partner = f.an_officer(Role.CLERK, "YB")
    meeting = a_plan(f.handled(Mode.JOINT), f.handled(Mode.SINGLE), comes="CZ")
    actions.call(meeting, by=f.an_officer())
    browser = signed_in(partner)
    assert "另有" not in browser.get(meeting.get_absolute_url()).content.decode()
    assert "1 件</td>" in browser.get("/meetings/").content.decode()


@pytest.mark.by_owner
def test_who_is_recused_from_all_its_cases_does_not_know_of_it() -> None:
    case, clerk = f.handled(Mode.JOINT), f.an_officer()
    meeting = a_plan(case, comes="CZ")
    actions.call(meeting, by=clerk)
    for each in (f.an_officer(nth=2), f.a_leader()):
        assert knows(each, meeting)
        Recusal.objects.create(dispute=case, officer=each, reason="亲属", recorded_by=clerk)
        assert not knows(each, meeting)


def test_who_is_recused_from_one_case_does_not_write_what_was_decided_about_it() -> None:
    """The page hides it; a program that knows its id is answered as for one that is not there."""
    own, other = f.handled(), f.handled()
    clerk, second = f.an_officer(), f.an_officer(nth=2)
    meeting = a_plan(own, other, comes="CZ")
    actions.call(meeting, by=clerk)
    actions.hold(meeting, by=clerk, attended=[f.a_department("SW")])
    Recusal.objects.create(dispute=own, officer=second, reason="亲属", recorded_by=clerk)
    told = []
    for pk in (own.pk, f.handled().pk, other.pk):
        items = [{"dispute": pk, "decision": "补缴"}]
        answer = program_of(second).post(f"meetings/{meeting.pk}/actions/minute/", {"items": items})
        told.append((answer.status_code, answer.json().get("errors")))
    assert told[0] == told[1]
    assert [code for code, _ in told] == [400, 400, 200]


def test_nor_does_the_leader_hear_of_a_question_about_what_he_left() -> None:
    cases, leader = [f.handled(), f.handled()], f.a_leader()
    meeting = plan(
        by=f.an_officer(Role.OFFICE, "ZB"), kind="major", title="专题会商", disputes=cases,
        departments=[f.a_department("SW")], starts_at=timezone.now(), place="三楼",
    )  # fmt: skip
    asked = meeting.approvals.get()
    assert asked in Approval.objects.visible_to(leader)
    for case in cases:
        Recusal.objects.create(dispute=case, officer=leader, reason="亲属", recorded_by=leader)
    leader = Officer.objects.get(pk=leader.pk)
    assert asked not in Approval.objects.visible_to(leader)
    assert signed_in(leader).get(asked.get_absolute_url()).status_code == 404
    assert program_of(leader).get("approvals/").json() == []
