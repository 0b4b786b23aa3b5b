"""The decision is drafted when all have spoken, and signed by another than its drafter."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from confidentiality.sealing import open_sealed_json
from disputes.choices import Mode, State
from disputes.models import Dispute
from papers.kinds import thaw
from papers.printing.drawing import page
from tests import factories as f
from tests.told import telling
from web.refusals import NotAllowed, NotYours
from workflow.issuing.pieces import stance
from workflow.meetings import actions as meetings
from workflow.meetings.plan import plan
from workflow.models import Assignment
from workflow.procedure import facts
from workflow.procedure.next_move import next_move

pytestmark = pytest.mark.django_db


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
    f.answer(f.overdue(second), "excuse", f.an_officer("head"), reason="多次催办未果")
    f.do(dispute, "draft_decision", f.an_officer("clerk"), facts="实", basis="法", decision="办")
    assert dispute.state == State.AWAITING_SIGNOFF


@pytest.mark.by_owner
def test_special_handling_needs_issued_minutes():
    """五(三)3: of one to which the leader agreed; another settles nothing of it."""
    dispute, clerk = f.handled(Mode.SPECIAL), f.an_officer("clerk")
    f.answer_all(dispute)
    guests = [f.a_department("CZ"), f.a_department("RS")]
    meeting = plan(
        by=clerk, kind="general", title="碰头会", disputes=[dispute], departments=guests,
        starts_at=timezone.now(), place="三楼",
    )  # fmt: skip
    meetings.call(meeting, by=clerk)
    meetings.hold(meeting, by=clerk, attended=guests)
    meetings.minute(meeting, by=clerk, items=[meetings.Decided(dispute, "由区税务局牵头")])
    meetings.issue(meeting, by=clerk)
    assert dispute.papers.filter(kind="minutes").exists()
    typed = {"facts": "实", "basis": "法", "decision": "办"}
    dispute.approvals.update(meeting_consent=False)
    with pytest.raises(NotAllowed, match="经组长同意召开"):
        f.do(Dispute.objects.get(pk=dispute.pk), "draft_decision", clerk, **typed)
    assert next_move(Dispute.objects.get(pk=dispute.pk)).step == "major.meeting"
    dispute.approvals.update(meeting_consent=True)  # with the team, the leader agreed to any
    agreed = dispute.assignments.latest("sent_at").sent_at
    dispute.assignments.update(sent_at=timezone.now() + timedelta(days=1))
    assert not facts.has_minutes(Dispute.objects.get(pk=dispute.pk)), "called before he agreed"
    dispute.assignments.update(sent_at=agreed)
    meeting.attendances.filter(department=guests[1]).update(attended=False)
    assert not facts.has_minutes(Dispute.objects.get(pk=dispute.pk)), "whose business it is not"
    meeting.attendances.filter(department=guests[1]).update(attended=True)
    f.do(Dispute.objects.get(pk=dispute.pk), "draft_decision", clerk, **typed)


@pytest.mark.parametrize("sign", ["policy", "universal", "tendency"])
def test_a_question_that_several_departments_share_needs_minutes_in_joint_handling_too(sign):
    """R050: 政策性、普遍性、倾向性, general as the matter may be."""
    dispute = f.handled(Mode.JOINT, signals={sign: True})
    f.answer_all(dispute)
    typed = {"facts": "实", "basis": "法", "decision": "办"}
    with pytest.raises(NotAllowed, match="会议纪要"):
        f.do(dispute, "draft_decision", f.an_officer("clerk"), **typed)
    f.hold_meeting(dispute)
    f.do(dispute, "draft_decision", f.an_officer("clerk"), **typed)
    assert dispute.state == State.AWAITING_SIGNOFF


def test_what_the_parties_are_told_names_the_minutes_it_rests_on():
    """R066: the decision can be traced to what the meeting decided."""
    dispute = f.handled(Mode.SPECIAL)
    f.answer_all(dispute)
    f.hold_meeting(dispute)
    typed = {"facts": "实", "basis": "法", "decision": "办"}
    f.do(dispute, "draft_decision", f.an_officer("clerk"), **typed)
    f.do(dispute, "sign_decision", f.an_officer("head"))
    [number] = set(dispute.papers.filter(kind="minutes").values_list("number", flat=True))
    told = dispute.papers.get(kind="decision", party="payer")
    drawn = page(thaw(told.kind, open_sealed_json(told.content)), masked=False)
    assert f"会议纪要{number}" in re.sub("<[^>]+>", "", drawn)


def test_nobody_approves_what_he_drafted():
    dispute = f.handled(Mode.SINGLE)
    head = f.an_officer("head")
    f.do(dispute, "draft_decision", head, facts="实", basis="法", decision="办")
    with pytest.raises(NotAllowed, match="拟稿人"):
        f.do(dispute, "sign_decision", head)


def test_a_confidential_reporter_is_not_named_to_the_other_side():
    dispute = f.handled(Mode.SINGLE, confidential_report=True)
    clerk, head = f.an_officer("clerk"), f.an_officer("head")
    typed = {"facts": "欧阳测试反映的情况属实", "basis": "社会保险法第63条"}
    f.do(dispute, "draft_decision", clerk, **typed, decision="责令补缴")
    f.do(dispute, "sign_decision", head)
    paper = dispute.papers.get(kind="decision", party="counterparty")
    content = thaw(paper.kind, open_sealed_json(paper.content))
    drawn = page(content, masked=False)
    assert "责令补缴" in drawn
    assert "欧阳测试" not in drawn
    assert "15400000018" not in drawn


def drafted() -> Dispute:
    dispute = f.handled(Mode.SINGLE)
    f.do(dispute, "draft_decision", f.an_officer("clerk"), facts="实", basis="法", decision="办")
    return dispute


def test_a_draft_lies_with_the_head_under_the_clock_of_signing():
    head = f.an_officer("head")
    dispute = drafted()
    assert (dispute.state, dispute.owing_role) == (State.AWAITING_SIGNOFF, "head")
    running = set(dispute.deadlines.open().values_list("key", flat=True))
    assert running == {"general.single", "decision.sign"}
    assert head.notices.filter(dispute=dispute).exists()


def test_a_draft_sent_back_stays_on_record_and_its_writers_are_told_why():
    clerk, dispute = f.an_officer("clerk"), drafted()
    f.do(dispute, "return_decision", f.an_officer("head"), comment="依据不足")
    assert dispute.state == State.HANDLING
    told = telling(clerk.notices, f"{dispute.number} 处理意见退回修改：依据不足")
    assert told.exists()
    f.do(dispute, "draft_decision", clerk, facts="实", basis="第63条", decision="办")
    states = [draft.state for draft in dispute.decisions.order_by("pk")]
    assert states == ["returned", "drafted"]


def test_a_signed_decision_is_one_paper_for_each_party_and_names_its_signer():
    head, dispute = f.an_officer("head"), drafted()
    f.do(dispute, "sign_decision", head, comment="同意。")
    assert dispute.state == State.FEEDBACK
    parties = dispute.papers.filter(kind="decision").values_list("party", flat=True)
    assert sorted(parties) == ["counterparty", "payer"]
    assert dispute.decisions.get().signer_label == f"税务局 {head.name}"
    assert dispute.timeline.latest("pk").text == f"税务局 {head.name} 签发处理意见。同意。"
    assert dispute.deadlines.open().filter(key="feedback.both").exists()
    with pytest.raises(NotAllowed, match="不能办理“签发”"):
        f.do(dispute, "sign_decision", head)


def test_only_the_deciding_department_drafts_and_only_its_head_signs():
    referred = f.handled(Mode.REFERRAL)
    with pytest.raises(NotYours):
        f.do(referred, "draft_decision", f.an_officer("clerk"), facts="", basis="", decision="")
    dispute = drafted()
    for role, code in (("clerk", "SW"), ("head", "YB"), ("leader", "ZB")):
        with pytest.raises(NotYours):
            f.do(dispute, "sign_decision", f.an_officer(role, code))


@pytest.mark.parametrize(("late", "says"), [(1, "逾期未提供书面意见"), (0, "未提供书面意见")])
def test_the_paper_calls_nobody_late_who_was_not(late, says):
    """Before 0.2.0 an opinion could be excused before its day."""
    due = f.today()
    own = Assignment(state="excused", due_on=due, clocked_on=due + timedelta(days=late))
    assert stance(own) == says
