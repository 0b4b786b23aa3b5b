"""R061: head, office and deputy read a major matter before the leader where switched on."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from confidentiality.sealing import open_sealed_json
from departments.models import Department, Officer, TaskForceSettings
from departments.roles import Role
from disputes.choices import Mode, State
from disputes.models import Dispute
from tests import factories as f
from tests.told import telling
from web.refusals import NotAllowed, NotYours
from workflow.approvals import actions
from workflow.models import Approval, Notice
from workflow.models.choices import ApprovalState

pytestmark = pytest.mark.django_db


def clerk() -> Officer:
    return f.an_officer(Role.CLERK)


def head() -> Officer:
    return f.an_officer(Role.HEAD)


@pytest.fixture
def _head_reads() -> None:
    Department.objects.filter(code="SW").update(major_head_review=True)
    head()


@pytest.fixture
def _all_read(_head_reads: None) -> None:
    TaskForceSettings.objects.update(major_office_review=True, major_deputy_review=True)
    f.an_officer(Role.OFFICE, "ZB")
    f.an_officer(Role.DEPUTY, "ZB")


def reported(by: Officer | None = None) -> Dispute:
    dispute = f.triaged()
    f.do(dispute, "report_major", by or clerk(), reason="群体性诉求")
    return dispute


def desk(dispute: Dispute) -> tuple[str, str]:
    owing = dispute.owing_department
    return (owing.code if owing else "", dispute.owing_role)


def test_where_nothing_is_switched_on_the_leader_is_asked_at_once() -> None:
    dispute = reported()
    assert desk(dispute) == ("", Role.LEADER)
    f.do(dispute, "approve_major", f.a_leader(), comment="同意")
    paper = open_sealed_json(dispute.papers.get(kind="major_approval").content)
    assert (paper["requested"]["name"], paper["head"]["name"]) == ("测试SW1", "")


@pytest.mark.usefixtures("_head_reads")
def test_a_clerk_reports_to_his_head_and_the_leader_waits_for_the_signature() -> None:
    dispute, leader = reported(), f.a_leader()
    assert (dispute.state, desk(dispute)) == (State.AWAITING_APPROVAL, ("SW", Role.HEAD))
    assert head().notices.filter(dispute=dispute).exists()
    with pytest.raises(NotAllowed, match="先由受理部门负责人审核签字"):
        f.do(dispute, "approve_major", leader)
    for stranger in (clerk(), f.an_officer(Role.HEAD, "YB")):
        with pytest.raises(NotYours):
            f.do(dispute, "review_major", stranger)
    f.do(dispute, "review_major", head(), comment="情况属实。")
    assert desk(dispute) == ("", Role.LEADER)
    assert leader.notices.filter(dispute=dispute).exists()
    assert dispute.timeline.latest("pk").text.endswith("审核重大事项报请，呈专班组长。情况属实。")
    f.do(dispute, "approve_major", leader)
    assert dispute.mode == Mode.SPECIAL


@pytest.mark.usefixtures("_all_read")
def test_each_signs_his_own_line_in_turn_and_the_paper_says_who_and_when() -> None:
    dispute = reported()
    readers = [head(), f.an_officer(Role.OFFICE, "ZB"), f.an_officer(Role.DEPUTY, "ZB")]
    for place, reader in enumerate(readers):
        for other in readers[:place] + readers[place + 1 :]:
            with pytest.raises(NotAllowed):
                f.do(dispute, "review_major", other)
        f.do(dispute, "review_major", reader, comment=f"第{place}")
    f.do(dispute, "approve_major", f.a_leader(), comment="同意")
    paper = open_sealed_json(dispute.papers.get(kind="major_approval").content)
    lines = [paper[name] for name in ("requested", "head", "office", "deputy", "leader")]
    assert [line["comment"] for line in lines] == ["", "第0", "第1", "第2", "同意"]
    assert all(line["name"] and line["at"] for line in lines)
    assert "测试SW1" in paper["head"]["name"]


@pytest.mark.usefixtures("_head_reads")
def test_a_head_who_reports_himself_has_signed_by_that() -> None:
    dispute = reported(head())
    assert desk(dispute) == ("", Role.LEADER)
    f.do(dispute, "approve_major", f.a_leader())
    paper = open_sealed_json(dispute.papers.get(kind="major_approval").content)
    assert "测试SW1" in paper["head"]["name"]


@pytest.mark.usefixtures("_head_reads")
@pytest.mark.parametrize("start", [State.TRIAGE, State.HANDLING])
def test_a_head_who_does_not_pass_it_on_sends_it_back_as_it_was(start: State) -> None:
    dispute = f.triaged() if start == State.TRIAGE else f.handled(Mode.JOINT)
    verb = "report_major" if start == State.TRIAGE else "escalate"
    before = (dispute.state, dispute.mode, dispute.severity)
    f.do(dispute, verb, clerk(), reason="群体性诉求")
    f.do(dispute, "return_major", head(), comment="请补充人数。")
    assert (dispute.state, dispute.mode, dispute.severity) == before
    assert dispute.approvals.get().state == ApprovalState.MORE
    f.do(dispute, verb, clerk(), reason="已补充")


@pytest.mark.parametrize("start", [State.TRIAGE, State.HANDLING])
def test_a_report_made_by_mistake_is_taken_back_before_anybody_has_read_it(start: State) -> None:
    dispute = f.triaged() if start == State.TRIAGE else f.handled(Mode.JOINT)
    verb = "report_major" if start == State.TRIAGE else "escalate"
    leader = f.a_leader()
    before = (dispute.state, dispute.mode, dispute.severity)
    clocks = set(dispute.deadlines.open().values_list("key", "due_on"))
    f.do(dispute, verb, clerk(), reason="群体性诉求")
    with pytest.raises(NotAllowed, match="报请的本人或者受理部门负责人"):
        f.do(dispute, "withdraw_report", f.an_officer(nth=2), reason="点错了")
    f.do(dispute, "withdraw_report", head(), reason="点错了")
    assert (dispute.state, dispute.mode, dispute.severity) == before
    assert set(dispute.deadlines.open().values_list("key", "due_on")) == clocks
    assert dispute.approvals.get().state == ApprovalState.WITHDRAWN
    assert telling(Notice.objects.filter(recipient=leader), "不用批示").exists()
    f.do(dispute, verb, clerk(), reason="这次是真的")


@pytest.mark.usefixtures("_head_reads")
def test_what_was_read_already_is_not_taken_back_past_whoever_signed() -> None:
    dispute = reported()
    f.do(dispute, "review_major", head(), comment="属实")
    with pytest.raises(NotAllowed, match="已有人审核签字"):
        f.do(dispute, "withdraw_report", clerk(), reason="点错了")


@pytest.mark.usefixtures("_head_reads")
def test_the_head_reads_it_in_his_queue_and_his_word_passes_it_on() -> None:
    asked = reported().approvals.get()
    mine = Officer.objects.get(pk=head().pk)
    leader = Officer.objects.get(pk=f.a_leader().pk)
    assert list(Approval.objects.waiting_for(mine)) == [asked]
    assert not Approval.objects.waiting_for(leader).exists()
    with pytest.raises(NotYours):
        actions.approve(asked, by=leader)
    actions.approve(asked, by=mine, comment="属实")
    asked.refresh_from_db()
    assert (asked.state, asked.awaits, asked.desk) == (ApprovalState.PENDING, "", None)
    assert list(Approval.objects.waiting_for(leader)) == [asked]


@pytest.mark.usefixtures("_head_reads")
def test_a_post_that_nobody_holds_stops_nothing() -> None:
    dispute = reported()
    Officer.objects.filter(pk=head().pk).update(is_active=False)
    f.do(dispute, "approve_major", f.a_leader())
    assert dispute.mode == Mode.SPECIAL
    again = reported()  # nobody sits there: straight to the leader
    assert desk(again) == ("", Role.LEADER)


@pytest.mark.usefixtures("_head_reads")
def test_postgresql_keeps_the_order_and_the_signatures() -> None:
    asked = reported().approvals.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        Approval.objects.filter(pk=asked.pk).update(
            state="approved", decided_by=f.a_leader(), decided_at=asked.requested_at
        )
    assert asked.dispute is not None
    f.do(asked.dispute, "review_major", head(), comment="属实")
    with pytest.raises(DatabaseError, match="signed line"), transaction.atomic():
        Approval.objects.filter(pk=asked.pk).update(lines=[])
