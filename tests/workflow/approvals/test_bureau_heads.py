"""A deputy is the head of a bureau: in its own cause he does not take the leader's place (三)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from departments.models import Delegation, Officer, Post, TaskForceSettings, Term
from departments.roles import Role
from disputes.choices import State
from disputes.models import Dispute
from tests import factories as f
from tests.workflow.signing_in import signed_in
from web.refusals import Mistyped, NotAllowed, NotYours
from workflow.approvals import actions as approvals
from workflow.approvals import major
from workflow.meetings import actions as meetings
from workflow.meetings.plan import plan
from workflow.models import Approval
from workflow.workbench.items import items_of
from workflow.workbench.lines import named as drawn

pytestmark = pytest.mark.django_db

SEATS = {"SW": "税务", "RS": "人社", "YB": "医保"}


def deputy(code: str) -> Officer:
    """The deputy whose seat is that bureau's head's, holding a delegation."""
    name = f"deputy_{code.lower()}"
    officer = Officer.objects.create_user(name, "Portal-2026!", name=f"{SEATS[code]}局长")
    post = Post.objects.get(role=Role.DEPUTY, title__contains=SEATS[code])
    Term.objects.create(officer=officer, post=post, starts_on=f.today() - timedelta(days=300))
    TaskForceSettings.objects.update_or_create(id=1, defaults={"leader_delegation": True})
    Delegation.objects.create(
        leader=f.a_leader(), deputy=officer, basis="专班〔2026〕5号", recorded_by=f.a_leader(),
        starts_on=f.today(), ends_on=f.today() + timedelta(days=7),
    )  # fmt: skip
    return Officer.objects.get(pk=officer.pk)


def reported(code: str = "SW") -> Dispute:
    dispute = f.triaged(code)
    others = [f.a_department(each) for each in ("SW", "RS", "YB")]
    f.do(dispute, "report_major", f.an_officer(Role.CLERK, code), reason="群体性",
         departments=others)  # fmt: skip
    return dispute


def test_the_seats_of_the_deputies_say_whose_heads_they_are() -> None:
    seats = Post.objects.filter(role=Role.DEPUTY).values_list("bureau__code", flat=True)
    assert set(seats) == {"SW", "RS", "YB"}


@pytest.mark.parametrize("verb", ["approve_major", "reject_major", "ask_more"])
def test_he_answers_nothing_about_a_case_that_his_bureau_receives_leads_or_reports(verb) -> None:
    dispute, own = reported(), deputy("SW")
    with pytest.raises(NotAllowed, match="您任职的单位受理、主办、报请或召集"):
        getattr(major, verb)(dispute, by=own, comment="同意")
    another = deputy("RS")
    getattr(major, verb)(dispute, by=another, comment="同意")
    assert dispute.state != State.AWAITING_APPROVAL
    assert dispute.approvals.get().decider_label == "人社局长 代 组长"


def test_the_same_over_the_api_and_in_his_queue_and_it_goes_to_another() -> None:
    other, own = deputy("YB"), deputy("SW")
    dispute = reported()
    page = signed_in(own)
    address = f"/api/v1/disputes/{dispute.pk}/actions/approve_major/"
    refused = page.post(address, {"comment": "同意"}, content_type="application/json")
    assert (refused.status_code, "不能代组长批示" in refused.json()["detail"]) == (409, True)
    assert not items_of(Officer.objects.get(pk=own.pk))
    assert [item.dispute_id for item in items_of(other)] == [dispute.pk]
    text = f"{dispute.number} 待组长审批，请办理。"
    assert f.a_leader().notices.latest("pk").text == other.notices.latest("pk").text == text
    assert not own.notices.exists()


@pytest.mark.by_owner
def test_nor_a_meeting_that_his_bureau_convenes_nor_its_minutes() -> None:
    own, other = deputy("SW"), deputy("RS")
    dispute = f.handled("special")
    f.answer_all(dispute)
    Approval.objects.filter(dispute=dispute).update(meeting_consent=False)
    meeting = planned(dispute)
    with pytest.raises(NotAllowed, match="不能代组长批示"):
        meetings.approve(meeting, by=own)
    with pytest.raises(NotAllowed, match="不能代组长批示"):
        approvals.approve(meeting.approvals.get(), by=own)
    meetings.approve(meeting, by=other)
    clerk = f.an_officer()
    meetings.call(meeting, by=clerk)
    everybody = [a.department for a in meeting.attendances.all()]
    meetings.hold(meeting, by=clerk, attended=everybody)
    meetings.minute(meeting, by=clerk, items=[meetings.Decided(dispute, "由区税务局牵头补缴")])
    with pytest.raises(NotAllowed, match="不能代组长批示"):
        meetings.issue(meeting, by=own)
    meetings.issue(meeting, by=other)


def test_nor_in_sql() -> None:
    dispute, own, other = reported(), deputy("SW"), deputy("RS")
    asked = Approval.objects.filter(dispute=dispute)
    decided = {"state": "approved", "decided_at": timezone.now()}
    with pytest.raises(IntegrityError, match="his own bureau"), transaction.atomic():
        asked.update(decided_by=own, **decided)
    asked.update(decided_by=other, **decided)


def test_where_the_leader_is_recused_the_office_names_a_deputy_from_elsewhere() -> None:
    leader, office = f.a_leader(), f.an_officer(Role.OFFICE, "ZB")
    tax, labour = (f.an_officer(Role.DEPUTY, "ZB", nth=nth) for nth in (1, 2))
    dispute = reported()
    f.do(dispute, "recuse", leader, officer=leader, reason="亲属")
    assert "专班组长现无人能办，请指定代办" in office.notices.latest("pk").text
    with pytest.raises(Mistyped, match="不能代专班组长办理"):
        f.do(dispute, "designate", office, officer=tax, reason="组长回避")
    f.do(dispute, "designate", office, officer=labour, reason="组长回避")
    [item] = drawn(items_of(Officer.objects.get(pk=labour.pk)), {})
    assert (item.dispute.pk, item.step.verb) == (dispute.pk, "批示")
    f.do(dispute, "approve_major", labour, comment="同意")
    assert dispute.approvals.get().decider_label == f"{labour.name} 代 组长"


def planned(dispute: Dispute):
    return plan(
        by=f.an_officer(), kind="major", title="专题会议", disputes=[dispute],
        departments=[f.a_department("YB")], starts_at=timezone.now(), place="三楼会议室",
    )  # fmt: skip


# --- no empty chair: where the leader cannot, somebody else can, and the office is told ----------


def office() -> Officer:
    return f.an_officer(Role.OFFICE, "ZB")


def away(dispute: Dispute) -> Officer:
    """The leader has withdrawn from it."""
    leader = f.a_leader()
    f.do(dispute, "recuse", leader, officer=leader, reason="亲属")
    return leader


def stand_in(dispute: Dispute, officer: Officer) -> Officer:
    f.do(dispute, "designate", office(), officer=officer, reason="组长回避",
         department=f.a_department("ZB"))  # fmt: skip
    return Officer.objects.get(pk=officer.pk)


def test_where_no_deputy_is_from_elsewhere_the_head_of_another_bureau_is_named() -> None:
    office()
    tax, labour = f.an_officer(Role.DEPUTY, "ZB"), f.an_officer(Role.HEAD, "RS")
    dispute = reported()
    away(dispute)
    bureau, finance = f.an_officer(Role.HEAD, "SW"), f.an_officer(Role.HEAD, "CZ")
    for nobody, why in ((tax, "他任职的"), (bureau, "他任职的"), (finance, "组长由副组长代")):
        with pytest.raises(Mistyped, match=f"不能代专班组长办理：{why}"):
            stand_in(dispute, nobody)
    assert not Dispute.objects.visible_to(labour).filter(pk=dispute.pk).exists()
    named = stand_in(dispute, labour)
    assert Dispute.objects.visible_to(named).filter(pk=dispute.pk).exists()
    [item] = drawn(items_of(named), {})
    page = signed_in(named)
    assert page.get(dispute.approvals.get().get_absolute_url()).status_code == 200
    page.post(dispute.approvals.get().get_absolute_url(), {"answer": "approve", "comment": "同意"})
    dispute.refresh_from_db()
    assert (item.step.verb, dispute.state) == ("批示", State.HANDLING)
    assert dispute.approvals.get().decider_label == f"{labour.name} 代 组长"


def test_a_leader_who_is_one_of_the_bureau_does_not_decide_its_cause_either() -> None:
    leader = f.a_leader()
    office()
    post = Post.objects.get(department__code="SW", role=Role.HEAD)
    Term.objects.create(officer=leader, post=post, starts_on=f.today() - timedelta(days=9))
    labour = f.an_officer(Role.DEPUTY, "ZB", nth=2)
    dispute = reported()
    with pytest.raises(NotAllowed, match="您任职的单位受理"):
        major.approve_major(dispute, by=Officer.objects.get(pk=leader.pk), comment="同意")
    asked = Approval.objects.filter(dispute=dispute)
    decided = {"state": "approved", "decided_at": timezone.now(), "decided_by": leader}
    with pytest.raises(IntegrityError, match="his own bureau"), transaction.atomic():
        asked.update(**decided)
    f.do(dispute, "approve_major", stand_in(dispute, labour), comment="同意")
    assert dispute.state == State.HANDLING


def test_nor_does_a_deputy_decide_where_his_bureau_is_the_other_side() -> None:
    own, other = deputy("YB"), deputy("RS")
    dispute = reported()
    unit = f.a_department("YB")
    dispute.parties.filter(role="counterparty").update(department=unit, unit_name=unit.name)
    dispute = Dispute.objects.get(pk=dispute.pk)
    with pytest.raises(NotAllowed, match="您任职的单位"):
        major.approve_major(dispute, by=own, comment="同意")
    assert not items_of(Officer.objects.get(pk=own.pk))
    assert [item.dispute_id for item in items_of(other)] == [dispute.pk]
    major.approve_major(dispute, by=other, comment="同意")
    assert dispute.state == State.HANDLING


def test_what_is_asked_while_the_case_goes_on_has_its_stand_in_too() -> None:
    labour = f.an_officer(Role.DEPUTY, "ZB", nth=2)
    office()
    dispute = f.handled("special")
    f.do(dispute, "deescalate", f.an_officer(), reason="已化解")
    away(dispute)
    assert "专班组长现无人能办" in office().notices.latest("pk").text
    asked = dispute.approvals.get(kind="deescalation")
    approvals.approve(asked, by=stand_in(dispute, labour), comment="同意降级")
    dispute.refresh_from_db()
    assert dispute.mode == "joint"


@pytest.mark.by_owner
def test_a_meeting_and_its_minutes_wait_for_no_leader_who_has_withdrawn() -> None:
    labour = f.an_officer(Role.DEPUTY, "ZB", nth=2)
    office()
    dispute = f.handled("special")
    f.answer_all(dispute)
    Approval.objects.filter(dispute=dispute).update(meeting_consent=False)
    meeting = planned(dispute)
    leader = Officer.objects.get(pk=away(dispute).pk)
    with pytest.raises(NotAllowed, match="您已回避"):
        meetings.approve(meeting, by=leader)
    with pytest.raises(NotYours):
        meetings.approve(meeting, by=Officer.objects.get(pk=labour.pk))
    named = stand_in(dispute, labour)
    meetings.approve(meeting, by=named)
    clerk = f.an_officer()
    meetings.call(meeting, by=clerk)
    meetings.hold(meeting, by=clerk, attended=[a.department for a in meeting.attendances.all()])
    meetings.minute(meeting, by=clerk, items=[meetings.Decided(dispute, "由区税务局牵头补缴")])
    meetings.issue(meeting, by=named)
    assert meeting.issuer_label == f"{labour.name} 代 组长"
