"""The other side is a member unit: it signs here, and decides nothing against itself (A06)."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from departments.roles import Role
from disputes.choices import Mode, State
from disputes.materials import keep_material
from disputes.models import Dispute
from disputes.words import unit
from papers.remedies import remedies
from tests import factories as f
from tests.api.programs import WHOLE, program
from tests.told import telling
from tests.workflow.signing_in import signed_in
from web.refusals import Mistyped, NotAllowed, NotYours
from workflow.models import Notice
from workflow.procedure import offers
from workflow.procedure.moving import moving

pytestmark = pytest.mark.django_db
#: The tag whose colour is the red of the style (components.css).
RED = r'<span class="ui-tag is-against[^>]*>\s*'


def against(
    name: str, code: str = "SW", payer: str = "欧阳测试", *, secret: bool = False
) -> Dispute:
    """Reviewed, the other side called by that name."""
    draft = f.a_draft(code, confidential_report=secret)
    draft.parties.filter(role="payer").delete()
    f.a_party(draft, "payer", "employee", name=payer, phone="15400000018")
    draft.parties.filter(role="counterparty").update(kind="collector", unit_name=name)
    draft = Dispute.objects.get(pk=draft.pk)
    f.do(draft, "register", draft.first_contact_officer)
    f.do(draft, "approve_intake", f.an_officer(Role.REVIEWER, code))
    return Dispute.objects.get(pk=draft.pk)


def unit_of(dispute: Dispute) -> str:
    other = dispute.counterparty
    assert other is not None
    return other.department.code if other.department else ""


@pytest.mark.parametrize(("name", "code"), [
    ("区医保局", "YB"), ("医保局", "YB"), ("区税务局", "SW"), ("区医保局职工服务部", ""),
])  # fmt: skip
def test_it_is_known_by_its_exact_name(name, code):
    assert unit_of(against(name)) == code


@pytest.mark.parametrize(("name", "kind"), [
    ("区医保局", "agency"), ("医保局", "agency"), ("区税务局", "collector"),
    ("乌翠区税务局", "collector"), ("国家税务总局伊春市乌翠区税务局", "collector"),
    ("社保乌翠分中心", "agency"), ("区人社局", "agency"),
    ("区医保局职工服务部", "employer"), ("恒源木业有限公司", "employer"),
])  # fmt: skip
@pytest.mark.parametrize("chosen", ["", "employer"])
def test_it_is_an_authority_and_no_employer(name, kind, chosen):
    own = program(Role.CLERK, "SW")
    typed = {**WHOLE, "counterparty": {"name": name, "kind": chosen}}
    draft = own.post("disputes/", typed).json()
    if not chosen:
        assert draft["counterparty"]["kind"] == kind
    answer = own.post(f"disputes/{draft['id']}/actions/register/", {})
    assert answer.status_code == 200, answer.json()
    dispute = Dispute.objects.get(pk=draft["id"])
    other = dispute.counterparty
    assert other is not None
    assert (other.kind, other.unit_name) == (kind, name)
    assert name in dispute.search_text
    channels = {each.channel for each in remedies("employee", other.kind, "SW")}
    assert ("arbitration" in channels) == (kind == "employer")


def test_one_named_by_code_is_an_authority_until_another_is_named():
    own = program(Role.CLERK, "SW")
    made = own.post("disputes/", {"counterparty": {"kind": "employer", "department": "YB"}}).json()
    assert made["counterparty"]["kind"] == "agency"
    renamed = {"counterparty": {"kind": "employer", "name": "恒源木业有限公司"}}
    other = own.patch(f"disputes/{made['id']}/", renamed | {"version": made["version"]}).json()
    assert other["counterparty"]["kind"] == "employer"
    assert not other["counterparty"]["department"]


def test_a_program_names_it_by_its_code():
    own = program(Role.CLERK, "SW")
    typed = {"channel": "visit", "counterparty": {"kind": "agency", "department": "YB"}}
    answer = own.post("disputes/", typed)
    assert answer.status_code == 201, answer.json()
    assert answer.json()["counterparty"]["department"] == "YB"
    assert answer.json()["counterparty"]["name"] == "区医保局"
    refused = own.post("disputes/", {"counterparty": {"department": "XX"}})
    assert list(refused.json()["errors"]) == ["counterparty.department"]


def test_only_the_other_side_is_one_also_in_sql():
    dispute = f.triaged()
    with pytest.raises(IntegrityError, match="other_side_is_a_member"), transaction.atomic():
        dispute.parties.filter(role="payer").update(department=f.a_department("YB"))


def test_a_department_neither_handles_nor_convenes_nor_leads_what_is_against_itself():
    dispute, clerk = against("区税务局"), f.an_officer()
    assert dispute.owing_role == Role.OFFICE
    for verb, typed in (
        ("accept_single", {"reason": "自己办"}),
        ("convene_joint", {"departments": [f.a_department("YB")], "question": "请核实"}),
    ):
        with pytest.raises(NotAllowed, match="争议对方就是本单位"):
            f.do(dispute, verb, clerk, **typed)
    other = against("区医保局")
    with pytest.raises(Mistyped, match="是争议对方"):
        f.do(other, "refer", clerk, department=f.a_department("YB"), reason="属医保局")
    with pytest.raises(Mistyped, match="另选主办单位") as refused:
        f.do(other, "convene_joint", clerk, departments=[f.a_department("RS")],
             lead=f.a_department("YB"), question="请核实")  # fmt: skip
    assert list(refused.value.errors) == ["lead"]


def test_where_the_unit_it_belongs_to_is_the_other_side_the_office_names_another():
    office = f.an_officer(Role.OFFICE, "ZB")
    dispute = against("区医保局")
    told = [each.text for each in Notice.objects.filter(recipient=office, dispute=dispute)]
    assert f"{dispute.number} 争议对方是医保局，该由它办理的，请在本件上指定办理单位。" in told, (
        told
    )
    assert dispute.owing_role == Role.CLERK
    with pytest.raises(Mistyped, match="请专班办公室在本件上“指定办理”"):
        f.do(dispute, "refer", f.an_officer(), department=f.a_department("YB"), reason="属其职责")
    page = signed_in(office)
    assert "指定办理" in page.get(dispute.get_absolute_url()).content.decode()
    typed = {"department": "RS", "reason": "由其办理", "version": dispute.version}
    assert page.post(f"{dispute.get_absolute_url()}assign/", typed).status_code == 302
    dispute.refresh_from_db()
    assert (dispute.state, dispute.lead_department.code) == (State.HANDLING, "RS")
    with pytest.raises(NotAllowed, match="还没有指定过"):
        f.do(dispute, "assign", office, department=f.a_department("SB"), reason="再指定")


def test_where_the_report_is_secret_the_office_is_not_asked_to_name_whom_it_may_not():
    office = f.an_officer(Role.OFFICE, "ZB")
    dispute = against("区医保局", secret=True)
    told = [each.text for each in Notice.objects.filter(recipient=office, dispute=dispute)]
    assert any("请在本件上指定其他单位" in text for text in told), told
    with pytest.raises(Mistyped, match="不能让其知悉"):
        f.do(dispute, "assign", office, department=f.a_department("YB"), reason="照办")
    f.do(dispute, "assign", office, department=f.a_department("RS"), reason="由其办理")


def test_the_office_may_still_name_another_while_one_handles_it():
    dispute = against("区医保局")
    f.do(dispute, "refer", f.an_officer(), department=f.a_department("RS"), reason="由其他单位办")
    office = f.an_officer(Role.OFFICE, "ZB")
    f.do(dispute, "assign", office, department=f.a_department("SB"), reason="由其办理")
    assert (dispute.lead_department.code, dispute.designated) == ("SB", True)


def test_another_department_may_be_asked_at_once():
    dispute = against("区税务局")
    f.do(dispute, "refer", f.an_officer(), department=f.a_department("RS"), reason="由其他单位办")
    assert dispute.state == State.HANDLING


def test_the_office_says_so_and_then_it_may():
    office = f.an_officer(Role.OFFICE, "ZB")
    dispute = against("区税务局")
    assert Notice.objects.filter(recipient=office, dispute=dispute).exists()
    own = f.a_department("SW")
    f.do(dispute, "assign", office, department=own, reason="属征收业务，由其复查")
    f.do(dispute, "draft_decision", f.an_officer(), facts="属实", basis="第63条", decision="退费")
    assert dispute.state == State.AWAITING_SIGNOFF


@pytest.mark.parametrize("code", ["SB", "RS"])
def test_in_joint_handling_whom_the_office_names_decides_in_its_place(code):
    """Asked to keep the accused unit from deciding, it does not free its hands (0033)."""
    office, clerk = f.an_officer(Role.OFFICE, "ZB"), f.an_officer()
    dispute = f.handled(Mode.JOINT)
    f.do(dispute, "correct", clerk, given={"counterparty.kind": "collector",
         "counterparty.name": "区税务局"}, reason="记错")  # fmt: skip
    typed = {"facts": "属实", "basis": "第63条", "decision": "税务局没有错"}
    f.answer_all(dispute)
    with pytest.raises(NotAllowed, match="未经专班办公室指定"):
        f.do(dispute, "draft_decision", clerk, **typed)
    f.do(dispute, "assign", office, department=f.a_department(code), reason="避免自办")
    assert (dispute.mode, dispute.lead_department.code) == (Mode.REFERRAL, code)
    with pytest.raises(NotYours):
        f.do(dispute, "draft_decision", clerk, **typed)
    offered = {each.verb: each.allowed for each in offers.open_to(clerk, dispute)}
    assert not offered.get("invite")


def test_the_office_may_say_that_it_decides_together_with_the_others():
    office, clerk = f.an_officer(Role.OFFICE, "ZB"), f.an_officer()
    dispute = f.handled(Mode.JOINT)
    f.do(dispute, "correct", clerk, given={"counterparty.kind": "collector",
         "counterparty.name": "区税务局"}, reason="记错")  # fmt: skip
    f.do(dispute, "assign", office, department=f.a_department("SW"), reason="由其会同复查")
    assert (dispute.mode, dispute.designated) == (Mode.JOINT, True)
    assert dispute.assignments.open().count() == 2


def test_it_does_not_lead_the_team_by_reporting_what_another_was_to_decide():
    dispute, clerk = against("区税务局"), f.an_officer()
    f.do(dispute, "refer", clerk, department=f.a_department("RS"), reason="由其他单位办")
    f.answer(dispute.assignments.get(), "accept", f.an_officer(Role.CLERK, "RS"))
    f.do(dispute, "escalate", clerk, reason="群体性诉求")
    f.do(dispute, "approve_major", f.a_leader())
    assert dispute.lead_department.code == "RS"
    offered = {each.verb: each.allowed for each in offers.open_to(clerk, dispute)}
    assert offered["deescalate"] is False


def test_a_case_that_became_one_against_itself_is_not_decided_by_it_also_in_sql():
    dispute = f.handled(Mode.SINGLE)
    dispute.parties.filter(role="counterparty").update(department=f.a_department("SW"))
    typed = {"facts": "属实", "basis": "第63条", "decision": "退费"}
    with pytest.raises(NotAllowed, match="不能拟定处理意见"):
        f.do(dispute, "draft_decision", f.an_officer(), **typed)
    moved = Dispute.objects.filter(pk=dispute.pk)
    with pytest.raises(IntegrityError, match="may not decide"), transaction.atomic():
        moved.update(state=State.AWAITING_SIGNOFF)
    dispute.parties.filter(role="counterparty").update(department=None)
    f.do(dispute, "draft_decision", f.an_officer(), **typed)
    dispute.parties.filter(role="counterparty").update(department=f.a_department("SW"))
    head = f.an_officer(Role.HEAD)
    with pytest.raises(NotAllowed, match="不能由本单位签发：请先退回修改"):
        f.do(dispute, "sign_decision", head)
    with pytest.raises(IntegrityError, match="may not decide"), transaction.atomic():
        moved.update(state=State.FEEDBACK)
    f.do(dispute, "return_decision", head, comment="对方就是本单位")
    office = f.an_officer(Role.OFFICE, "ZB")
    f.do(dispute, "assign", office, department=f.a_department("RS"), reason="由其办理")
    assert dispute.lead_department.code == "RS"


def decided_against_yb(*, secret: bool = False) -> Dispute:
    dispute = f.handled(Mode.SINGLE, confidential_report=secret)
    dispute.parties.filter(role="counterparty").update(
        kind="agency", unit_name="区医保局", department=f.a_department("YB")
    )
    dispute = Dispute.objects.get(pk=dispute.pk)
    f.an_officer("clerk", "YB")
    f.do(dispute, "draft_decision", f.an_officer(), facts="属实", basis="第63条", decision="退费")
    f.do(dispute, "sign_decision", f.an_officer(Role.HEAD), comment="同意")
    return dispute


def test_what_it_signs_for_in_the_portal_is_served():
    dispute, clerk = decided_against_yb(), f.an_officer("clerk", "YB")
    told = telling(Notice.objects.filter(recipient=clerk), "请签收").get()
    assert told.text == f"{dispute.number} 处理意见告知书已签发，请签收。"
    browser = signed_in(clerk)
    assert "签收告知书" in browser.get(dispute.get_absolute_url()).content.decode()
    browser.post(f"{dispute.get_absolute_url()}acknowledge/", {"version": dispute.version})
    service = dispute.services.get(party="counterparty")
    assert (service.method, service.served_on) == ("electronic", f.today())
    assert dispute.papers.filter(kind="service_proof", party="counterparty").count() == 1
    shown = signed_in(f.an_officer()).get(dispute.get_absolute_url()).content.decode()
    assert "在平台签收处理意见告知书，即为送达。" in shown
    with pytest.raises(NotAllowed, match="不用再签收"):
        f.do(dispute, "acknowledge", clerk)


def test_nobody_else_signs_for_it():
    dispute = decided_against_yb()
    with pytest.raises(NotYours):
        f.do(dispute, "acknowledge", f.an_officer())


def test_it_sees_the_case_when_there_is_something_to_tell_and_never_a_kept_secret():
    dispute, clerk = f.handled(Mode.SINGLE), f.an_officer("clerk", "YB")
    dispute.parties.filter(role="counterparty").update(department=f.a_department("YB"))
    with moving(dispute, "urge", by=f.a_leader()) as move:
        move.say("催办")
    assert not Dispute.objects.visible_to(clerk).filter(pk=dispute.pk).exists()
    told = decided_against_yb()
    assert Dispute.objects.visible_to(clerk).filter(pk=told.pk).exists()
    secret = decided_against_yb(secret=True)
    assert not Dispute.objects.visible_to(clerk).filter(pk=secret.pk).exists()
    with pytest.raises(NotYours):
        f.do(secret, "acknowledge", clerk)


def test_the_page_says_it_in_red():
    dispute = against("区税务局")
    shown = signed_in(f.an_officer()).get(dispute.get_absolute_url()).content.decode()
    assert re.search(RED + "争议对方就是承办单位", shown)
    other = against("区医保局")
    shown = signed_in(f.an_officer()).get(other.get_absolute_url()).content.decode()
    assert re.search(f"{RED}争议对方是成员单位：{unit(f.a_department('YB'))}", shown)


def test_a_unit_that_a_merged_case_is_against_is_known_told_and_decides_nothing():
    into, gone = f.handled(Mode.SINGLE), against("区税务局", "RS", "诸葛试用")
    f.do(gone, "merge", f.an_officer(Role.CLERK, "RS"), into=into)
    reader = signed_in(f.an_officer())
    assert "争议对方就是承办单位" in reader.get(into.get_absolute_url()).content.decode()
    typed = {"facts": "属实", "basis": "第63条", "decision": "退费"}
    with pytest.raises(NotAllowed, match="不能拟定处理意见"):
        f.do(into, "draft_decision", f.an_officer(), **typed)
    moved = Dispute.objects.filter(pk=into.pk)
    with pytest.raises(IntegrityError, match="may not decide"), transaction.atomic():
        moved.update(state=State.AWAITING_SIGNOFF)
    office = f.an_officer(Role.OFFICE, "ZB")
    f.do(into, "assign", office, department=f.a_department("SW"), reason="由其复查")
    f.do(into, "draft_decision", f.an_officer(), **typed)
    f.do(into, "sign_decision", f.an_officer(Role.HEAD), comment="同意")
    f.do(into, "acknowledge", f.an_officer())
    assert into.services.get().of_id == gone.pk
    assert into.papers.filter(kind="service_proof", of=gone).count() == 1


def test_it_is_not_reported_to_the_leader_under_its_own_lead() -> None:
    dispute, clerk = against("区税务局"), f.an_officer()
    page = signed_in(clerk).get(f"{dispute.get_absolute_url()}report_major/").content.decode()
    assert '<option value="SW" selected' not in page
    with pytest.raises(Mistyped, match="是争议对方，请另选主办单位"):
        f.do(dispute, "report_major", clerk, reason="群体性诉求", lead=f.a_department("SW"))


def test_what_is_against_it_it_ends_by_his_signed_request_alone_and_the_office_hears() -> None:
    dispute, clerk, office = against("区税务局"), f.an_officer(), f.an_officer(Role.OFFICE, "ZB")
    with pytest.raises(NotAllowed, match="请先上传缴费人签名的撤回申请"):
        f.do(dispute, "withdraw", clerk, note="缴费人书面撤回")
    asked = SimpleUploadedFile("撤回申请.txt", "本人申请撤回".encode())
    keep_material(dispute, asked, by=clerk, source="payer", title="撤回申请", purpose="withdrawal")
    dispute = Dispute.objects.get(pk=dispute.pk)
    f.do(dispute, "withdraw", clerk, note="缴费人书面撤回")
    told = Notice.objects.filter(recipient=office)
    assert telling(told, "请向缴费人核实").exists()
    assert dispute.papers.filter(kind="withdrawal_notice", party="payer").exists()
