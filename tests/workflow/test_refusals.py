"""Every verb at every state by the wrong person, in the wrong state, with each field missing."""

from __future__ import annotations

import re

import pytest
from django import forms as django_forms
from django.utils import timezone

from confidentiality.sealing import open_sealed_json
from departments.models import Department, Officer
from disputes.choices import Mode, State
from disputes.locking import lock
from disputes.models import Dispute
from papers.kinds import thaw
from papers.printing.drawing import page
from tests import factories as f
from web.refusals import NotAllowed, NotYours, Refusal
from workflow.assignments.verbs import ASSIGNMENTS
from workflow.cases.verbs import DISPUTES
from workflow.meetings import actions
from workflow.meetings.plan import plan
from workflow.meetings.verbs import MEETINGS
from workflow.procedure.moving import check
from workflow.procedure.table import Row
from workflow.procedure.transitions import DISPUTE_ROWS

pytestmark = pytest.mark.django_db

CHINESE = re.compile(r"[一-鿿]{4,}")
MOMENTS = {
    State.DRAFT: f.a_draft,
    State.REGISTERED: f.registered,
    State.TRIAGE: f.triaged,
    State.HANDLING: lambda: f.handled(Mode.JOINT),
    State.FEEDBACK: lambda: f.decided(Mode.SINGLE),
    State.CONCLUDED: lambda: f.concluded(Mode.SINGLE),
    State.ARCHIVED: lambda: f.archived(Mode.SINGLE),
}


def cast() -> list[Officer]:
    people = [("clerk", "SW"), ("reviewer", "SW"), ("head", "SW"), ("clerk", "YB"), ("head", "YB")]
    people += [("leader", "ZB"), ("office", "ZB"), ("auditor", "ZB"), ("sysadmin", "ZB")]
    return [f.an_officer(role, code) for role, code in people]


def unchanged(dispute: Dispute, version: int) -> bool:
    return Dispute.objects.get(pk=dispute.pk).version == version


def refused(row: Row[Dispute], officer: Officer, dispute: Dispute) -> Refusal | None:
    """What the table says against it, or None."""
    try:
        check(row, officer, lock(dispute), None)
    except Refusal as refusal:
        return refusal
    return None


@pytest.mark.parametrize("state", MOMENTS)
def test_a_wrong_person_or_a_wrong_state_is_refused_in_words(state):
    dispute = MOMENTS[state]()
    version, people = dispute.version, cast()
    for row in DISPUTE_ROWS:
        for officer in people:
            his = row.who.allows(officer, lock(dispute))
            said = refused(row, officer, dispute)
            if not his:
                assert isinstance(said, NotYours)
            elif state not in row.sources:
                assert isinstance(said, NotAllowed)
            assert said is None or CHINESE.search(said.sentence)
    assert unchanged(dispute, version)


def test_the_action_itself_refuses_a_stranger():
    dispute = f.triaged()
    stranger = f.an_officer("clerk", "CZ")
    with pytest.raises(NotYours, match="受理部门"):
        f.do(dispute, "accept_single", stranger, reason="试试")
    assert unchanged(dispute, dispute.version)


def test_a_stale_version_is_refused():
    dispute = f.triaged()
    clerk = f.an_officer("clerk")
    with pytest.raises(NotAllowed, match="刷新"):
        DISPUTES.verbs["accept_single"].does(
            dispute, by=clerk, reason="理由", version=dispute.version - 1
        )
    assert unchanged(dispute, dispute.version)


def all_forms():
    dispute = ((name, form, "dispute") for name, form in DISPUTES.forms.items())
    assignment = ((name, form, "assignment") for name, form in ASSIGNMENTS.forms.items())
    meeting = ((name, form, "meeting") for name, form in MEETINGS.forms.items())
    return [*dispute, *assignment, *meeting]


@pytest.mark.parametrize(("verb", "form", "kind"), all_forms())
def test_each_missing_field_gets_a_chinese_sentence(verb, form, kind):
    dispute = f.handled(Mode.JOINT)
    bound = form({}, subject=dispute, officer=f.an_officer("clerk"))
    for name, field in bound.fields.items():
        if field.required and not isinstance(field, django_forms.BooleanField):
            sentences = bound.errors[name]
            assert all(CHINESE.search(sentence) for sentence in sentences), (verb, name, sentences)
    assert not any("required" in str(e).lower() for e in bound.errors.values())


def test_both_parties_must_be_told_before_it_ends():
    dispute = f.decided(Mode.SINGLE)
    clerk = f.an_officer("clerk")
    with pytest.raises(NotAllowed, match="送达"):
        f.do(dispute, "record_response", clerk, party="payer", answer="none")
    f.do(
        dispute,
        "serve",
        clerk,
        party="payer",
        method="direct",
        served_on=f.today(),
        recipient="本人",
    )
    f.do(dispute, "record_response", clerk, party="payer", answer="none")
    assert dispute.state == State.FEEDBACK
    f.do(dispute, "serve", clerk, party="counterparty", exempt="unreachable", note="三次联系不上")
    f.do(dispute, "record_response", clerk, party="counterparty", answer="silent")
    assert dispute.state == State.CONCLUDED


def test_silence_counts_only_fifteen_days_after_proof_of_service():
    dispute = f.decided(Mode.SINGLE)
    clerk = f.an_officer("clerk")
    f.do(
        dispute, "serve", clerk, party="payer", method="mail", served_on=f.today(), recipient="本人"
    )
    with pytest.raises(NotAllowed, match="15日"):
        f.do(dispute, "record_response", clerk, party="payer", answer="silent")


def test_one_opinion_of_two_is_not_enough():
    dispute = f.handled(Mode.JOINT)
    first = dispute.assignments.first()
    code = first.department.code
    f.answer(first, "accept", f.an_officer("clerk", code))
    f.answer(
        first, "draft_opinion", f.an_officer("clerk", code), facts="实", basis="法", opinion="可"
    )
    f.answer(first, "approve_opinion", f.an_officer("head", code))
    with pytest.raises(NotAllowed, match="尚有单位"):
        f.do(
            dispute, "draft_decision", f.an_officer("clerk"), facts="实", basis="法", decision="办"
        )
    second = dispute.assignments.opinions_awaited().get()
    f.answer(second, "excuse", f.an_officer("head"), reason="多次催办未果")
    f.do(dispute, "draft_decision", f.an_officer("clerk"), facts="实", basis="法", decision="办")
    assert dispute.state == State.AWAITING_SIGNOFF


def test_special_handling_needs_issued_minutes():
    dispute = f.handled(Mode.SPECIAL)
    f.answer_all(dispute)
    with pytest.raises(NotAllowed, match="会议纪要"):
        f.do(
            dispute, "draft_decision", f.an_officer("clerk"), facts="实", basis="法", decision="办"
        )


def test_nobody_approves_what_he_drafted():
    dispute = f.handled(Mode.SINGLE)
    head = f.an_officer("head")
    f.do(dispute, "draft_decision", head, facts="实", basis="法", decision="办")
    with pytest.raises(NotAllowed, match="拟稿人"):
        f.do(dispute, "sign_decision", head)


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


def test_a_recused_officer_sees_it_no_longer():
    dispute = f.handled(Mode.SINGLE)
    clerk = f.an_officer("clerk")
    f.an_officer("clerk", nth=2)
    f.do(dispute, "recuse", clerk, officer=clerk, reason="与当事人有亲属关系")
    assert not Dispute.objects.visible_to(clerk).filter(pk=dispute.pk).exists()
    assert dispute.responsible_officer_id != clerk.pk


def test_a_confidential_reporter_is_not_named_to_the_other_side():
    dispute = f.handled(Mode.SINGLE, confidential_report=True)
    clerk, head = f.an_officer("clerk"), f.an_officer("head")
    typed = {"facts": "欧阳测试反映的情况属实", "basis": "社会保险法第63条"}
    f.do(dispute, "draft_decision", clerk, **typed, decision="责令补缴")
    f.do(dispute, "sign_decision", head)
    paper = dispute.papers.get(kind="decision", party="counterparty")
    content = thaw(paper.kind, open_sealed_json(paper.content))
    drawn = page(paper.kind, content, masked=False)
    assert "责令补缴" in drawn
    assert "欧阳测试" not in drawn
    assert "15400000018" not in drawn


def test_no_notice_of_a_meeting_goes_out_before_the_leader_agreed():
    """R047: neither team nor notice nor opinion while a major dispute waits for approval."""
    dispute, clerk = f.triaged(), f.an_officer("clerk")
    f.do(dispute, "report_major", clerk, reason="群体性诉求")
    meeting = plan(
        by=clerk,
        kind="general",
        title="碰头",
        disputes=[dispute],
        departments=[f.a_department("RS")],
        starts_at=timezone.now(),
        place="三楼",
    )
    with pytest.raises(NotAllowed, match="组长同意之前"):
        actions.call(meeting, by=clerk)


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
