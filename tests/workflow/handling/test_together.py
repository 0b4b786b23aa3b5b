"""Joint handling and what follows two returns: the office alone decides, once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from departments.models import Department
from disputes.choices import Mode, State
from disputes.models import Dispute
from tests import factories as f
from tests.told import texts
from web.refusals import Mistyped, NotAllowed
from workflow.meetings import actions as meetings
from workflow.models import Assignment

pytestmark = pytest.mark.django_db


def test_the_second_return_goes_to_the_office_and_cannot_be_returned():
    dispute = f.triaged()
    clerk, health = f.an_officer("clerk"), f.a_department("YB")
    for _ in range(2):
        f.do(dispute, "refer", clerk, department=health, reason="属医保局")
        referral = dispute.assignments.latest("pk")
        f.answer(referral, "return_back", f.an_officer("clerk", "YB"), reason="不属本局")
        dispute.refresh_from_db()
    assert (dispute.state, dispute.returns, dispute.owing_role) == (State.TRIAGE, 2, "office")
    with pytest.raises(NotAllowed, match="专班办公室"):
        f.do(dispute, "refer", clerk, department=health, reason="再试一次")
    human = Department.objects.get(code="RS")
    f.do(dispute, "assign", f.an_officer("office", "ZB"), department=human, reason="属三险")
    referral = dispute.assignments.latest("pk")
    with pytest.raises(NotAllowed, match="不得退回"):
        f.answer(referral, "return_back", f.an_officer("clerk", "RS"), reason="不办")


def test_a_dispute_returned_twice_is_moved_by_the_office_alone():
    """R052: not even declined by the department that took it in."""
    dispute, clerk = f.triaged(), f.an_officer("clerk")
    for code in ("YB", "RS"):
        f.do(dispute, "refer", clerk, department=f.a_department(code), reason="属其职责")
        asked = dispute.assignments.get(state="sent")
        f.answer(asked, "return_back", f.an_officer("clerk", code), reason="不属")
        dispute.refresh_from_db()
    with pytest.raises(NotAllowed, match="已被退回两次"):
        f.do(dispute, "decline", clerk, reason="wages", channel="劳动监察")


def running(dispute):
    return set(dispute.deadlines.open().values_list("key", flat=True))


def test_every_department_that_is_invited_owes_an_opinion_and_the_receiving_one_none():
    dispute = f.handled(Mode.JOINT)
    assert set(dispute.assignments.values_list("department__code", flat=True)) == {"RS", "YB"}
    assert running(dispute) == {"general.joint.total", "general.joint.opinion", "transfer.sign"}
    assert dispute.papers.filter(kind="joint_notice").count() == 2
    assert dispute.timeline.latest("pk").text.endswith("向人社局、医保局发出会办通知。")


def test_together_means_two_functional_departments():
    dispute = f.triaged()
    with pytest.raises(Mistyped, match="至少要有两个职能部门") as refused:
        f.do(dispute, "convene_joint", f.an_officer("clerk"), question="请协查",
             departments=[f.a_department("XF")])  # fmt: skip
    assert set(refused.value.errors) == {"departments"}
    assert not dispute.assignments.exists()


def test_where_the_receiving_one_may_not_lead_the_first_that_may_leads():
    dispute = f.triaged("CL")
    others = [f.a_department(code) for code in ("XF", "YB", "RS")]
    f.do(dispute, "convene_joint", f.an_officer("clerk", "CL"), departments=others, question="请核")
    assert dispute.lead_department.code == "YB"


def test_who_is_at_work_already_is_not_invited_again():
    dispute = f.handled(Mode.JOINT)
    for code, sentence in (("YB", "医保局已在办理，请勿重复邀请"), ("SW", "受理部门本身已在办理")):
        with pytest.raises(Mistyped, match=sentence):
            f.do(dispute, "invite", f.an_officer("clerk"), departments=[f.a_department(code)],
                 question="请核")  # fmt: skip


def test_a_referral_that_is_widened_becomes_joint_from_its_first_day_and_its_lead_stays_in():
    dispute = f.handled(Mode.REFERRAL)
    began = dispute.deadlines.get(key="referral.total").starts_on
    f.do(dispute, "invite", f.an_officer("clerk"), departments=[f.a_department("RS")],
         question="请核")  # fmt: skip
    assert dispute.mode == Mode.JOINT
    open_now = set(dispute.assignments.open().values_list("department__code", "kind"))
    assert open_now == {("RS", "joint"), ("YB", "joint")}
    whole = dispute.deadlines.get(key="general.joint.total")
    assert (whole.starts_on, "referral.total" in running(dispute)) == (began, False)


def test_the_office_may_name_the_receiving_department_itself():
    dispute, clerk = f.triaged(), f.an_officer("clerk")
    office = f.an_officer("office", "ZB")
    with pytest.raises(NotAllowed):
        f.do(dispute, "assign", office, department=f.a_department("SW"), reason="属其职责")
    for code in ("YB", "RS"):
        f.do(dispute, "refer", clerk, department=f.a_department(code), reason="属其职责")
        asked = dispute.assignments.get(state="sent")
        f.answer(asked, "return_back", f.an_officer("clerk", code), reason="不属")
        dispute.refresh_from_db()
    with pytest.raises(Mistyped, match="不得作主办单位"):
        f.do(dispute, "assign", office, department=f.a_department("XF"), reason="属其职责")
    f.do(dispute, "assign", office, department=f.a_department("SW"), reason="属其职责")
    assert (dispute.state, dispute.mode, dispute.designated) == (State.HANDLING, Mode.SINGLE, True)
    assert not dispute.assignments.open().exists()
    assert dispute.timeline.latest("pk").text.endswith("指定由区税务局办理：属其职责")
    f.do(dispute, "invite", clerk, departments=[f.a_department("YB")], question="请核")
    f.answer(dispute.assignments.get(state="sent"), "recall", clerk, reason="不用了")
    dispute.refresh_from_db()  # no road is open to the unit that the office has not named again
    assert (dispute.state, dispute.owing_role, dispute.designated) == (
        State.TRIAGE,
        "office",
        False,
    )
    assert any("由专班办公室重新指定" in each for each in texts(office.notices))
    with pytest.raises(NotAllowed, match="专班办公室"):
        f.do(dispute, "accept_single", clerk, reason="属其职责")
    f.do(dispute, "assign", office, department=f.a_department("SW"), reason="仍属其职责")


@pytest.mark.parametrize("road", ["invite", "escalate"])
def test_whom_the_office_designated_stays_so_on_another_road(road: str) -> None:
    dispute, clerk, office = f.triaged(), f.an_officer("clerk"), f.an_officer("office", "ZB")
    Dispute.objects.filter(pk=dispute.pk).update(returns=2)
    dispute.refresh_from_db()
    f.do(dispute, "assign", office, department=f.a_department("RS"), reason="属其职责")
    if road == "invite":
        f.do(dispute, "invite", clerk, departments=[f.a_department("YB")], question="请核")
    else:
        f.do(dispute, "escalate", clerk, reason="群体性诉求", departments=[f.a_department("YB")])
        f.do(dispute, "approve_major", f.a_leader())
    asked = {each.department.code: each for each in dispute.assignments.open()}
    assert {code: each.designated for code, each in asked.items() if code in {"RS", "YB"}} == {
        "RS": True,
        "YB": False,
    }
    with pytest.raises(NotAllowed, match="专班办公室指定的单位，不能撤回"):
        f.answer(asked["RS"], "recall", clerk, reason="不用了")
    with pytest.raises(NotAllowed, match="专班办公室指定的单位不得退回"):
        f.answer(asked["RS"], "return_back", f.an_officer("clerk", "RS"), reason="不属")


@pytest.mark.parametrize(
    ("code", "sentence"),
    [("SW", "区税务局是受理部门"), ("ZB", "专班办公室既不承办也不协助")],
)
def test_whoever_cannot_be_asked_is_refused_by_name_and_not_left_out(code, sentence):
    dispute = f.triaged()
    named = [f.a_department(each) for each in ("YB", code)]
    with pytest.raises(Mistyped, match=sentence) as refused:
        f.do(dispute, "convene_joint", f.an_officer("clerk"), departments=named, question="请核")
    assert set(refused.value.errors) == {"departments"}
    assert not dispute.assignments.exists()


def test_whoever_only_helps_is_asked_to_help():
    dispute = f.triaged()
    named = [f.a_department(each) for each in ("YB", "CZ", "CL")]
    f.do(dispute, "convene_joint", f.an_officer("clerk"), departments=named, question="请核")
    asked = set(dispute.assignments.values_list("department__code", "kind"))
    assert asked == {("YB", "joint"), ("CZ", "assist"), ("CL", "assist")}


def test_whoever_may_not_lead_is_not_made_the_lead():
    dispute = f.triaged()
    with pytest.raises(Mistyped, match="区信访局不得作主办单位") as refused:
        f.do(dispute, "convene_joint", f.an_officer("clerk"), departments=[f.a_department("YB")],
             lead=f.a_department("XF"), question="请核")  # fmt: skip
    assert set(refused.value.errors) == {"lead"}


def _ask(verb: str, due_on: date) -> Dispute:
    """The verbs by which a department is given a day to answer."""
    dispute = f.handled(Mode.SINGLE) if verb == "invite" else f.triaged()
    clerk = f.an_officer("clerk")
    if verb == "refer":
        f.do(dispute, verb, clerk, department=f.a_department("YB"), reason="属其", due_on=due_on)
    else:
        f.do(dispute, verb, clerk, departments=[f.a_department("YB")], question="请核",
             due_on=due_on)  # fmt: skip
    return dispute


@pytest.mark.parametrize("verb", ["convene_joint", "invite", "refer"])
def test_a_day_beyond_the_whole_case_is_said_to_be_so_and_never_quietly_cut(verb):
    with time_machine.travel("2026-11-20T10:00:00+08:00", tick=False):
        last = date(2026, 12, 18)  # 20 working days from the day of registration
        with pytest.raises(Mistyped, match="最迟到2026年12月18日") as refused:
            _ask(verb, last + timedelta(days=3))
        assert set(refused.value.errors) == {"due_on"}
        assert "申请延期" in str(refused.value.errors["due_on"])
        assert not Assignment.objects.exists()
        assert _ask(verb, last).assignments.get().due_on == last


def test_tasks_and_resolutions_run_beside_the_case_and_keep_the_day_that_was_typed():
    with time_machine.travel("2026-11-20T10:00:00+08:00", tick=False):
        dispute, late = f.handled(Mode.SINGLE), date(2027, 3, 1)
        f.do(dispute, "give_task", f.a_leader(), department=f.a_department("YB"), question="请核",
             due_on=late)  # fmt: skip
        meeting = f.a_minuted_meeting(dispute, responsible=f.a_department("YB"))
        meeting.items.update(due_on=late)
        meetings.issue(meeting, by=f.an_officer("clerk"))
        assert set(dispute.assignments.values_list("kind", "due_on")) == {
            ("task", late),
            ("resolution", late),
        }
