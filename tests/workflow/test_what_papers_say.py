"""What papers say of a case that they do not print in a column: names, signers, all the units."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from confidentiality.sealing import open_sealed_json
from deadlines.calendar_days import current_calendar
from departments.models import Department
from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from papers.choices import PaperKind
from papers.copies import WITHHELD
from papers.freezing import PaperContent, digest
from papers.kinds import thaw
from papers.printing.drawing import page
from tests import factories as f
from tests.workflow.signing_in import signed_in
from workflow.meetings import actions as meetings
from workflow.meetings.plan import plan
from workflow.models import Paper
from workflow.procedure.move import now

pytestmark = pytest.mark.django_db
NAME = "欧阳测试"


def said(paper: Paper) -> PaperContent:
    return thaw(paper.kind, open_sealed_json(paper.content))


def of(dispute: Dispute, kind: PaperKind) -> list[PaperContent]:
    return [said(paper) for paper in dispute.papers.filter(kind=kind).order_by("pk")]


def joint(**fields: Any) -> Dispute:  # Any: model fields
    """RS and YB are asked for opinions, 财政 to assist; each writes the payer's name."""
    dispute = f.triaged(**fields)
    units = list(Department.objects.filter(code__in=("RS", "YB", "CZ")))
    f.do(dispute, "convene_joint", f.an_officer(), departments=units, question="请核实")
    for assignment in dispute.assignments.all():
        code = assignment.department.code
        clerk, head = f.an_officer(Role.CLERK, code), f.an_officer(Role.HEAD, code)
        f.answer(assignment, "accept", clerk)
        f.answer(
            assignment, "draft_opinion", clerk, facts=f"{NAME}属实", basis="社会保险法第60条",
            opinion="同意", attachments="缴费明细 2页\n情况说明",
        )  # fmt: skip
        f.answer(assignment, "approve_opinion", head)
    return dispute


def test_papers_of_other_units_mask_the_payer_and_name_every_unit() -> None:
    dispute = joint()
    notices = of(dispute, PaperKind.JOINT_NOTICE)
    everybody = ({"区人社局", "区医保局"}, {"区财政局"})
    named = [(set(each.participants), set(each.assisting)) for each in notices]  # type: ignore[attr-defined]
    assert named == [everybody] * 3
    replies = of(dispute, PaperKind.OPINION) + of(dispute, PaperKind.ASSIST_REPLY)
    assert len(replies) == 3
    for each in replies:
        assert NAME in page(each, masked=False)
        assert NAME not in page(each, masked=True)
        assert "欧*试" in page(each, masked=True)
        assert "附件：1.缴费明细 2页；2.情况说明" in page(each, masked=False)
        assert each.signed_by


def test_who_reported_in_confidence_is_in_no_full_copy_of_the_others() -> None:
    for each in of(joint(confidential_report=True), PaperKind.OPINION):
        shown = page(each, masked=False)
        assert NAME not in shown
        assert f"{WITHHELD}属实" in shown


def test_a_clerk_signs_for_nobody_and_a_head_for_his_own_unit() -> None:
    dispute = f.triaged()
    form = of(dispute, PaperKind.REGISTRATION)[0]
    assert (form.signed_by, form.review.name) == ("", "测试SW1")  # type: ignore[attr-defined]
    assert form.branch  # type: ignore[attr-defined]
    asked = {"department": f.a_department("YB"), "reason": "属医保局职责"}
    f.do(dispute, "refer", f.an_officer(), **asked)
    assert {each.signed_by for each in of(dispute, PaperKind.REFERRAL)} == {""}
    other = f.triaged()
    f.do(other, "refer", f.an_officer(Role.HEAD, "SW"), **asked)
    [sheet] = of(other, PaperKind.REFERRAL)
    assert (sheet.signed_by, sheet.head) == ("测试SW1", "测试SW1")  # type: ignore[attr-defined]
    assert sheet.organ == "国家税务总局伊春市乌翠区税务局"


def test_the_form_ticks_what_the_reviewer_confirmed() -> None:
    """受理情形: preset by the duty matrix on the page, and another tick is his to make (五(一))."""
    dispute = f.registered()
    reviewer = f.an_officer(Role.REVIEWER)
    shown = signed_in(reviewer).get(f"/disputes/{dispute.pk}/approve_intake/").content.decode()
    assert re.search(r'value="own"[^>]*checked|checked[^>]*value="own"', shown)
    f.do(dispute, "approve_intake", reviewer, branch="joint")
    [form] = of(dispute, PaperKind.REGISTRATION)
    assert form.branch == "joint"  # type: ignore[attr-defined]
    ticked = [each.label for each in form.branches if each.ticked]  # type: ignore[attr-defined]
    assert ticked == ["需多部门办理或职责不清"]


def test_what_a_unit_sends_the_leader_does_not_sign() -> None:
    """专案: the lead works on it too, and is asked by no letter; the finance bureau assists."""
    dispute, clerk = f.triaged(), f.an_officer()
    team = list(Department.objects.filter(code__in=("RS", "CZ")))
    f.do(dispute, "report_major", clerk, reason="群体性诉求", departments=team)
    f.do(dispute, "approve_major", f.a_leader(), comment="同意", meeting=True)
    notices = of(dispute, PaperKind.JOINT_NOTICE)
    assert {each.signed_by for each in notices} == {""}
    named = {(each.participants, each.assisting) for each in notices}  # type: ignore[attr-defined]
    assert named == {(("区税务局", "区人社局", "区医保局"), ("区财政局",))}
    assert "办理单位为区税务局、区人社局、区医保局，协助单位为区财政局。" in page(
        notices[0], masked=False
    )
    [form] = of(dispute, PaperKind.MAJOR_APPROVAL)
    leader = f.a_leader().name
    assert form.signed_by == ""
    assert leader in form.leader.name  # type: ignore[attr-defined]
    f.answer_all(dispute)
    f.hold_meeting(dispute)
    [minutes] = of(dispute, PaperKind.MINUTES)
    assert (minutes.signed_by, minutes.headed) == (leader, "专题会议纪要")  # type: ignore[attr-defined]
    f.do(dispute, "supervise", f.a_leader(), department=f.a_department("RS"), level="1",
         reason="逾期")  # fmt: skip
    assert [each.signed_by for each in of(dispute, PaperKind.SUPERVISION_ORDER)] == [leader]


def test_a_department_says_whether_it_agrees_and_how_far_it_came() -> None:
    special = f.handled(Mode.SPECIAL)
    opinion = special.assignments.get(department__code="RS")
    given = {"facts": "经查", "basis": "社会保险法第60条", "opinion": "暂缓"}
    clerk, head = f.an_officer(Role.CLERK, "RS"), f.an_officer(Role.HEAD, "RS")
    f.answer(opinion, "accept", clerk)
    f.answer(opinion, "draft_opinion", clerk, **given, verdict="disagree", outcome="partial")
    f.answer(opinion, "approve_opinion", head)
    assert of(special, PaperKind.APPROVAL_OPINION)[0].verdict == "disagree"  # type: ignore[attr-defined]
    referred = f.decided(Mode.REFERRAL)
    asked = referred.assignments.get()
    clerk, head = f.an_officer(Role.CLERK, "YB"), f.an_officer(Role.HEAD, "YB")
    f.answer(asked, "draft_opinion", clerk, **given, outcome="partial", attachments="清册 1页")
    f.answer(asked, "approve_opinion", head)
    [receipt] = of(referred, PaperKind.RECEIPT)
    assert (receipt.outcome, receipt.attached) == ("partial", "1.清册 1页")  # type: ignore[attr-defined]


def test_several_cases_have_one_text_of_minutes_and_extracts_that_say_so(
    a_saturday: date,
) -> None:
    one, two = f.handled(), f.handled(facts="另一件，同样没有申报。")
    clerk, units = f.an_officer(), [f.a_department("RS"), f.a_department("SW")]
    meeting = plan(
        by=clerk, kind="general", title="未申报事项会商", disputes=[one, two], departments=units,
        starts_at=now(), place="三楼",
    )  # fmt: skip
    meetings.call(meeting, by=clerk)
    meetings.hold(meeting, by=clerk, attended=units)
    decided = [
        meetings.Decided(each, "限期申报", responsible=units[0], due_on=a_saturday)
        for each in (one, two)
    ]
    meetings.minute(meeting, by=clerk, items=decided)
    assert "是休息日，完成时限顺延到" in one.timeline.latest("pk").text
    meetings.issue(meeting, by=clerk)
    whole = said(meeting.papers.get(kind=PaperKind.MINUTES, is_whole=True))
    assert [each.dispute_number for each in whole.resolutions] == [one.number, two.number]  # type: ignore[attr-defined]
    assert "在三楼召开一般事项会商（会议），由____________主持" in whole.overview  # type: ignore[attr-defined]
    [extract] = of(two, PaperKind.MINUTES)
    assert (extract.number, extract.is_extract) == (whole.number, True)  # type: ignore[attr-defined]
    shown = page(extract, masked=False)
    assert "一般会商纪要（摘录）" in shown
    assert "专题会议" not in shown
    assert extract.number.startswith("税务局纪〔")
    assert "二、" in shown
    assert str(one.number) not in shown
    called = said(meeting.papers.get(kind=PaperKind.MEETING_NOTICE, is_whole=True))
    assert [each.dispute_number for each in called.agenda] == [one.number, two.number]  # type: ignore[attr-defined]
    [notice] = of(two, PaperKind.MEETING_NOTICE)
    assert (notice.number, notice.title) == (called.number, "未申报事项")  # type: ignore[attr-defined]
    assert str(one.number) not in page(notice, masked=False)
    words = re.sub("<[^>]+>", "", page(notice, masked=False))
    assert f"本件摘自{called.number}会商通知" in words
    [task] = of(two, PaperKind.TASK_SHEET)
    [resolved] = extract.resolutions  # type: ignore[attr-defined]
    assert task.due_on == resolved.due_on > a_saturday  # type: ignore[attr-defined]


@pytest.fixture
def a_saturday() -> date:
    """A day of rest within the limits, whatever today is."""
    calendar, day = current_calendar(), f.today() + timedelta(days=1)
    while calendar.is_workday(day):
        day += timedelta(days=1)
    return day


def test_a_paper_of_before_keeps_the_check_code_it_was_printed_with() -> None:
    paper = f.triaged().papers.get()
    stored = open_sealed_json(paper.content)
    stored.pop("people")
    stored.pop("organ")
    old = thaw(paper.kind, stored)
    assert old.to_json() == stored
    assert digest(thaw(paper.kind, old.to_json())) == digest(old)


def test_each_unit_has_a_book_of_its_own() -> None:
    first, other = f.triaged("SW"), f.triaged("YB")
    numbers = [each.papers.get().number.rpartition("〕")[2] for each in (first, other)]
    assert numbers == ["1号", "1号"]
