"""提请召集 (四(二), R013): 人社局 asks, the office answers with a reason, both are kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from departments.models import Department
from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from tests import factories as f
from tests.api.programs import program
from tests.told import telling
from tests.workflow.signing_in import signed_in
from web.refusals import NotAllowed, NotYours
from workflow.handling.convening import office_steps
from workflow.meetings import actions
from workflow.meetings.plan import plan
from workflow.models import Convening, Meeting, Notice
from workflow.workbench.tasks import task_list

pytestmark = pytest.mark.django_db

REASON = "涉及森工老档案，需财政、医保一并研究。"


def asked(dispute: Dispute | None = None) -> Dispute:
    """区人社局 takes part and has asked the office, naming 区财政局."""
    dispute = dispute or f.handled(Mode.JOINT)
    clerk = f.an_officer(Role.CLERK, "RS")
    wanted = [f.a_department("CZ")]
    f.do(dispute, "request_convening", clerk, reason=REASON, departments=wanted)
    return dispute


def answered(dispute: Dispute, *, convene: bool) -> None:
    office = f.an_officer(Role.OFFICE, "ZB")
    f.do(dispute, "answer_convening", office, convene=convene, reason="属共性问题")


def clock(dispute: Dispute):  # type: ignore[no-untyped-def]
    return dispute.deadlines.get(key="convening.answer")


def test_the_office_has_three_working_days_to_answer():
    running = clock(asked())
    assert (running.owner.code, running.ended_on) == ("ZB", None)
    assert "3个工作日" in running.sentence


def test_its_answer_ends_the_clock_and_reaches_whoever_asked():
    dispute = asked()
    answered(dispute, convene=False)
    assert clock(dispute).ended_on == f.today()
    kept = dispute.convenings.get()
    assert (kept.reason, kept.verdict, kept.answer) == (REASON, "不召集", "属共性问题")
    told = telling(Notice.objects, "提请召集的答复：不召集").get()
    assert told.recipient == f.an_officer(Role.CLERK, "RS")
    words = [entry.text for entry in dispute.timeline.all()]
    assert any("提请专班办公室召集财政局联合处置" in text for text in words)
    assert any("答复人社局提请召集：不召集。属共性问题" in text for text in words)


def test_the_office_is_told_and_finds_it_on_its_workbench():
    office = f.an_officer(Role.OFFICE, "ZB")
    dispute = asked()
    assert telling(Notice.objects.filter(recipient=office), "提请召集财政局").exists()
    [step] = office_steps(office)
    assert (step.what, step.due_on) == ("提请召集，等你答复", clock(dispute).due_on)
    assert "提请召集，等你答复" in signed_in(office).get("/").content.decode()


def test_my_tasks_list_what_the_workbench_does_with_the_verb_that_answers_it():
    office = f.an_officer(Role.OFFICE, "ZB")
    dispute = asked()
    for verb, address in (
        ("答复", reverse("dispute_verb", args=[dispute.pk, "answer_convening"])),
        ("召集会商", f"{reverse('meeting_new')}?dispute={dispute.pk}"),
    ):
        [step] = office_steps(office)
        listed = task_list(office, "", "")
        [line] = [line for group in listed.groups for line in group.lines]
        assert (line.what, line.verb, line.url) == ("提请召集", verb, address)
        assert (step.verb, step.due_on, step.source) == (verb, line.due_on, line.whom)
        assert [str(tab.count) for tab in listed.tabs] == ["0", "1", "0", "0"]
        assert dispute.number in signed_in(office).get(reverse("tasks")).content.decode()
        if verb == "答复":
            answered(dispute, convene=True)
    assert task_list(f.an_officer(Role.CLERK, "RS"), "working", "").groups == []


@pytest.mark.parametrize(("mode", "code"), [
    (Mode.JOINT, "SW"), (Mode.JOINT, "YB"), (Mode.REFERRAL, "YB"), (Mode.SPECIAL, "RS"),
    (Mode.SINGLE, "SW"),
])  # fmt: skip
def test_any_department_that_takes_part_may_ask(mode, code):
    """R060: whose opinion goes against another's, not only the one that the plan names (R013)."""
    dispute, office = f.handled(mode), f.an_officer(Role.OFFICE, "ZB")
    clerk = f.an_officer(Role.CLERK, code)
    f.do(dispute, "request_convening", clerk, reason="与另一单位意见不一致")
    assert dispute.convenings.get().asked_department.code == code
    assert [step.verb for step in office_steps(office)] == ["答复"]
    answered(dispute, convene=True)
    assert telling(Notice.objects.filter(recipient=clerk), "的答复：召集").exists()


def test_the_office_asks_nobody_and_an_administrator_may_take_the_right_away():
    dispute = f.handled(Mode.JOINT)
    with pytest.raises(NotYours):
        f.do(dispute, "request_convening", f.an_officer(Role.OFFICE, "ZB"), reason=REASON)
    Department.objects.filter(code="YB").update(may_request_convening=False)
    with pytest.raises(NotYours):
        f.do(dispute, "request_convening", f.an_officer(Role.CLERK, "YB"), reason=REASON)


def test_it_asks_about_what_it_takes_part_in_and_once_at_a_time():
    dispute = asked()
    clerk = f.an_officer(Role.CLERK, "RS")
    with pytest.raises(NotAllowed, match="等待专班办公室答复"):
        f.do(dispute, "request_convening", clerk, reason=REASON)
    answered(dispute, convene=False)
    f.do(dispute, "request_convening", clerk, reason="又有新情况")
    stranger = f.handled(Mode.SINGLE)
    with pytest.raises(NotAllowed, match="没有参与办理"):
        f.do(stranger, "request_convening", clerk, reason=REASON)


def test_only_the_office_answers_and_only_what_was_asked():
    dispute = f.handled(Mode.JOINT)
    with pytest.raises(NotAllowed, match="没有等待答复的召集请求"):
        answered(dispute, convene=True)
    asked(dispute)
    for officer in (f.a_leader(), f.an_officer(Role.HEAD, "SW")):
        with pytest.raises(NotYours):
            f.do(dispute, "answer_convening", officer, convene=True, reason="同意")


def test_the_answer_may_still_come_when_the_case_has_moved_on():
    dispute = asked()
    f.answer_all(dispute)
    typed = {"facts": "属实", "basis": "第63条", "decision": "责令补缴"}
    f.do(dispute, "draft_decision", f.an_officer(Role.CLERK, "SW"), **typed)
    assert clock(dispute).ended_on is None
    answered(dispute, convene=False)
    assert clock(dispute).ended_on == f.today()


def test_a_case_that_ends_leaves_no_clock_running():
    dispute = asked()
    f.do(dispute, "withdraw", f.an_officer(Role.CLERK, "SW"), note="已书面申请")
    assert clock(dispute).ended_on == f.today()
    assert list(office_steps(f.an_officer(Role.OFFICE, "ZB"))) == []


def test_yes_leads_the_office_to_a_general_meeting_with_everything_filled_in():
    dispute = asked()
    office = f.an_officer(Role.OFFICE, "ZB")
    browser = signed_in(office)
    address = reverse("dispute_verb", args=[dispute.pk, "answer_convening"])
    typed = {"version": dispute.version, "convene": "yes", "reason": "同意召集"}
    page = browser.post(address, typed, follow=True)
    assert page.resolver_match.view_name == "meeting_new"
    begun = page.context["form"].initial
    assert begun["kind"] == "general"
    assert set(begun["departments"]) == {"SW", "RS", "YB", "CZ"}
    assert "已答复召集，请拟定会商" in browser.get("/").content.decode()


def test_the_office_is_reminded_until_it_has_planned_the_meeting():
    dispute = asked()
    answered(dispute, convene=True)
    office = f.an_officer(Role.OFFICE, "ZB")
    assert [step.verb for step in office_steps(office)] == ["召集会商"]
    meeting = plan(
        by=office, kind="general", title="会商", disputes=[dispute],
        departments=[f.a_department("RS")], starts_at=timezone.now() + timedelta(days=1),
        place="三楼会议室",
    )  # fmt: skip
    assert Meeting.objects.get(pk=meeting.pk).convenor.code == "ZB"
    assert list(office_steps(office)) == []
    actions.cancel(meeting, by=office, reason="改期")
    assert [step.verb for step in office_steps(office)] == ["召集会商"]


def test_the_case_s_page_shows_the_request_and_the_answer():
    dispute = asked()
    browser = signed_in(f.an_officer(Role.CLERK, "RS"))
    shown = browser.get(dispute.get_absolute_url()).content.decode()
    assert REASON in shown
    assert "等待专班办公室答复" in shown
    answered(dispute, convene=True)
    shown = browser.get(dispute.get_absolute_url()).content.decode()
    assert "答复：召集" in shown


@pytest.mark.parametrize("said", ["yes", True, "true"])
def test_a_program_says_yes_in_words_or_as_true(said):
    dispute = asked()
    path = f"disputes/{dispute.pk}/actions/answer_convening/"
    office = program(Role.OFFICE, "ZB")
    assert list(office.post(path, {"reason": "同意"}).json()["errors"]) == ["convene"]
    assert office.post(path, {"convene": said, "reason": "同意"}).status_code == 200
    assert dispute.convenings.get().convenes is True


def test_whoever_has_no_part_in_the_case_learns_nothing():
    path = f"disputes/{asked().pk}/actions/request_convening/"
    assert program(Role.CLERK, "XF").post(path, {"reason": REASON}).status_code == 404


@pytest.mark.by_owner
def test_an_answer_never_changes_and_a_request_is_never_deleted_in_sql():
    kept = asked().convenings.get()
    _fails("DELETE FROM workflow_convening WHERE id = %s", kept.pk, "never change")
    answered(kept.dispute, convene=False)
    _fails("UPDATE workflow_convening SET convenes = true WHERE id = %s", kept.pk, "never change")


def test_a_yes_or_no_without_a_reason_fails_in_sql():
    kept = asked().convenings.get()
    now = "UPDATE workflow_convening SET convenes = true, answered_at = now() WHERE id = %s"
    _fails(now, kept.pk, "says_yes_or_no_and_why")
    assert Convening.objects.unanswered().count() == 1


def _fails(statement: str, pk: int, because: str) -> None:
    with (
        pytest.raises(DatabaseError, match=because),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [pk])
