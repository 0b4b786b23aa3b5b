"""增加成员单位 (六(一), R010): the registered decision comes before the leader, once."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from confidentiality.sealing import open_sealed_json
from departments.actions.members import Decision, NewMember
from departments.models import ChangeRecord, Department
from departments.roles import Role
from papers.kinds import thaw
from papers.printing.drawing import page
from tests import factories as f
from tests.api.programs import program
from tests.told import telling
from tests.workflow.signing_in import signed_in
from web.refusals import NotAllowed, NotYours
from workflow.approvals import actions as approvals
from workflow.issuing.taking import paper_seen_by
from workflow.membership import actions as membership
from workflow.models import Approval, Notice, Paper

pytestmark = pytest.mark.django_db

UNIT = NewMember("SF", "区司法局", "司法局", "bureau")


def decision(document: str = "专班会议纪要〔2026〕1号") -> Decision:
    more = {"ground": "调解案件多", "duties": "指导调解", "liaison": "法制股"}
    return Decision(f.today(), document, f.today(), **more)


def admitted() -> Department:
    return membership.admit(UNIT, by=f.an_officer(Role.SYSADMIN, "ZB"), decision=decision())


def asked(unit: Department) -> Approval:
    found = membership.pending(unit.membership)
    assert found is not None
    return found


def test_the_leader_finds_it_in_his_queue_and_is_told():
    leader = signed_in(f.a_leader())
    approval = asked(admitted())
    assert telling(Notice.objects, "增加区司法局为成员单位").exists()
    queue = leader.get(reverse("approvals")).content.decode()
    assert "增加成员单位" in queue
    page = leader.get(approval.get_absolute_url()).content.decode()
    assert "增加区司法局" in page
    assert "专班会议纪要〔2026〕1号" in page
    assert "同意增加" in page


def test_it_is_counted_on_the_workbench_of_who_answers_and_nowhere_else():
    approval = asked(admitted())
    bench = signed_in(f.a_leader()).get("/").content.decode()
    assert "待办 1 件" in bench
    assert "不属单个事项的审批 1 件" in bench
    assert approval.get_absolute_url() in bench
    assert (
        "不属单个事项" not in signed_in(f.an_officer(Role.OFFICE, "ZB")).get("/").content.decode()
    )


def test_agreeing_in_the_queue_opens_the_unit():
    leader = f.a_leader()
    unit = admitted()
    address = asked(unit).get_absolute_url()
    assert signed_in(leader).post(address, {"answer": "approve"}).status_code == 302
    unit.refresh_from_db()
    assert (unit.is_active, unit.joined_on) == (True, f.today())
    assert unit.membership is not None
    assert unit.membership.confirmed_by == leader
    paper = Paper.objects.get(kind="membership")
    assert (paper.department.is_office, paper.dispute, paper.number) == (
        True, None, f"〔{f.today().year}〕1号",
    )  # fmt: skip
    shown = page(thaw(paper.kind, open_sealed_json(paper.content)), masked=False)
    for said in ("区司法局", "专班会议纪要", "调解案件多", "指导调解", leader.name):
        assert said in shown
    clerk = f.an_officer(Role.CLERK, "RS")  # who the members are is said to all
    assert paper.number in signed_in(clerk).get(unit.get_absolute_url()).content.decode()
    assert paper_seen_by(clerk, paper.pk) == paper
    waiting = signed_in(clerk).get(reverse("paper_pdf", args=[paper.pk]))
    assert (waiting.status_code, reverse("departments") in waiting.content.decode()) == (202, True)


def test_confirming_on_the_unit_s_page_answers_the_queue():
    leader = f.a_leader()
    unit = admitted()
    approval = asked(unit)
    page = signed_in(leader).post(reverse("membership", args=[unit.membership_id]))
    assert page.status_code == 302
    approval.refresh_from_db()
    assert (approval.state, approval.decided_by) == ("approved", leader)
    with pytest.raises(NotAllowed, match="已办理"):
        approvals.approve(approval, by=leader)


@pytest.mark.parametrize("answer", ["reject", "ask_more"])
def test_what_was_sent_back_does_not_open_until_it_is_mended_and_agreed(answer):
    leader, admin = f.a_leader(), f.an_officer(Role.SYSADMIN, "ZB")
    unit = admitted()
    typed = {"answer": answer, "comment": "请补充附件"}
    assert signed_in(leader).post(asked(unit).get_absolute_url(), typed).status_code == 302
    assert "确认增加" not in signed_in(leader).get(reverse("departments")).content.decode()
    with pytest.raises(NotAllowed, match="没有等组长批示的申请"):
        membership.confirm(unit.membership, by=leader)
    browser = signed_in(admin)
    page = browser.get(unit.get_absolute_url()).content.decode()
    assert "请补充附件" in page
    again = reverse("department_again", args=["SF"])
    assert again in page
    mended = {"decided_on": f.today(), "effective_on": f.today(), "document": "纪要〔2026〕2号"}
    assert browser.post(again, mended).status_code == 302
    assert "专班会议纪要〔2026〕1号" in ChangeRecord.objects.get(verb__startswith="补正").before
    membership.confirm(unit.membership, by=leader)
    unit.refresh_from_db()
    assert unit.is_active


def test_it_is_not_reported_twice_nor_mended_once_confirmed():
    admin = f.an_officer(Role.SYSADMIN, "ZB")
    unit = admitted()
    with pytest.raises(NotAllowed, match="正在等组长批示"):
        membership.report_again(unit, by=admin, decision=decision("另一份"))
    membership.confirm(unit.membership, by=f.a_leader())
    unit.refresh_from_db()
    with pytest.raises(NotAllowed, match="不能再改"):
        membership.report_again(unit, by=admin, decision=decision("另一份"))


def test_only_whoever_acts_for_the_leader_answers():
    approval = asked(admitted())
    for officer in (f.an_officer(Role.OFFICE, "ZB"), f.an_officer(Role.DEPUTY, "ZB")):
        with pytest.raises(NotYours):
            approvals.approve(approval, by=officer)


def test_a_program_of_the_leader_sees_and_answers_it():
    approval = asked(admitted())
    leader = program(Role.LEADER, "ZB")
    [row] = leader.get("approvals/").json()
    assert (row["kind"], row["dispute"], row["state"]) == ("member", None, "pending")
    answer = leader.post(f"approvals/{approval.pk}/approve/", {"comment": "同意"})
    assert answer.json()["state"] == "approved"
    assert Department.objects.get(code="SF").is_active


@pytest.mark.by_owner
def test_an_approval_of_a_member_without_its_decision_fails():
    approval = asked(admitted())
    with pytest.raises(IntegrityError, match="names_its_decision"), transaction.atomic():
        Approval.objects.filter(pk=approval.pk).update(membership=None)
