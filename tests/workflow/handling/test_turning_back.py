"""A road that was wrong, or that nobody is left on, leads back to triage (R051, R052, R084)."""

from __future__ import annotations

import pytest
from django.utils import timezone

from departments.models import Department
from departments.roles import Role
from disputes.choices import Mode, State
from disputes.models import Dispute
from tests import factories as f
from tests.workflow import many as m
from tests.workflow.signing_in import signed_in
from web.refusals import NotAllowed, NotYours
from workflow.approvals import actions as approvals
from workflow.models import Notice
from workflow.models.choices import ApprovalKind

pytestmark = pytest.mark.django_db


def told(role: str, code: str) -> list[str]:
    return [each.text for each in Notice.objects.filter(recipient=f.an_officer(role, code))]


def sent_back(dispute: Dispute, code: str) -> None:
    own = dispute.assignments.open().get(department__code=code)
    f.answer(own, "return_back", f.an_officer("clerk", code), reason="不属本局职责")
    dispute.refresh_from_db()


def taken_back(dispute: Dispute, code: str) -> None:
    own = dispute.assignments.open().get(department__code=code)
    f.answer(own, "recall", f.an_officer("clerk"), reason="请错单位")
    dispute.refresh_from_db()


def test_the_head_gives_back_what_the_department_took_upon_itself_and_it_is_referred():
    colleague, dispute = f.an_officer(Role.REVIEWER), f.handled(Mode.SINGLE)
    f.do(dispute, "reroute", f.an_officer(Role.HEAD), reason="属医保待遇，不归本局")
    assert (dispute.state, dispute.mode, dispute.returns) == (State.TRIAGE, "", 0)
    assert dispute.due_key == "intake.triage"
    assert dispute.timeline.latest("pk").text.endswith("退回分类：属医保待遇，不归本局")
    assert f"{dispute.number} 退回分类：属医保待遇，不归本局" in told(*_seat(colleague))
    f.do(dispute, "refer", f.an_officer(), department=f.a_department("YB"), reason="属医保局")
    whole = dispute.deadlines.open().get(key="referral.total")
    assert whole.starts_on == timezone.localdate(dispute.registered_at)
    assert list(dispute.papers.order_by("pk").values_list("kind", flat=True))[1:] == [
        "notification",
        "referral",
    ]


def _seat(officer):  # type: ignore[no-untyped-def]
    post = officer.posts_today[0]
    return post.role, post.department.code


def test_a_clerk_gives_it_back_only_where_the_switch_lets_one_person_do_both():
    dispute, clerk = f.handled(Mode.SINGLE), f.an_officer()
    with pytest.raises(NotYours):
        f.do(dispute, "reroute", clerk, reason="不归本局")
    Department.objects.filter(code="SW").update(decision_head_sign=False)
    dispute = Dispute.objects.get(pk=dispute.pk)
    f.do(dispute, "reroute", clerk, reason="不归本局")
    entry = dispute.timeline.latest("pk")
    assert entry.same_person
    assert "（同人办理）" in entry.text


@pytest.mark.parametrize("mode", [Mode.REFERRAL, Mode.JOINT, Mode.SPECIAL])
def test_what_others_were_asked_for_is_taken_back_from_them_first(mode):
    with pytest.raises(NotAllowed, match="只有本单位单独办理的事项可以退回分类"):
        f.do(f.handled(mode), "reroute", f.an_officer(Role.HEAD), reason="不归本局")


def test_what_the_office_designated_is_not_given_back():
    dispute = m.twice_returned(2)
    office, own = f.an_officer(Role.OFFICE, "ZB"), f.a_department("SW")
    f.do(dispute, "assign", office, department=own, reason="由其办理")
    with pytest.raises(NotAllowed, match="不得再退回分类"):
        f.do(dispute, "reroute", f.an_officer(Role.HEAD), reason="不归本局")


def test_the_page_of_the_verb_asks_for_the_reason_and_does_it():
    dispute = f.handled(Mode.SINGLE)
    browser = signed_in(f.an_officer(Role.HEAD))
    assert "退回分类" in browser.get(dispute.get_absolute_url()).content.decode()
    typed = {"reason": "不归本局", "version": dispute.version}
    browser.post(f"{dispute.get_absolute_url()}reroute/", typed)
    dispute.refresh_from_db()
    assert dispute.state == State.TRIAGE


def test_when_the_last_joint_department_sends_it_back_the_case_is_classified_anew():
    dispute = f.handled(Mode.JOINT)
    sent_back(dispute, "RS")
    assert dispute.state == State.HANDLING
    sent_back(dispute, "YB")
    assert (dispute.state, dispute.mode, dispute.returns) == (State.TRIAGE, "", 0)
    assert dispute.owing_role == Role.CLERK  # nobody sent a 报送单 back, so it chooses again (R052)
    assert dispute.timeline.latest("pk").text.endswith("已无单位办理，退回分类。")
    f.do(dispute, "refer", f.an_officer(), department=f.a_department("RS"), reason="属三险")
    assert (dispute.state, dispute.mode) == (State.HANDLING, Mode.REFERRAL)


def test_when_the_last_one_is_recalled_too_and_whoever_only_assists_is_told():
    dispute, helper = f.triaged(), f.an_officer("clerk", "CZ")
    asked = [f.a_department("YB"), f.a_department("CZ")]
    f.do(dispute, "convene_joint", f.an_officer(), departments=asked, question="请核实")
    taken_back(dispute, "YB")
    assert (dispute.state, dispute.owing_role) == (State.TRIAGE, Role.CLERK)
    assert not dispute.assignments.open().exists()
    words = f"{dispute.number} 交办已撤回，不用再办：退回分类（会办通知"
    assert any(each.startswith(words) for each in told(*_seat(helper)))
    f.do(dispute, "accept_single", f.an_officer(), reason="本单位能办")
    assert dispute.state == State.HANDLING


def test_one_opinion_that_is_there_keeps_the_case_in_handling():
    dispute = f.handled(Mode.JOINT)
    m.answered_by_its_department(dispute.assignments.get(department__code="YB"))
    sent_back(dispute, "RS")
    assert (dispute.state, dispute.due_key) == (State.HANDLING, "decision.draft")


def test_special_handling_that_nobody_is_left_in_has_two_ways_on():
    dispute = f.handled(Mode.SPECIAL)
    sent_back(dispute, "RS")
    sent_back(dispute, "YB")
    assert (dispute.state, dispute.mode) == (State.HANDLING, Mode.SPECIAL)
    assert (dispute.owing_department.code, dispute.due_key) == ("SW", "intake.triage")
    assert any("请增加联办单位，或者申请降级" in text for text in told("clerk", "SW"))
    eased = Dispute.objects.get(pk=dispute.pk)
    f.do(dispute, "invite", f.an_officer(), departments=[f.a_department("RS")], question="请核实")
    assert dispute.assignments.open().get().kind == "special"
    assert eased.pk == dispute.pk


def test_eased_by_the_leader_it_is_classified_anew():
    dispute = f.handled(Mode.SPECIAL)
    sent_back(dispute, "RS")
    f.do(dispute, "deescalate", f.an_officer(), reason="已缓和")
    taken_back(dispute, "YB")
    asked = dispute.approvals.get(kind=ApprovalKind.DEESCALATION)
    approvals.approve(asked, by=f.a_leader(), comment="同意")
    dispute.refresh_from_db()
    assert (dispute.state, dispute.mode, dispute.severity) == (State.TRIAGE, "", "general")
    assert "已无单位办理，退回分类" in dispute.timeline.latest("pk").text


@pytest.mark.parametrize("verb", ["reject_major", "ask_more"])
def test_all_may_send_it_back_while_the_leader_is_asked_to_make_it_special(verb):
    dispute = f.handled(Mode.JOINT)
    f.do(dispute, "escalate", f.an_officer(), reason="群体性")
    sent_back(dispute, "RS")
    taken_back(dispute, "YB")
    assert dispute.state == State.AWAITING_APPROVAL
    f.do(dispute, verb, f.a_leader(), comment="按一般事项办理")
    assert (dispute.state, dispute.mode) == (State.TRIAGE, "")


def test_a_referral_is_not_recalled_once_the_decision_is_drafted():
    """Its receipt would never come, and the case could not be concluded (R076)."""
    dispute = f.decided(Mode.REFERRAL)
    with pytest.raises(NotAllowed, match="报送件不能再撤回"):
        f.answer(dispute.assignments.get(), "recall", f.an_officer(), reason="算了")


def test_what_the_head_gave_back_is_not_suggested_to_be_taken_again():
    dispute, clerk = f.triaged(), signed_in(f.an_officer())
    suggested = "系统建议：TAX-1"
    assert suggested in clerk.get(dispute.get_absolute_url()).content.decode()
    f.do(dispute, "accept_single", f.an_officer(), reason="属本局")
    f.do(dispute, "reroute", f.an_officer(Role.HEAD), reason="属医保待遇")
    assert suggested not in clerk.get(dispute.get_absolute_url()).content.decode()
