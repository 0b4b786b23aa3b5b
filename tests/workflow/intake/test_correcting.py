"""更正登记: what was registered wrongly is put right, and both stay readable (五(一))."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from confidentiality.sealing import open_sealed, open_sealed_json
from departments.roles import Role
from disputes.choices import Mode, State
from disputes.models import Dispute, Party
from papers.kinds import thaw
from papers.printing.drawing import page
from tests import factories as f
from tests.api.programs import program
from tests.told import telling
from tests.workflow.signing_in import signed_in
from web.refusals import Mistyped, NotAllowed, NotYours, Stale
from workflow.issuing.taking import drawn, take
from workflow.issuing.tasks import render_paper
from workflow.meetings.plan import plan
from workflow.models import Correction, Notice, Paper, RoutingRecord
from workflow.models.rendered import Copy

pytestmark = pytest.mark.django_db

PHONE, NEW_PHONE = "15400000018", "15400000026"
OLD_NAME, OLD_PHONE = "东郭紫鸢", "13946687753"


def own(dispute: Dispute, role: str) -> Party:
    return dispute.parties.get(role=role)


def said_by(paper: Paper) -> Any:  # Any: the content of its kind
    return thaw(paper.kind, open_sealed_json(paper.content))


def corrected(dispute: Dispute, **given: object) -> None:
    named = {name.replace("__", "."): value for name, value in given.items()}
    f.do(dispute, "correct", f.an_officer(), given=named, reason="登记时记错")


def test_a_telephone_is_corrected_and_both_numbers_stay_sealed_on_the_record() -> None:
    dispute = f.handled(Mode.SINGLE)
    corrected(dispute, payer__phone=NEW_PHONE)
    assert open_sealed(own(dispute, "payer").phone) == NEW_PHONE
    kept = Correction.objects.get(dispute=dispute)
    assert (open_sealed(kept.sealed_before), open_sealed(kept.sealed_after)) == (PHONE, NEW_PHONE)
    assert (kept.before, kept.after, kept.corrected_by) == ("", "", f.an_officer())
    told = dispute.timeline.latest("pk").text
    assert "更正缴费人电话" in told
    assert PHONE not in told
    assert NEW_PHONE not in told
    assert dispute.state == State.HANDLING


def test_it_is_found_by_the_new_telephone() -> None:
    dispute = f.handled(Mode.SINGLE)
    corrected(dispute, payer__phone=NEW_PHONE)
    found = signed_in(f.an_officer()).get("/disputes/", {"q": NEW_PHONE}).content.decode()
    assert str(dispute.number) in found


def test_papers_issued_before_stand_later_ones_carry_the_new_value() -> None:
    dispute = f.handled(Mode.SINGLE)
    corrected(dispute, category="TAX-3", insurance_types=["pension", "unemployment"])
    before = dispute.papers.get(kind="registration")
    slip = dispute.papers.get(kind="correction")
    told = page(thaw(slip.kind, open_sealed_json(slip.content)), masked=True)
    assert "职工基本养老、失业" in told
    clerk = f.an_officer()
    f.do(dispute, "draft_decision", clerk, facts="实", basis="法", decision="办")
    f.do(dispute, "sign_decision", f.an_officer("head"))
    later = dispute.papers.get(kind="decision", party="payer")
    was, now = (said_by(each).matter for each in (before, later))
    assert (was.insurance, now.insurance) == (("pension",), ("pension", "unemployment"))
    assert was.category != now.category


def test_the_slip_hides_a_person_s_facts_in_its_masked_copy() -> None:
    dispute = f.handled(Mode.SINGLE)
    corrected(dispute, payer__phone=NEW_PHONE, payer__name="欧阳试测")
    slip = dispute.papers.get(kind="correction")
    content = thaw(slip.kind, open_sealed_json(slip.content))
    whole, hidden = page(content, masked=False), page(content, masked=True)
    for value in (PHONE, NEW_PHONE, "欧阳试测"):
        assert value in whole
        assert value not in hidden


def test_a_forgotten_agent_and_a_counterparty_of_another_kind() -> None:
    dispute = f.handled(Mode.SINGLE)
    corrected(dispute, agent__name="代理测试", agent__phone=NEW_PHONE, counterparty__name="新厂")
    assert open_sealed(own(dispute, "agent").name) == "代理测试"
    assert own(dispute, "counterparty").unit_name == "新厂"
    assert "新厂" in dispute.search_text


def test_routing_and_severity_are_looked_at_again() -> None:
    dispute = f.handled(Mode.SINGLE)
    corrected(dispute, category="MED-3", insurance_types=["medical"])
    told = dispute.timeline.latest("pk").text
    assert "系统建议由区医保局主办" in told
    assert RoutingRecord.objects.filter(dispute=dispute).latest("pk").verb == "correct"
    dispute = f.handled(Mode.SINGLE)
    corrected(dispute, people_count=500, representatives=[("郑代表", NEW_PHONE)])
    assert "重大疑难" in dispute.timeline.latest("pk").text
    assert open_sealed(own(dispute, "representative").phone) == NEW_PHONE
    assert dispute.corrections.get(field="representatives").is_sealed


def test_nothing_changed_or_something_missing_is_refused_in_words() -> None:
    dispute = f.handled(Mode.SINGLE)
    with pytest.raises(Mistyped, match="没有需要更正的内容"):
        corrected(dispute, payer__phone=PHONE, category="TAX-1")
    with pytest.raises(Mistyped) as refused:
        corrected(dispute, facts="")
    assert set(refused.value.errors) == {"facts"}
    payer = open_sealed(own(dispute, "payer").name)
    for said in (f"{payer}来信", f"电话{PHONE}"):  # it lies open, so what names him is refused anew
        with pytest.raises(Mistyped, match="不能写在这里") as refused:
            corrected(dispute, source_platform=said)
        assert set(refused.value.errors) == {"source_platform"}
    corrected(dispute, source_platform="王小二来信")  # of nobody here; until the payer is called so
    with pytest.raises(Mistyped, match="王小二") as refused:
        corrected(dispute, payer__name="王小二")
    assert set(refused.value.errors) == {"source_platform"}
    assert dispute.corrections.count() == dispute.papers.filter(kind="correction").count() == 1


@pytest.mark.parametrize("state", [State.TRIAGE, State.HANDLING, State.FEEDBACK])
def test_it_is_open_from_review_to_the_end(state: State) -> None:
    dispute = f.a_dispute(state)
    corrected(dispute, place="红星林场")
    assert (dispute.place, dispute.state) == ("红星林场", state)


@pytest.mark.parametrize("state", [State.REGISTERED, State.CONCLUDED, State.ARCHIVED])
def test_before_review_and_after_the_end_it_is_not(state: State) -> None:
    with pytest.raises(NotAllowed):
        corrected(f.a_dispute(state), place="红星林场")


def test_the_receiving_and_the_deciding_department_may_and_others_may_not() -> None:
    dispute = f.handled(Mode.REFERRAL)
    for code in ("SW", "YB"):
        given = {"place": f"{code}林场"}
        f.do(dispute, "correct", f.an_officer(Role.CLERK, code), given=given, reason="补正")
    with pytest.raises(NotYours):
        f.do(dispute, "correct", f.an_officer(Role.CLERK, "RS"), given={"place": "一"}, reason="无")


def test_somebody_who_saw_an_older_version_is_told() -> None:
    dispute = f.handled(Mode.SINGLE)
    old = dispute.version
    corrected(dispute, place="红星林场")
    with pytest.raises(Stale):
        f.do(dispute, "correct", f.an_officer(), given={"place": "二"}, reason="无", version=old)


def test_the_page_shows_open_values_and_only_what_was_changed_is_kept() -> None:
    dispute = f.handled(Mode.SINGLE)
    officer = signed_in(f.an_officer())
    address = f"/disputes/{dispute.pk}/correct/"
    shown = officer.get(address)
    text = shown.content.decode()
    assert PHONE not in text
    assert "欧阳测试" not in text
    assert "示例木制品加工厂" in text
    form = shown.context["page"].form
    typed = {bound.html_name: bound.value() for bound in form if bound.value() is not None}
    typed["visited_at"] = form["visited_at"].value().strftime("%Y-%m-%dT%H:%M")
    answer = officer.post(address, typed | {"payer.phone": NEW_PHONE, "reason": "记错一位"})
    assert answer.status_code == 302, answer.content.decode()
    assert [each.field for each in dispute.corrections.all()] == ["payer.phone"]


def test_what_another_corrected_meanwhile_is_not_taken_back_by_a_page_opened_before() -> None:
    dispute = f.handled(Mode.SINGLE)
    officer, address = signed_in(f.an_officer()), f"/disputes/{dispute.pk}/correct/"
    held: dict[str, Any] = {
        "place": dispute.place,
        "insurance_types": dispute.insurance_types,
    }
    held |= {"claim": "补缴并出具凭证", "reason": "诉求记漏", "version": dispute.version}
    corrected(dispute, place="红星林场", insurance_types=["injury"])
    refused = officer.post(address, held)
    assert refused.status_code == 409
    form = refused.context["page"].form
    assert form["place"].value() == "红星林场"
    assert form["insurance_types"].value() == ["injury"]
    assert form["claim"].value() == "补缴并出具凭证"
    assert set(form.errors) == {"place", "insurance_types"}
    again = {name: form[name].value() for name in held}
    assert officer.post(address, again).status_code == 302
    assert [each.field for each in dispute.corrections.order_by("pk")][2:] == ["claim"]
    dispute.refresh_from_db()
    assert dispute.place == "红星林场"


def test_whoever_works_on_it_hears_what_it_is_about_now_and_nobody_of_a_telephone() -> None:
    dispute = f.handled(Mode.JOINT)
    for code in ("RS", "YB"):
        f.an_officer(Role.CLERK, code)
    before = set(Notice.objects.values_list("pk", flat=True))
    corrected(dispute, payer__phone=NEW_PHONE)
    heard = Notice.objects.exclude(pk__in=before)
    assert not heard.exists()
    corrected(dispute, insurance_types=["injury"])
    told = heard.values_list("recipient__terms__post__department__code", flat=True)
    assert set(told) == {"RS", "YB"}
    assert all("险种" in each.text for each in heard)


def test_what_is_mistyped_stands_at_its_field_and_what_was_typed_stays() -> None:
    dispute = f.handled(Mode.SINGLE)
    typed = {"payer.phone": "12", "period_start": "2026-05-01", "period_end": "2026-01-01",
             "reason": "记错"}  # fmt: skip
    answer = signed_in(f.an_officer()).post(f"/disputes/{dispute.pk}/correct/", typed)
    assert answer.status_code == 400
    assert set(answer.context["page"].form.errors) == {"payer.phone", "period_end"}
    assert "记错" in answer.content.decode()


def test_the_record_is_only_added_to() -> None:
    dispute = f.handled(Mode.SINGLE)
    corrected(dispute, place="红星林场")
    for statement in (
        "UPDATE workflow_correction SET after = 'x'",
        "DELETE FROM workflow_correction",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize("verb", ["notify_only", "decline"])
def test_how_the_payer_is_reached_is_put_right_until_he_is_told(verb: str) -> None:
    dispute = f.triaged()
    said = {"notify_only": {"outside_body": "公积金中心", "reason": "不属"},
            "decline": {"reason": "other", "channel": "法院"}}  # fmt: skip
    f.do(dispute, verb, f.an_officer(Role.HEAD), **said[verb])
    clerk = signed_in(f.an_officer())
    address = f"/api/v1/disputes/{dispute.pk}/actions/correct/"
    for name, value in (("payer.name", "上官试验"), ("category", "TAX-2")):
        refused = clerk.post(address, {name: value, "reason": "错"}, "application/json")
        assert (refused.status_code, "只能更正联系电话" in refused.content.decode()) == (400, True)
    shown = clerk.get(f"/disputes/{dispute.pk}/correct/").content.decode()
    assert ('name="payer.phone"' in shown, 'name="category"' in shown) == (True, False)
    corrected(dispute, payer__phone=NEW_PHONE, payer__address="某镇某路 1 号")
    assert open_sealed(own(dispute, "payer").phone) == NEW_PHONE
    assert "系统建议" not in dispute.timeline.latest("pk").text
    f.do(dispute, "serve", f.an_officer(), party="payer", method="direct", served_on=f.today(),
         recipient="本人")  # fmt: skip
    with pytest.raises(NotAllowed, match="已经告知"):
        corrected(dispute, payer__phone=PHONE)


SAID = {"facts": "甲", "basis": "法", "decision": "办"}


@pytest.mark.parametrize(
    ("field", "value"), [("category", "OUT-4"), ("town", "other")], ids=["out", "outside"]
)
def test_what_turns_out_to_be_none_of_ours_is_led_out_and_not_decided(field, value) -> None:
    dispute, head = f.handled(Mode.SINGLE), f.an_officer(Role.HEAD)
    corrected(dispute, **{field: value})
    assert "重新分类后仅告知、不予受理" in dispute.timeline.latest("pk").text
    with pytest.raises(NotAllowed, match="由本单位负责人退回分类"):
        f.do(dispute, "draft_decision", f.an_officer(), **SAID)
    f.do(dispute, "reroute", head, reason="不属")
    f.do(dispute, "decline", head, reason="other", channel="仲裁委")
    assert dispute.state == State.DECLINED


def test_nor_is_it_signed_and_a_referral_comes_back_however_often_it_was_returned() -> None:
    dispute, clerk = f.handled(Mode.REFERRAL), f.an_officer(Role.CLERK, "YB")
    Dispute.objects.filter(pk=dispute.pk).update(returns=1)
    f.answer(dispute.assignments.get(), "accept", clerk)
    f.do(dispute, "draft_decision", clerk, **SAID)
    corrected(dispute, town="other")
    with pytest.raises(NotAllowed, match="请先退回修改，再由主办单位退回报送件"):
        f.do(dispute, "sign_decision", f.an_officer(Role.HEAD, "YB"))
    f.do(dispute, "return_decision", f.an_officer(Role.HEAD, "YB"), comment="区外")
    f.answer(dispute.assignments.get(), "return_back", clerk, reason="区外")
    dispute.refresh_from_db()
    assert (dispute.returns, dispute.owing_department) == (2, f.a_department("SW"))
    f.do(dispute, "notify_only", f.an_officer(), outside_body="外区税务局", reason="区外")


def test_where_its_road_leads_nowhere_else_it_is_told_and_finished() -> None:
    dispute = f.handled(Mode.JOINT)
    f.answer_all(dispute)
    corrected(dispute, category="OUT-4")
    assert "按现在的办理方式办结" in dispute.timeline.latest("pk").text
    f.do(dispute, "draft_decision", f.an_officer(), **SAID)
    assert dispute.state == State.AWAITING_SIGNOFF


def test_a_draft_is_not_signed_for_what_was_corrected_after_it() -> None:
    dispute, head = f.handled(), f.an_officer("head")
    words = {"facts": "实", "basis": "法", "decision": "办"}
    f.do(dispute, "draft_decision", f.an_officer(), **words)
    corrected(dispute, payer__phone=NEW_PHONE)
    assert "先退回修改" not in dispute.timeline.latest("pk").text
    corrected(dispute, counterparty__name="另一家示例厂", claim="请退费")
    told = "拟稿以后更正了争议诉求、争议对方姓名（名称），请先退回修改"
    assert told in dispute.timeline.latest("pk").text
    assert telling(Notice.objects.filter(recipient=head), "请先退回修改").count() == 1
    with pytest.raises(NotAllowed, match="拟稿以后更正了"):
        f.do(dispute, "sign_decision", head)
    f.do(dispute, "return_decision", head, comment="就现在的对方写")
    f.do(dispute, "draft_decision", f.an_officer(), **words)
    f.do(dispute, "sign_decision", head)
    assert dispute.state == State.FEEDBACK
    corrected(dispute, payer__phone=PHONE)
    assert "作废重发" not in dispute.timeline.latest("pk").text
    corrected(dispute, claim="请补缴")  # what was signed speaks of the claim before
    told = "告知书写的是更正前的争议诉求"
    assert told in dispute.timeline.latest("pk").text
    assert telling(Notice.objects.filter(recipient=head), told).count() == 1


def test_nobody_disputes_with_himself() -> None:
    dispute = f.handled()
    with pytest.raises(Mistyped, match="同一单位或同一人"):
        corrected(dispute, payer__name="示例木制品\u200b加工厂", payer__kind="employer")


@pytest.mark.parametrize("mode", [Mode.SINGLE, Mode.REFERRAL])
def test_whose_own_cause_it_turns_out_to_be_goes_to_the_office_which_names_another(mode) -> None:
    """It may not draft, so the next move is the office's, and the office hears of it (A06)."""
    office, dispute = f.an_officer("office", "ZB"), f.handled(mode)
    unit = "YB" if mode == Mode.REFERRAL else "SW"
    corrected(dispute, counterparty__name=f.a_department(unit).name, counterparty__kind="agency")
    assert (dispute.owing_role, dispute.owing_department) == (Role.OFFICE, None)
    assert telling(Notice.objects.filter(recipient=office), "请专班办公室指定办理单位").exists()
    assert "指定办理" in signed_in(office).get("/").content.decode()
    f.do(dispute, "assign", office, department=f.a_department("RS"), reason="承办单位是争议对方")
    assert dispute.lead_department == dispute.owing_department == f.a_department("RS")
    if mode == Mode.SINGLE:  # what the office gave to another does not come back by this road
        units = [f.a_department("YB")]
        with pytest.raises(NotAllowed, match="由它自己综合意见"):
            f.do(dispute, "invite", f.an_officer(), departments=units, question="请核实")
    dispute = Dispute.objects.get(pk=dispute.pk)
    corrected(dispute, counterparty__name=f.a_department("RS").name)  # whom it named, unknowing
    assert (dispute.designated, dispute.owing_role) == (False, Role.OFFICE)
    assert telling(office.notices, "请专班办公室指定办理单位").count() == 2


def test_a_unit_at_work_does_not_become_whom_a_report_in_confidence_is_against() -> None:
    """R075: first it is asked no more; where it has answered, it reads no more of it."""
    dispute, clerk = f.triaged(confidential_report=True), f.an_officer()
    office, guest = f.an_officer(Role.OFFICE, "ZB"), f.an_officer(Role.CLERK, "YB")
    units = [f.a_department("YB"), f.a_department("RS")]
    f.do(dispute, "convene_joint", clerk, departments=units, question="请核实")
    against = {"counterparty__kind": "agency", "counterparty__name": units[0].name}
    with pytest.raises(Mistyped, match="请先撤回对它的交办"):
        corrected(dispute, **against)
    f.answer_all(dispute)
    assert dispute in Dispute.objects.visible_to(guest)
    told = guest.notices.filter(dispute=dispute).count()
    corrected(Dispute.objects.get(pk=dispute.pk), **against)
    assert dispute not in Dispute.objects.visible_to(guest)
    assert guest.notices.filter(dispute=dispute).count() == told
    assert telling(office.notices.filter(dispute=dispute), "今后不再让其知悉").exists()
    assert dispute in Dispute.objects.visible_to(f.an_officer(Role.CLERK, "RS"))


def test_into_what_is_none_of_ours_while_it_stands_still_is_said_as_it_is_and_again_later() -> None:
    dispute, head = f.handled(Mode.JOINT), f.an_officer(Role.HEAD, "SW")
    guest = f.an_officer(Role.CLERK, "YB")
    f.do(dispute, "suspend", head, ground="等待仲裁")
    corrected(dispute, place="办公楼二楼")
    assert telling(guest.notices, "交办仍然冻结，恢复办理后请按更正后的内容办理").count() == 1
    corrected(dispute, category="OUT-4")
    assert telling(guest.notices, "不属本区，由受理部门重新分类").count() == 1
    assert "恢复办理后，各单位还没有提出意见的" in dispute.timeline.latest("pk").text
    f.do(dispute, "resume", head)
    assert telling(guest.notices, "请先与受理部门联系").count() == 2
    assert not telling(guest.notices, "请继续办理交办").exists()
    own = f.an_officer().notices
    assert telling(own, "各单位还没有提出意见的，可以撤回交办后重新分类").exists()
    assert "可以撤回交办后重新分类" in dispute.timeline.latest("pk").text


def test_a_reporter_asks_to_be_kept_secret_after_the_review() -> None:
    """R075: the day after he rings and asks for it; what was told before is said so."""
    dispute, head = f.handled(Mode.JOINT), f.an_officer("head")
    office, asked = f.an_officer(Role.OFFICE, "ZB"), f.an_officer("clerk", "YB")
    name = open_sealed(own(dispute, "payer").name)
    home = dispute.get_absolute_url()
    assert "举报人（保密）" not in signed_in(asked).get(home).content.decode()
    said = {"confidential_report": True, "reason": "缴费人来电要求"}
    act = f"disputes/{dispute.pk}/actions/correct/"
    assert program("clerk", "SW").post(act, said).status_code == 200  # a program says true
    dispute.refresh_from_db()
    assert dispute.confidential_report
    slip = dispute.papers.get(kind="correction")
    told = page(thaw(slip.kind, open_sealed_json(slip.content)), masked=False)
    assert "举报保密" in told
    assert name not in told
    for who in (head, office):
        assert telling(Notice.objects.filter(recipient=who), "请核对能否收回").exists()
    seen = signed_in(asked).get(home).content.decode()
    assert "举报人（保密）" in seen
    assert PHONE not in seen
    assert (
        "confidential_report"
        not in signed_in(f.an_officer()).get(f"{home}correct/").content.decode()
    )
    with pytest.raises(Mistyped, match="没有需要更正的内容"):
        corrected(dispute, confidential_report=True)


def test_whom_a_report_is_against_is_taken_out_before_it_becomes_secret() -> None:
    dispute = f.handled(Mode.JOINT)
    corrected(dispute, counterparty__kind="agency", counterparty__department="YB",
              counterparty__name="")  # fmt: skip
    with pytest.raises(Mistyped, match="请先撤回对它的交办"):
        corrected(dispute, confidential_report=True)
    dispute.refresh_from_db()
    assert not dispute.confidential_report


def test_a_name_that_was_corrected_away_stays_masked_and_finds_nothing() -> None:
    """六(三): mistyped by a character it is his all the same, on pages, papers and in titles."""
    dispute = f.handled(Mode.JOINT, facts=f"{OLD_NAME}反映，电话{OLD_PHONE}")
    asked = signed_in(f.an_officer("clerk", "YB"))
    home = dispute.get_absolute_url()
    corrected(dispute, payer__name=OLD_NAME, payer__phone=OLD_PHONE)
    corrected(dispute, payer__name="东郭紫燕", payer__phone="13946687799")
    seen = asked.get(home).content.decode()
    assert OLD_NAME not in seen
    assert OLD_PHONE not in seen
    slip = dispute.papers.filter(kind="correction").latest("pk")
    told = page(thaw(slip.kind, open_sealed_json(slip.content)), masked=True)
    assert OLD_NAME not in told
    assert own(dispute, "payer").former[0] != ["name", "东郭紫燕"]
    with pytest.raises(Mistyped, match="是当事人的姓名"):
        plan(
            by=f.an_officer(), kind="general", title=f"{OLD_NAME}欠费会商", disputes=[dispute],
            departments=[f.a_department("YB")], starts_at=timezone.now(), place="三楼",
        )  # fmt: skip
    corrected(dispute, confidential_report=True)
    secret = asked.get(home).content.decode()
    assert "东郭" not in secret
    registration = dispute.papers.filter(kind="registration").latest("pk")
    render_paper(registration.pk)
    row = drawn(registration, Copy.MASKED)
    assert row is not None
    with pytest.raises(PermissionDenied, match="转为举报保密"):
        take(registration, row, by=f.an_officer("clerk", "YB"))
    assert take(registration, row, by=f.an_officer()).pdf


def test_no_longer_the_other_side_by_its_own_word_the_office_hears() -> None:
    dispute, office = f.handled(), f.an_officer(Role.OFFICE, "ZB")
    corrected(dispute, counterparty__kind="collector", counterparty__department="SW",
              counterparty__name="")  # fmt: skip
    corrected(dispute, counterparty__kind="other", counterparty__department="",
              counterparty__name="办税服务厅外包公司")  # fmt: skip
    assert telling(Notice.objects.filter(recipient=office), "已报专班办公室核对").exists()
