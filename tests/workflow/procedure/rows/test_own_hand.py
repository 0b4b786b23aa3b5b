"""Nobody decides his own cause, nor acts in a second post on what he did in the first (A7, A8)."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from departments.models import Department, Officer, Post, TaskForceSettings, Term
from departments.roles import Role
from disputes.choices import Mode, State
from disputes.models import Dispute
from tests import factories as f
from tests.workflow.approvals.test_bureau_heads import deputy
from tests.workflow.signing_in import signed_in
from web.refusals import NotAllowed
from workflow.approvals import actions as approvals
from workflow.approvals import major, review
from workflow.decisions import actions as decisions
from workflow.errands import actions as errands
from workflow.intake import triage
from workflow.meetings import actions as meetings
from workflow.meetings.plan import plan
from workflow.models import Approval

pytestmark = pytest.mark.django_db

R = Role


def of_both(*posts: tuple[str, Role]) -> Officer:
    """One person with these posts."""
    officer = Officer.objects.create_user("two_posts", "Portal-2026!", name="两岗测试")
    for code, role in posts:
        post = Post.objects.filter(department__code=code, role=role)[0]
        Term.objects.create(officer=officer, post=post, starts_on=f.today())
    return Officer.objects.get(pk=officer.pk)


def fresh(dispute: Dispute) -> Dispute:
    return Dispute.objects.get(pk=dispute.pk)


@pytest.mark.by_owner
def test_a_meeting_of_another_bureau_about_his_own_bureaus_case_is_not_a_deputys() -> None:
    own, other, clerk = deputy("SW"), deputy("YB"), f.an_officer(R.CLERK, "RS")
    dispute = f.handled(Mode.SPECIAL)
    f.answer_all(dispute)
    Approval.objects.filter(dispute=dispute).update(meeting_consent=False)
    meeting = plan(
        by=clerk, kind="major", title="专题", disputes=[dispute, f.handled(Mode.SINGLE)],
        departments=[f.a_department("SW")], starts_at=timezone.now(), place="三楼",
    )  # fmt: skip
    answer = signed_in(own).post(
        f"/api/v1/meetings/{meeting.pk}/actions/approve/", {}, content_type="application/json"
    )
    assert answer.status_code == 409
    assert "有议题由您任职的单位受理" in answer.json()["detail"]
    with pytest.raises(NotAllowed, match="不能代组长批示"):
        approvals.approve(meeting.approvals.get(), by=own)
    meetings.approve(meeting, by=other)
    meetings.call(meeting, by=clerk)
    meetings.hold(meeting, by=clerk, attended=[f.a_department("SW")])
    decided = [meetings.Decided(each, "补缴") for each in meeting.disputes.all()]
    meetings.minute(meeting, by=clerk, items=decided)
    with pytest.raises(NotAllowed, match="不能代组长批示、签发"):
        meetings.issue(meeting, by=own)
    meetings.issue(meeting, by=other)


@pytest.mark.by_owner
def test_who_plans_a_meeting_in_one_post_neither_allows_nor_issues_it_in_another() -> None:
    own = deputy("RS")
    office = Post.objects.get(department__code="ZB", role=R.OFFICE)
    Term.objects.create(officer=own, post=office, starts_on=f.today())
    own, leader = Officer.objects.get(pk=own.pk), f.a_leader()
    meeting = plan(
        by=own, kind="major", title="专题", disputes=[f.handled(Mode.SINGLE, "YB")],
        departments=[f.a_department("YB")], starts_at=timezone.now(), place="三楼",
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="由您拟定召集"):
        meetings.approve(meeting, by=own)
    meetings.approve(meeting, by=leader)


@pytest.fixture
def _read_by_all() -> None:
    TaskForceSettings.objects.update(major_deputy_review=True, major_office_review=True)
    Department.objects.filter(code="SW").update(major_head_review=True)
    f.an_officer(R.OFFICE, "ZB")
    f.a_leader()


@pytest.mark.usefixtures("_read_by_all")
def test_nobody_signs_two_lines_of_one_report() -> None:
    head = f.an_officer(R.HEAD)
    seats = Post.objects.filter(role=R.DEPUTY)
    seat = seats.get(title__contains="税务")
    Term.objects.create(officer=head, post=seat, starts_on=f.today())
    labour = f.an_officer(R.DEPUTY, "ZB", nth=2)
    dispute = f.triaged()
    f.do(dispute, "report_major", f.an_officer(), reason="群体")
    f.do(dispute, "review_major", head)
    f.do(dispute, "review_major", f.an_officer(R.OFFICE, "ZB"))
    asked = dispute.approvals.get()
    for act in (
        lambda: f.do(dispute, "review_major", head),
        lambda: f.do(dispute, "return_major", head, comment="补"),
        lambda: approvals.approve(asked, by=Officer.objects.get(pk=head.pk)),
    ):
        with pytest.raises(NotAllowed):
            act()
    f.do(dispute, "review_major", labour)
    steps = [line["step"] for line in dispute.approvals.get().lines]
    assert (steps, dispute.approvals.get().awaits) == (["head", "office", "deputy"], "")
    # where no other deputy is there, the line is passed over and left to the pen
    Officer.objects.filter(pk=labour.pk).update(is_active=False)
    second = f.triaged()
    f.do(second, "report_major", head, reason="群体")
    f.do(second, "review_major", f.an_officer(R.OFFICE, "ZB"))
    assert second.approvals.get().awaits == ""
    f.do(second, "approve_major", f.a_leader())


@pytest.mark.usefixtures("_read_by_all")
def test_who_reports_for_a_bureau_does_not_sign_for_the_office() -> None:
    head, other = f.an_officer(R.HEAD), f.an_officer(R.OFFICE, "ZB")
    both = of_both(("SW", R.CLERK), ("ZB", R.OFFICE))
    dispute = f.triaged()
    major.report_major(dispute, by=both.acting_for("SW"), reason="群体")
    f.do(dispute, "review_major", head)
    for verb, said in (("review_major", {}), ("return_major", {"comment": "补"})):
        with pytest.raises(NotAllowed, match="由您本人提出"):
            getattr(review, verb)(fresh(dispute), by=both.acting_for("ZB"), **said)
    second = f.triaged()
    f.do(second, "report_major", f.an_officer(), reason="群体")
    f.do(second, "review_major", head)
    review.return_major(second, by=both.acting_for("ZB"), comment="不是他报的，可以退")
    f.do(dispute, "review_major", other)
    # where he is the whole office, nobody signs its line, and the leader goes on
    Officer.objects.filter(pk=other.pk).update(is_active=False)
    third = f.triaged()
    major.report_major(third, by=both.acting_for("SW"), reason="群体")
    f.do(third, "review_major", head)
    assert third.approvals.get().awaits == ""


def test_who_referred_it_neither_drafts_nor_signs_for_the_unit_he_sent_it_to() -> None:
    both = of_both(("SW", R.CLERK), ("YB", R.HEAD))
    there, clerk = both.acting_for("YB"), f.an_officer(R.CLERK, "YB")
    dispute = f.triaged()
    triage.refer(
        dispute, by=both.acting_for("SW"), department=f.a_department("YB"), reason="属医保"
    )
    f.answer(dispute.assignments.get(), "accept", clerk)
    said: dict[str, Any] = {"facts": "甲", "basis": "法", "decision": "办"}
    with pytest.raises(NotAllowed, match="您在移交单位的岗位上移交的"):
        decisions.draft_decision(fresh(dispute), by=there, **said)
    dispute = fresh(dispute)
    f.do(dispute, "draft_decision", clerk, **said)
    with pytest.raises(NotAllowed, match="您在移交单位的岗位上移交的"):
        decisions.sign_decision(fresh(dispute), by=there)
    assert fresh(dispute).state == State.AWAITING_SIGNOFF


def test_who_gave_another_units_opinion_does_not_sign_what_is_made_of_it() -> None:
    both = of_both(("RS", R.HEAD), ("SW", R.HEAD))
    dispute = f.handled(Mode.JOINT)
    asked = dispute.assignments.get(department__code="RS")
    clerk = f.an_officer(R.CLERK, "RS")
    f.answer(asked, "accept", clerk)
    f.answer(asked, "draft_opinion", clerk, facts="甲", basis="法", opinion="补缴")
    f.answer(asked, "approve_opinion", both.acting_for("RS"))
    f.answer_all(dispute)
    dispute = fresh(dispute)
    said: dict[str, Any] = {"facts": "甲", "basis": "法", "decision": "办"}
    with pytest.raises(NotAllowed, match="在另一单位的岗位上拟写或审签"):
        decisions.draft_decision(dispute, by=both.acting_for("SW"), **said)
    f.do(dispute, "draft_decision", f.an_officer(), **said)
    with pytest.raises(NotAllowed, match="在另一单位的岗位上拟写或审签"):
        decisions.sign_decision(fresh(dispute), by=both.acting_for("SW"))
    kept = Officer.objects.get(pk=both.pk)
    kept.keep_to(["SW"])  # a program's token for the one unit alone
    with pytest.raises(NotAllowed, match="在另一单位的岗位上拟写或审签"):
        decisions.sign_decision(fresh(dispute), by=kept)


def test_an_errand_is_not_closed_by_who_answered_it_in_his_units_post() -> None:
    both = of_both(("SW", R.CLERK), ("ZB", R.OFFICE))
    office, here = f.an_officer(R.OFFICE, "ZB"), both.acting_for("SW")
    errand = errands.give(by=f.a_leader(), department=f.a_department("SW"), question="请核查")
    errands.accept(errand, by=here)
    errands.draft_answer(errand, by=here, answer="已核查")
    errands.approve_answer(errand, by=f.an_officer(R.HEAD))
    for verb, said in (("close", {"conclusion": "满意"}), ("ask_again", {"comment": "再核"})):
        with pytest.raises(NotAllowed, match="在承办单位的岗位上拟写或审签"):
            getattr(errands, verb)(errand, by=both.acting_for("ZB"), **said)
    errands.close(errand, by=office, conclusion="满意")
