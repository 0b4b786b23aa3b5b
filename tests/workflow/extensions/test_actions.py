"""申请延期: who grants, what is refused, and that the date on the clock moves (R103)."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from confidentiality.sealing import open_sealed_json
from deadlines.calendar_days import current_calendar
from deadlines.due import chinese_date
from departments.models import Department, Officer, Term
from disputes.choices import Mode
from disputes.models import Dispute
from papers.kinds import thaw
from tests import factories as f
from tests.api.programs import program
from tests.told import telling
from tests.workflow.decisions.test_checks import UNNAMED
from tests.workflow.signing_in import signed_in
from tests.workflow.two_payers import second
from web.refusals import Mistyped, NotAllowed, NotYours
from workflow.approvals import actions as approvals
from workflow.archiving import case_file
from workflow.extensions.actions import hand_up_orphans
from workflow.models import Approval
from workflow.models.choices import ApprovalKind, ApprovalState
from workflow.procedure.timeline import signature

pytestmark = pytest.mark.django_db

OPINION = "general.joint.opinion"


def later(clock, days):
    return current_calendar().add_workdays(clock.due_on, days)


def whole(dispute):
    return dispute.deadlines.open().get(key="general.single")


def asked_for(days):
    """A matter that tax handles alone, and its clerk's application for so many working days."""
    dispute = f.handled(Mode.SINGLE)
    until = later(whole(dispute), days)
    f.do(dispute, "extend", f.an_officer("clerk"), until=until, reason="等待外地核查")
    return dispute, Approval.objects.get(kind=ApprovalKind.EXTENSION)


def test_head_grants_within_his_power_at_once():
    dispute = f.handled(Mode.SINGLE)
    until = later(whole(dispute), 5)
    f.do(dispute, "extend", f.an_officer("head"), until=until, reason="等待外地核查")
    assert whole(dispute).due_on == until
    assert dispute.due_on == until
    assert not Approval.objects.filter(kind=ApprovalKind.EXTENSION).exists()


@pytest.mark.parametrize(
    ("answer", "moves"),
    [(approvals.approve, True), (approvals.reject, False), (approvals.ask_more, False)],
)
def test_what_a_clerk_asks_for_waits_for_the_head_of_his_department(answer, moves):
    head = f.an_officer("head")
    dispute, asked = asked_for(5)
    before, until = whole(dispute).due_on, asked.until
    assert (asked.desk.code, asked.clock) == ("SW", whole(dispute))
    with pytest.raises(NotAllowed, match="正在等待审批"):
        f.do(dispute, "extend", head, until=until, reason="再申请")
    with pytest.raises(NotYours, match="税务局负责人"):
        answer(asked, by=f.a_leader(), comment="已阅")
    answer(asked, by=head, comment="已阅")
    assert whole(dispute).due_on == (until if moves else before)
    told = f.an_officer("clerk").notices.latest("pk").text
    assert asked.dispute.number in told
    assert Approval.objects.get().get_state_display() in told


def test_what_is_beyond_the_head_waits_for_the_leader():
    head = f.an_officer("head")
    dispute, asked = asked_for(12)
    assert asked.desk is None
    with pytest.raises(NotYours, match="专班组长"):
        approvals.approve(asked, by=head)
    approvals.approve(asked, by=f.a_leader())
    assert whole(dispute).due_on == asked.until


def test_a_head_asks_the_leader_for_more_than_he_may_grant():
    dispute = f.handled(Mode.SINGLE)
    head, before = f.an_officer("head"), whole(dispute).due_on
    f.do(dispute, "extend", head, until=later(whole(dispute), 12), reason="等待外地核查")
    assert Approval.objects.get().desk is None
    assert whole(dispute).due_on == before


def test_special_handling_is_extended_by_the_leader_alone():
    dispute, head = f.handled(Mode.SPECIAL), f.an_officer("head")
    clock = dispute.deadlines.open().get(key="major.total")
    until = later(clock, 2)
    f.do(dispute, "extend", head, until=until, reason="案情复杂")
    asked = Approval.objects.get(kind=ApprovalKind.EXTENSION)
    assert (asked.desk, asked.clock) == (None, clock)


def test_where_nobody_sits_as_head_the_leader_is_asked():
    _, asked = asked_for(5)
    assert asked.desk is None


def test_a_question_whose_head_has_left_goes_to_his_successor_or_up_to_the_leader():
    head, leader = f.an_officer("head"), f.a_leader()
    dispute, asked = asked_for(5)
    seat, successor = Term.objects.get(officer=head), f.an_officer("reviewer")
    Term.objects.filter(pk=seat.pk).update(ends_on=f.today() - timedelta(days=1))
    Term.objects.create(officer=successor, post=seat.post, starts_on=f.today())
    hand_up_orphans()
    asked.refresh_from_db()
    assert asked in Approval.objects.waiting_for(Officer.objects.get(pk=successor.pk))
    dispute.recusals.create(officer=successor, reason="亲属", recorded_by=successor)
    for _ in range(2):
        hand_up_orphans()
    asked.refresh_from_db()
    assert (asked.desk, asked.state) == (None, ApprovalState.PENDING)
    words = "税务局没有可以审批的负责人，延期申请转报专班组长"
    assert [words in entry.text for entry in dispute.timeline.order_by("pk")].count(True) == 1
    assert telling(leader.notices, words).count() == 1
    approvals.approve(asked, by=leader, comment="同意")
    assert whole(dispute).due_on == asked.until


@pytest.mark.by_owner
def test_nobody_grants_what_he_asked_for_unless_the_switch_says_so():
    clerk, head = f.an_officer("clerk"), f.an_officer("head")
    dispute, asked = asked_for(5)
    Approval.objects.filter(pk=asked.pk).update(requested_by=head)
    asked.refresh_from_db()
    with pytest.raises(NotAllowed, match="不能审批自己申请的延期"):
        approvals.approve(asked, by=head)
    approvals.ask_more(asked, by=head, comment="请写明原因")
    Department.objects.filter(code="SW").update(decision_head_sign=False)
    f.do(dispute, "extend", clerk, until=asked.until, reason="等待外地核查")
    assert whole(dispute).due_on == asked.until
    assert dispute.timeline.latest("pk").same_person


def test_the_timeline_says_the_old_date_the_new_date_and_why():
    head = f.an_officer("head")
    dispute, asked = asked_for(5)
    old, new = (chinese_date(day) for day in (whole(dispute).due_on, asked.until))
    moved = f"“单独办理总时限”由{old}延期至{new}"
    assert f"申请{moved}。理由：等待外地核查" in dispute.timeline.latest("pk").text
    approvals.approve(asked, by=head, comment="请抓紧。")
    said = dispute.timeline.latest("pk").text
    assert f"同意。{moved}。理由：等待外地核查。请抓紧。" in said


def test_an_application_whose_day_has_passed_can_only_be_refused():
    head = f.an_officer("head")
    dispute, asked = asked_for(5)
    before = whole(dispute).due_on
    with time_machine.travel(timezone.now() + timedelta(days=60)):
        head = type(head).objects.get(pk=head.pk)
        with pytest.raises(NotAllowed, match=r"已过.*请答复不同意"):
            approvals.approve(asked, by=head)
        approvals.reject(asked, by=head, comment="请按原期限办结")
    assert whole(dispute).due_on == before


def test_another_clock_that_falls_due_first_is_not_extended_in_its_place():
    head = f.an_officer("head", "YB")
    dispute = f.handled(Mode.JOINT)
    own = dispute.assignments.get(department__code="YB").deadlines.open().get(key=OPINION)
    f.do(dispute, "extend", f.an_officer("clerk", "YB"), until=later(own, 2), reason="调取病历")
    asked = Approval.objects.get()
    assert (asked.clock, asked.desk.code) == (own, "YB")
    approvals.approve(asked, by=head)
    own.refresh_from_db()
    assert own.due_on == asked.until
    whole_case = dispute.deadlines.open().get(key="general.joint.total")
    assert not whole_case.extensions.exists()


def test_whoever_owes_several_dates_chooses_which_and_the_one_that_rules_is_proposed():
    dispute = f.handled(Mode.REFERRAL)
    clerk = f.an_officer("clerk", "YB")
    f.answer(dispute.assignments.get(), "accept", clerk)
    first, second = dispute.deadlines.open().filter(
        key__in=["transfer.feedback", "referral.total"]
    ).order_by("due_on")  # fmt: skip
    address = reverse("dispute_verb", args=[dispute.pk, "extend"])
    client = signed_in(clerk)
    page = client.get(address).content.decode()
    assert f'<option value="{first.pk}" selected>' in page
    assert f'<option value="{second.pk}">' in page
    typed = {"version": Dispute.objects.get(pk=dispute.pk).version, "reason": "等待外地核查",
             "until": later(second, 3)}  # fmt: skip
    assert client.post(address, typed | {"clock": 0}).status_code == 400
    assert client.post(address, typed | {"clock": second.pk}).status_code == 302
    assert Approval.objects.get().clock == second


def test_one_date_alone_offers_no_choice():
    dispute = f.handled(Mode.SINGLE)
    address = reverse("dispute_verb", args=[dispute.pk, "extend"])
    page = signed_in(f.an_officer("clerk")).get(address).content.decode()
    assert "延期哪个期限" not in page
    assert "现期限：“单独办理总时限”" in page
    with pytest.raises(Mistyped, match="请从列表中选择"):
        f.do(dispute, "extend", f.an_officer("clerk"), until=later(whole(dispute), 2),
             reason="核查", clock=0)  # fmt: skip


def test_a_question_about_a_clock_that_ended_is_withdrawn():
    f.an_officer("head", "YB")
    dispute = f.handled(Mode.JOINT)
    own = dispute.assignments.get(department__code="YB").deadlines.open().get(key=OPINION)
    f.do(dispute, "extend", f.an_officer("clerk", "YB"), until=later(own, 2), reason="调取病历")
    f.answer_all(dispute)
    assert Approval.objects.get().state == ApprovalState.WITHDRAWN
    assert telling(dispute.timeline, "延期申请随之撤回").exists()


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(0, "应晚于原期限"), (60, "超过上限30日")],
)
def test_a_date_that_cannot_be_granted_is_refused_in_words(days, sentence):
    dispute = f.handled(Mode.SINGLE)
    with pytest.raises(Mistyped) as refused:
        f.do(
            dispute, "extend", f.an_officer("clerk"), until=later(whole(dispute), days), reason="因"
        )
    assert sentence in refused.value.errors["until"][0]


def test_an_expired_clock_is_not_extended_any_more():
    dispute = f.handled(Mode.SINGLE)
    until = later(whole(dispute), 3)
    with (
        time_machine.travel(timezone.now() + timedelta(days=60)),
        pytest.raises(NotAllowed, match="期限已过"),
    ):
        f.do(dispute, "extend", f.an_officer("clerk"), until=until, reason="太晚")


def test_a_suspended_matter_is_not_extended():
    dispute, head = f.handled(Mode.SINGLE), f.an_officer("head")
    until = later(whole(dispute), 3)
    f.do(dispute, "suspend", head, ground="等待认定")
    with pytest.raises(NotAllowed, match="“中止”，不能办理“申请延期”"):
        f.do(dispute, "extend", head, until=until, reason="等待认定")


def test_a_clock_is_extended_once_and_within_the_cap():
    dispute, head = f.handled(Mode.SINGLE), f.an_officer("head")
    clock = whole(dispute)
    for until in (clock.due_on - timedelta(days=1), clock.due_on + timedelta(days=90)):
        with pytest.raises(Mistyped):
            f.do(dispute, "extend", head, until=until, reason="太晚")
    f.do(dispute, "extend", head, until=later(clock, 3), reason="等待外地核查")
    with pytest.raises(NotAllowed, match="只能延期一次"):
        f.do(dispute, "extend", head, until=later(clock, 8), reason="还不够")


def test_who_owes_an_answer_extends_that_answer_alone():
    dispute = f.handled(Mode.JOINT)
    asked = dispute.assignments.get(department__code="YB")
    until = current_calendar().add_workdays(asked.due_on, 2)
    f.do(dispute, "extend", f.an_officer("head", "YB"), until=until, reason="调取病历")
    asked.refresh_from_db()
    assert asked.due_on == until
    assert dispute.assignments.get(department__code="RS").due_on != until
    with pytest.raises(NotYours):
        f.do(dispute, "extend", f.an_officer("head", "CZ"), until=until, reason="无关")


def papers(dispute, kind):
    found = dispute.papers.filter(kind=kind)
    return [thaw(paper.kind, open_sealed_json(paper.content)) for paper in found]


def test_what_is_granted_is_on_paper_for_the_file_and_for_the_payer():
    head = f.an_officer("head")
    dispute, asked = asked_for(5)
    old = whole(dispute).due_on
    assert papers(dispute, "extension_form") == []
    approvals.approve(asked, by=head, comment="请抓紧。")
    (form,), (notice,) = (papers(dispute, f"extension_{it}") for it in ("form", "notice"))
    assert (form.old_due_on, form.new_due_on, form.length) == (old, asked.until, "5个工作日")
    assert (form.reason, form.decided.comment) == ("等待外地核查", "请抓紧。")
    assert (form.requested.name, form.decided.name) == (
        f.an_officer("clerk").name,
        signature(head),
    )
    assert "审核通过" in form.progress
    assert (notice.new_due_on, notice.reason) == (asked.until, "等待外地核查")
    assert (notice.payer.name, notice.payer.phone, notice.payer.id_number) == ("欧阳测试", "", "")


def test_each_named_payer_has_his_own_notice_also_where_the_first_one_is_anonymous():
    for unnamed in ({}, UNNAMED):
        dispute, gone = f.handled(Mode.SINGLE, **unnamed), second()
        f.do(gone, "merge", f.an_officer(), into=dispute, older_into_younger=True)
        until = later(whole(dispute), 5)
        f.do(dispute, "extend", f.an_officer("head"), until=until, reason="等待外地核查")
        notices = papers(dispute, "extension_notice")
        names = ["诸葛试用"] if unnamed else ["欧阳测试", "诸葛试用"]
        assert [each.payer.name for each in notices] == names
        assert dispute.papers.filter(kind="extension_notice", of=gone).exists()
        told(dispute)
        assert "告知缴费人" in (said := dispute.timeline.latest("pk").text)
        assert "缴费人（并案）诸*试用（电话告知）" in said or "缴费人（并案）诸" in said


def test_what_was_done_so_far_is_said_in_the_officers_own_words():
    dispute = f.handled(Mode.SINGLE)
    until = later(whole(dispute), 5)
    f.do(dispute, "extend", f.an_officer("head"), until=until, reason="因", progress="已调账。")
    assert papers(dispute, "extension_form")[0].progress == "已调账。"


def test_a_step_inside_the_whole_case_is_no_news_for_the_payer():
    dispute = f.handled(Mode.JOINT)
    own = dispute.assignments.get(department__code="YB")
    until = current_calendar().add_workdays(own.due_on, 2)
    f.do(dispute, "extend", f.an_officer("head", "YB"), until=until, reason="调取病历")
    (form,) = papers(dispute, "extension_form")
    assert not form.tells_payer
    assert papers(dispute, "extension_notice") == []
    with pytest.raises(NotAllowed, match="没有需要告知缴费人的延期"):
        told(dispute)


def told(dispute, on=None):
    clerk = f.an_officer("clerk")
    f.do(dispute, "tell_extension", clerk, told_on=on or f.today(), method="phone")


def test_that_the_payer_was_told_is_recorded_once():
    dispute = f.handled(Mode.SINGLE)
    f.do(dispute, "extend", f.an_officer("head"), until=later(whole(dispute), 5), reason="核账")
    with pytest.raises(Mistyped):
        told(dispute, f.today() - timedelta(days=1))
    told(dispute)
    assert "告知缴费人（电话告知）" in dispute.timeline.latest("pk").text
    with pytest.raises(NotAllowed):
        told(dispute)


def test_an_extension_stands_in_the_file_behind_the_proof_of_service():
    dispute = f.handled(Mode.SINGLE)
    f.do(dispute, "extend", f.an_officer("head"), until=later(whole(dispute), 5), reason="核账")
    assert case_file.required_papers(dispute)["延期审批表"] == 1
    assert "延期审批表" not in case_file.missing_papers(dispute)
    assert [line["title"] for line in case_file.catalogue(dispute)] == [
        "受理登记表",
        "延期审批表",
        "延期告知书（缴费人）",
    ]


def test_the_payer_is_told_of_the_limit_that_counts_and_not_of_one_it_replaced():
    dispute, head = f.handled(Mode.SINGLE), f.an_officer("head")
    f.do(dispute, "extend", head, until=later(whole(dispute), 5), reason="等待外地核查")
    f.do(dispute, "invite", f.an_officer(), departments=[f.a_department("RS")], question="请核实")
    clock = dispute.deadlines.open().get(key="general.joint.total")
    until = later(clock, 5)
    f.do(dispute, "extend", head, until=until, reason="等待外地核查")
    f.do(dispute, "tell_extension", head, told_on=f.today(), method="phone")
    assert clock.extensions.get().told_how == "phone"
    with pytest.raises(NotAllowed, match="没有需要告知缴费人的延期"):
        f.do(dispute, "tell_extension", head, told_on=f.today(), method="phone")


@pytest.mark.by_owner
def test_who_asked_and_sees_it_no_more_is_not_told_of_the_answer():
    head, clerk = f.an_officer("head"), f.an_officer("clerk")
    dispute, asked = asked_for(5)
    clerk.notices.all().delete()
    dispute.recusals.create(officer=clerk, reason="亲属", recorded_by=head)
    approvals.approve(asked, by=head)
    assert not clerk.notices.exists()


def test_one_who_recused_himself_finds_the_question_neither_on_a_page_nor_by_a_program():
    leader = f.a_leader()
    dispute, asked = asked_for(12)
    dispute.recusals.create(officer=leader, reason="亲属", recorded_by=leader)
    path = f"approvals/{asked.pk}/"
    assert signed_in(leader).get(asked.get_absolute_url()).status_code == 404
    assert program("leader", "ZB").get(path).status_code == 404
    assert program("leader", "ZB").post(f"{path}approve/", {}).status_code == 404
    assert program("leader", "ZB").get("approvals/").json() == []
