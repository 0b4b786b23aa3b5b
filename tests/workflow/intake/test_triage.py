"""Where a reviewed dispute goes, and where it may not."""

from __future__ import annotations

import pytest
from django.utils import timezone

from departments.models import Department
from disputes.choices import Mode, State
from disputes.models import Dispute
from tests import factories as f
from tests.told import telling
from tests.workflow.intake.test_correcting import said_by
from tests.workflow.signing_in import signed_in
from web.refusals import Mistyped, NotAllowed
from workflow.issuing.pieces import GIST, gist, matter_of

pytestmark = pytest.mark.django_db


def test_departments_that_may_not_lead_refer_or_convene():
    dispute = f.triaged("XF")
    with pytest.raises(NotAllowed, match="不得作主办"):
        f.do(dispute, "accept_single", f.an_officer("clerk", "XF"), reason="自己办")


def test_matters_outside_the_district_are_only_told_and_handed_on():
    dispute = f.triaged(town="other")
    clerk = f.an_officer("clerk")
    with pytest.raises(NotAllowed, match="区外"):
        f.do(dispute, "accept_single", clerk, reason="自己办")
    f.do(dispute, "refer", clerk, outside_body="伊美区税务局", reason="属地管辖")
    assert (dispute.state, dispute.mode) == (State.NOTIFIED, Mode.NOTIFY)


def running(dispute: Dispute) -> set[str]:
    return set(dispute.deadlines.open().values_list("key", flat=True))


def test_alone_the_department_has_the_whole_limit_counted_from_registration():
    dispute = f.triaged()
    f.do(dispute, "accept_single", f.an_officer(), reason="属本单位职责")
    assert (dispute.mode, dispute.lead_department.code) == (Mode.SINGLE, "SW")
    assert running(dispute) == {"general.single"}
    whole = dispute.deadlines.get(key="general.single")
    assert whole.starts_on == timezone.localdate(dispute.registered_at)


def test_a_referral_tells_the_payer_and_the_other_department_on_paper():
    clerk = f.an_officer("clerk", "YB")
    dispute = f.handled(Mode.REFERRAL)
    kinds = list(dispute.papers.values_list("kind", flat=True))
    assert sorted(kinds) == ["notification", "referral", "registration"]
    assert dispute.lead_department.code == "YB"
    assert running(dispute) == {"referral.total", "transfer.feedback", "transfer.sign"}
    assert telling(clerk.notices.filter(dispute=dispute), "报送转办，请签收").exists()


@pytest.mark.parametrize("code", ["XF", "CZ", "CL"])
def test_who_may_not_lead_hands_it_on_with_a_report_of_its_own(code):
    """R020, R021: 信访局、财政局、镇 take it in and pass it to whose duty it is."""
    dispute = f.triaged(code)
    f.do(dispute, "refer", f.an_officer("clerk", code), department=f.a_department("YB"),
         reason="属医保局职责")  # fmt: skip
    report = dispute.papers.get(kind="referral")
    assert (report.department.code, report.assignment.department.code) == (code, "YB")
    departments = (dispute.receiving_department.code, dispute.lead_department.code)
    assert departments == (code, "YB")


@pytest.mark.parametrize(
    ("code", "sentence"), [("SW", "不能移交给本单位"), ("XF", "不得作主办"), ("CL", "不得作主办")]
)
def test_it_is_referred_neither_to_itself_nor_to_whom_may_not_lead(code, sentence):
    dispute = f.triaged()
    with pytest.raises(Mistyped, match=sentence) as refused:
        f.do(dispute, "refer", f.an_officer(), department=f.a_department(code), reason="试试")
    assert set(refused.value.errors) == {"department"}
    assert not dispute.assignments.exists()


def test_a_case_that_weighs_as_major_is_general_only_with_a_reason():
    dispute = f.triaged(people_count=23, signals={"petition_risk": True})
    with pytest.raises(Mistyped, match="建议为重大疑难") as refused:
        f.do(dispute, "accept_single", f.an_officer(), reason="属本单位职责")
    assert set(refused.value.errors) == {"severity_reason"}
    f.do(
        dispute,
        "accept_single",
        f.an_officer(),
        reason="属本单位职责",
        severity_reason="已逐一谈妥",
    )
    assert (dispute.severity, dispute.severity_reason) == ("general", "已逐一谈妥")


def test_who_is_only_told_goes_elsewhere_and_his_tasks_are_taken_back():
    dispute = f.triaged()
    f.do(dispute, "give_task", f.an_officer("office", "ZB"), department=f.a_department("XF"),
         question="请核实")  # fmt: skip
    f.do(dispute, "notify_only", f.an_officer(), reason="不属征缴", outside_body="劳动监察大队")
    assert (dispute.state, dispute.mode) == (State.NOTIFIED, Mode.NOTIFY)
    assert not dispute.assignments.open().exists()
    assert "告知缴费人向劳动监察大队反映，不移交。" in dispute.timeline.latest("pk").text
    assert running(dispute) == {"archive.electronic"}


def test_a_consultation_is_answered_on_the_spot_and_nothing_else_is():
    with pytest.raises(NotAllowed):
        f.do(f.triaged(), "answer_now", f.an_officer(), answer="按规定缴费。")


def test_what_is_declined_says_why_and_where_to_go_instead():
    dispute = f.triaged()
    f.do(dispute, "decline", f.an_officer("head"), reason="wages", channel="劳动监察大队")
    assert (dispute.state, dispute.out_reason) == (State.DECLINED, "wages")
    said = dispute.timeline.latest("pk").text
    assert said.endswith("决定不予受理：劳动报酬争议。应走渠道：劳动监察大队")
    other = f.triaged()
    f.do(other, "decline", f.an_officer("head"), reason="与社保无关", channel="民政局")
    assert other.out_reason == "other"
    assert "不予受理：与社保无关。" in other.timeline.latest("pk").text


def test_a_clerk_alone_declines_nothing_unless_the_switch_lets_him():
    dispute = f.triaged()
    with pytest.raises(NotAllowed, match="不予受理由受理部门负责人决定"):
        f.do(dispute, "decline", f.an_officer(), reason="wages", channel="劳动监察大队")
    Department.objects.filter(code="SW").update(decision_head_sign=False)
    dispute.refresh_from_db()
    f.do(dispute, "decline", f.an_officer(), reason="wages", channel="劳动监察大队")
    assert dispute.state == State.DECLINED


HANDLING = {
    "accept_single": {"reason": "属本单位职责"},
    "refer": {"reason": "属其职责"},
    "convene_joint": {"question": "请核实"},
    "report_major": {"reason": "群体性"},
}


@pytest.mark.parametrize("verb", HANDLING)
@pytest.mark.parametrize("code", ["OUT-2", "OUT-4"])
def test_what_is_no_contribution_dispute_by_its_category_is_not_handled(verb, code):
    """R001, R109: the category decides, long before anybody declines it."""
    dispute, others = f.triaged(category=code), [f.a_department("RS"), f.a_department("YB")]
    where = {"refer": {"department": others[1]}, "accept_single": {}}
    typed = HANDLING[verb] | where.get(verb, {"departments": others})
    with pytest.raises(NotAllowed, match=f"争议类别是{code}，.*先更正争议类别并写明理由"):
        f.do(dispute, verb, f.an_officer(), **typed)
    assert dispute.state == State.TRIAGE


def test_it_is_told_where_to_go_or_handed_to_a_body_outside():
    clerk, reason = f.an_officer(), "已申请行政复议"
    told, handed = f.triaged(category="OUT-4"), f.triaged(category="OUT-2")
    f.do(told, "notify_only", clerk, outside_body="市税务局", reason=reason)
    f.do(handed, "refer", clerk, outside_body="劳动监察大队", reason="属劳动报酬争议")
    assert (told.state, handed.state) == (State.NOTIFIED, State.NOTIFIED)


def test_what_turned_out_to_be_none_is_neither_made_weightier_nor_agreed_to():
    dispute, leader = f.handled(), f.a_leader()
    Dispute.objects.filter(pk=dispute.pk).update(category="OUT-2")
    dispute.refresh_from_db()
    with pytest.raises(NotAllowed, match="争议类别是OUT-2"):
        f.do(dispute, "escalate", f.an_officer(), departments=[], reason="群体性")
    reported = f.triaged()
    f.do(reported, "report_major", f.an_officer(), reason="群体性",
         departments=[f.a_department("RS"), f.a_department("YB")])  # fmt: skip
    Dispute.objects.filter(pk=reported.pk).update(category="OUT-4")
    with pytest.raises(NotAllowed, match="不另行办理"):
        f.do(reported, "approve_major", leader, comment="同意")


def test_whose_matter_came_back_is_told_who_handles_it_now():
    """R035: the 告知单 that it was handed on is followed by one that says what became of it."""
    others = {"departments": [f.a_department("RS"), f.a_department("YB")], "question": "核实"}
    for verb, typed, said in (
        ("accept_single", {}, "改由我单位办理；您"),
        ("convene_joint", others, "会同有关部门办理"),
    ):
        dispute = f.handled(Mode.REFERRAL)
        f.answer(dispute.assignments.get(), "return_back", f.an_officer(code="YB"), reason="不属")
        dispute.refresh_from_db()
        told = f"告知单{dispute.papers.get(kind='notification').number}同时作废，重新分类后另行告知"
        assert told in dispute.timeline.get(verb="return_back").text
        page = signed_in(f.an_officer()).get(dispute.get_absolute_url()).content.decode()
        assert "1 家，已全部退回或撤回" in page  # nobody has answered
        f.do(dispute, verb, f.an_officer(), reason="属", **typed)
        first, second = dispute.papers.filter(kind="notification").order_by("pk")
        # as 撤销分流 does: the void one says that it went to whoever did not take it on
        assert (first.is_void, second.is_void, second.replaces) == (True, False, first)
        assert said_by(second).replaces == first.number
        assert said in said_by(second).told
    taken_back = f.handled(Mode.REFERRAL)
    f.answer(taken_back.assignments.get(), "recall", f.an_officer(), reason="送错了")
    taken_back.refresh_from_db()
    f.do(taken_back, "convene_joint", f.an_officer(), reason="属", **others)
    first, second = taken_back.papers.filter(kind="notification").order_by("pk")
    assert (first.is_void, second.is_void, second.replaces) == (True, False, first)
    assert said_by(second).reason == "原移交已经收回。"
    assert not f.handled(Mode.SINGLE).papers.filter(kind="notification").exists()


def test_a_notice_tells_the_gist_of_a_long_account_and_cuts_no_sentence():
    told = gist("单位三个月没有申报缴费。" * 60)
    assert len(told) < GIST + 20
    assert told.endswith("没有申报缴费。……（全文见受理登记表）")
    assert gist("没有申报。") == "没有申报。"
    assert gist("一" * 2 * GIST) == "一" * 2 * GIST  # nothing is cut within a number


def test_what_a_paper_is_about_is_called_a_dispute_once() -> None:
    assert matter_of("其他申报征收环节争议") == "关于其他申报征收环节的争议"
    assert matter_of("已参保未申报") == "关于已参保未申报的争议"
