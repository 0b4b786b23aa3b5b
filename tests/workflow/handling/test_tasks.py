"""专班交办 (四(二), R022): the task force asks any member for something, and hears of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from departments.models import Delegation, TaskForceSettings
from departments.roles import Role
from disputes.choices import Mode, State
from disputes.models import Dispute
from tests import factories as f
from tests.told import telling
from tests.workflow.signing_in import signed_in
from web.refusals import Mistyped, NotAllowed, NotYours
from workflow.models import Assignment, Notice
from workflow.models.choices import AssignmentState
from workflow.procedure.offers import open_to
from workflow.workbench.tasks import task_list

pytestmark = pytest.mark.django_db

QUESTION = "请核实欠费资金的来源渠道并提出意见。"


def given(dispute: Dispute, code: str = "CZ", **more: object) -> Assignment:
    office = f.an_officer(Role.OFFICE, "ZB")
    f.do(dispute, "give_task", office, department=f.a_department(code), question=QUESTION, **more)
    found: Assignment = dispute.assignments.filter(kind="task").latest("pk")
    return found


def answered(task: Assignment) -> None:
    code = task.department.code
    clerk = f.an_officer(Role.CLERK, code)
    head = f.an_officer(Role.TOWN_LEAD if code in {"CL", "WM"} else Role.HEAD, code)
    f.answer(task, "accept", clerk)
    f.answer(task, "draft_opinion", clerk, facts="已核实", basis="预算法", opinion="由专户列支")
    f.answer(task, "approve_opinion", head)


@pytest.mark.parametrize("code", ["XF", "CZ", "CL", "SW"])
def test_any_member_may_be_given_a_task_and_signs_and_answers_it(code):
    dispute = f.handled(Mode.SINGLE)
    task = given(dispute, code)
    assert (task.sender.code, task.state) == ("ZB", AssignmentState.SENT)
    assert task.papers.get().label == "交办单"
    assert dispute in Dispute.objects.visible_to(f.an_officer(Role.CLERK, code))
    answered(task)
    task.refresh_from_db()
    assert task.state == AssignmentState.ANSWERED


def test_the_leader_gives_tasks_too_and_nobody_else_does():
    dispute = f.handled(Mode.SINGLE)
    typed = {"department": f.a_department("XF"), "question": QUESTION}
    f.do(dispute, "give_task", f.a_leader(), **typed)
    for role, code in ((Role.HEAD, "SW"), (Role.DEPUTY, "ZB"), (Role.ARCHIVIST, "ZB")):
        with pytest.raises(NotYours):
            f.do(dispute, "give_task", f.an_officer(role, code), **typed)


def test_the_office_gives_itself_no_task():
    with pytest.raises(Mistyped):
        given(f.handled(Mode.SINGLE), "ZB")


@pytest.mark.parametrize(
    "moment", [f.triaged, f.handled, f.decided, f.concluded], ids=lambda m: m.__name__
)
def test_from_triage_until_concluded_a_task_can_be_given_and_worked_on(moment):
    dispute = moment()
    before = dispute.state
    answered(given(dispute))
    dispute.refresh_from_db()
    assert dispute.state == before


@pytest.mark.parametrize("state", [State.REGISTERED, State.ARCHIVED])
def test_before_and_after_it_cannot(state):
    with pytest.raises(NotAllowed):
        given(f.a_dispute(state))


def test_its_last_day_is_the_one_chosen_or_ten_working_days():
    dispute = f.handled(Mode.SINGLE)
    assert given(dispute).deadlines.get(key="task.assigned").sentence.count("10个工作日")
    day = f.today() + timedelta(days=40)
    assert given(dispute, "XF", due_on=day).due_on >= day


def test_a_task_on_a_concluded_case_does_not_start_its_whole_clock_again():
    dispute = f.concluded(Mode.SINGLE)
    given(dispute)
    assert dispute.deadlines.filter(key="general.single").count() == 1


def test_its_answer_is_no_opinion_and_does_not_make_two_departments():
    dispute = f.handled(Mode.JOINT)
    task = given(dispute, "RS")
    f.answer_all(dispute)
    dispute.refresh_from_db()
    assert not task.papers.filter(kind="joint_notice").exists()
    clerk = f.an_officer(Role.CLERK, "SW")
    decision = {"facts": "属实", "basis": "第63条", "decision": "责令补缴"}
    f.do(dispute, "draft_decision", clerk, **decision)
    assert dispute.state == State.AWAITING_SIGNOFF


def test_a_department_with_a_task_can_still_be_invited():
    dispute = f.handled(Mode.SINGLE)
    given(dispute, "RS")
    typed = {"departments": [f.a_department("RS")], "question": "请提出书面意见"}
    f.do(dispute, "invite", f.an_officer(Role.CLERK, "SW"), **typed)
    assert dispute.mode == Mode.JOINT


def test_the_archive_waits_for_its_answer():
    dispute = f.concluded(Mode.SINGLE)
    task = given(dispute)
    clerk = f.an_officer(Role.CLERK, "SW")
    with pytest.raises(NotAllowed, match="未办结的交办"):
        f.do(dispute, "archive", clerk)
    answered(task)
    f.do(dispute, "archive", clerk)
    assert dispute.state == State.ARCHIVED


@pytest.mark.parametrize(
    ("verb", "typed"),
    [
        ("decline", {"reason": "wages", "channel": "劳动监察"}),
        ("notify_only", {"outside_body": "伊春市税务局", "reason": "复议中"}),
        ("refer", {"outside_body": "伊春市税务局", "reason": "不在本区"}),
        ("withdraw", {"note": "已书面申请"}),
    ],
)
def test_a_case_that_is_not_handled_any_further_leaves_no_task_open(verb, typed):
    dispute = f.triaged()
    task = given(dispute)
    f.do(dispute, verb, f.an_officer(Role.HEAD, "SW"), **typed)
    task.refresh_from_db()
    assert task.state == AssignmentState.RECALLED


def test_a_deputy_gives_one_while_the_leader_s_delegation_is_in_force():
    deputy = f.an_officer(Role.DEPUTY, "ZB")
    TaskForceSettings.objects.update_or_create(id=1, defaults={"leader_delegation": True})
    week = timedelta(days=7)
    Delegation.objects.create(
        leader=f.a_leader(), deputy=deputy, basis="专班〔2026〕5号", starts_on=f.today(),
        ends_on=f.today() + week, recorded_by=deputy,
    )  # fmt: skip
    dispute = f.handled(Mode.SINGLE)
    f.do(dispute, "give_task", deputy, department=f.a_department("XF"), question=QUESTION)
    last = dispute.timeline.last()
    assert last is not None
    assert "代 组长" in last.actor_label


def test_it_cannot_be_returned_but_the_office_can_recall_it():
    task = given(f.handled(Mode.SINGLE))
    with pytest.raises(NotAllowed, match="不得退回"):
        f.answer(task, "return_back", f.an_officer(Role.CLERK, "CZ"), reason="忙")
    f.answer(task, "recall", f.an_officer(Role.OFFICE, "ZB"), reason="改由信访局承办")
    assert task.dispute not in Dispute.objects.visible_to(f.an_officer(Role.CLERK, "CZ"))


def test_it_outlives_the_office_s_designation():
    dispute = f.triaged()
    clerk = f.an_officer(Role.CLERK, "SW")
    for code in ("YB", "RS"):
        f.do(dispute, "refer", clerk, department=f.a_department(code), reason="属其职责")
        sent = dispute.assignments.latest("pk")
        f.answer(sent, "return_back", f.an_officer(Role.CLERK, code), reason="不属本局职责")
        dispute.refresh_from_db()
    task = given(dispute)
    office = f.an_officer(Role.OFFICE, "ZB")
    f.do(dispute, "assign", office, department=f.a_department("YB"), reason="指定医保局")
    task.refresh_from_db()
    assert task.is_open


def test_it_stands_in_the_department_s_list_and_in_what_the_office_waits_for():
    dispute = f.handled(Mode.SINGLE)
    clerk, office = f.an_officer(Role.CLERK, "CZ"), f.an_officer(Role.OFFICE, "ZB")
    given(dispute)
    for officer, tab in ((clerk, "sign"), (office, "waiting")):
        [line] = [each for group in task_list(officer, tab, "").groups for each in group.lines]
        assert (line.number, line.what) == (str(dispute), "专班交办")
    assert "专班交办" in signed_in(clerk).get("/").content.decode()


def test_the_office_and_the_leader_hear_of_the_answer():
    office, leader = f.an_officer(Role.OFFICE, "ZB"), f.a_leader()
    answered(given(f.handled(Mode.SINGLE)))
    told = telling(Notice.objects, "财政局已反馈")
    assert {each.recipient_id for each in told} == {office.pk, leader.pk}


def test_the_page_asks_for_department_day_and_task():
    dispute = f.handled(Mode.SINGLE)
    office = f.an_officer(Role.OFFICE, "ZB")
    assert "give_task" in {o.verb for o in open_to(office, dispute) if o.allowed}
    address = reverse("dispute_verb", args=[dispute.pk, "give_task"])
    browser = signed_in(office)
    shown = browser.get(address).content.decode()
    assert "区财政局" in shown
    assert '<option value="ZB"' not in shown
    wrong = browser.post(address, {"version": dispute.version, "department": "CZ"})
    assert wrong.status_code == 400
    assert "请填写交办的任务。" in wrong.content.decode()
    right = {"version": dispute.version, "department": "CZ", "question": QUESTION}
    assert browser.post(address, right).status_code == 302
    case = browser.get(dispute.get_absolute_url()).content.decode()
    assert "交办与办理情况" in case
    assert QUESTION in case


def test_whoever_gave_a_task_hears_that_it_fell_with_the_withdrawal():
    """The unit knows it no longer; who waits for the answer does, each of his own task alone."""
    dispute, leader = f.handled(Mode.SINGLE), f.a_leader()
    f.do(dispute, "give_task", leader, department=f.a_department("XF"), question=QUESTION)
    office = given(dispute).sent_by
    f.do(dispute, "withdraw", f.an_officer(), note="已和解")
    for giver, unit, other in ((leader, "信访局", "财政局"), (office, "财政局", "信访局")):
        heard = "".join(each.text for each in Notice.objects.filter(recipient=giver))
        assert f"{dispute.number} 向{unit}下达的交办任务已收回，不再答复：缴费人撤回" in heard
        assert f"向{other}下达的交办任务已收回" not in heard
