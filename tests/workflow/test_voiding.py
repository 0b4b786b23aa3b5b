"""A paper falls with its act: what came back asks nobody any more, and says so (R088)."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from departments.roles import Role
from disputes.choices import Mode, State
from disputes.lamps import dispute_lamps
from disputes.models import Dispute
from tests import factories as f
from tests.workflow.signing_in import signed_in
from workflow.archiving.case_file import catalogue
from workflow.meetings import actions as meetings
from workflow.meetings.plan import plan
from workflow.models import PaperVoid

pytestmark = pytest.mark.django_db

BACK = "不属本局职责"


def returned() -> Dispute:
    dispute = f.handled(Mode.REFERRAL)
    f.answer(dispute.assignments.get(), "return_back", f.an_officer(code="YB"), reason=BACK)
    dispute.refresh_from_db()
    return dispute


def test_the_report_that_came_back_is_void_and_the_next_one_counts() -> None:
    dispute, clerk = returned(), f.an_officer()
    f.do(dispute, "refer", clerk, department=f.a_department("RS"), reason="属其职责")
    old, new = dispute.papers.filter(kind="referral").order_by("pk")
    assert (old.is_void, new.is_void) == (True, False)
    assert old.void_reason == f"被医保局退回：{BACK}"
    page = signed_in(clerk).get(dispute.get_absolute_url()).content.decode()
    assert f"已作废（被医保局退回：{BACK}）" in page
    titles = [line["title"] for line in catalogue(dispute)]
    assert [t for t in titles if "报送单" in str(t)] == ["报送单（已作废）", "报送单"]


def test_the_limit_of_a_road_that_came_to_nothing_was_not_kept() -> None:
    dispute = returned()
    clock = dispute.deadlines.get(key="referral.total")
    assert (clock.is_void, clock.ended_on) == (True, f.today())


@pytest.mark.parametrize("mode", [Mode.REFERRAL, Mode.JOINT])
def test_what_the_sender_takes_back_is_void_too(mode: Mode) -> None:
    dispute = f.handled(mode)
    own = dispute.assignments.earliest("pk")
    f.answer(own, "recall", f.an_officer(), reason="发错单位")
    assert own.papers.get(kind__in=("referral", "joint_notice")).void_reason == "已撤回：发错单位"
    assert all(paper.is_void for paper in dispute.papers.filter(kind="notification"))


def test_what_ends_by_withdrawal_asks_nobody_and_kept_no_limit() -> None:
    dispute = f.handled(Mode.JOINT)
    f.do(dispute, "withdraw", f.an_officer(), note="已和解")
    assert all(paper.is_void for paper in dispute.papers.filter(kind="joint_notice"))
    assert dispute.deadlines.get(key="general.joint.total").is_void
    Dispute.objects.filter(pk=dispute.pk).update(due_on=None)
    row = Dispute.objects.get(pk=dispute.pk)
    assert dispute_lamps([row], timezone.localdate())[row.pk].words == "已撤回"


def test_a_meeting_that_is_not_held_calls_nobody() -> None:
    dispute, clerk = f.handled(Mode.JOINT), f.an_officer()
    everyone = [f.a_department(code) for code in f.FUNCTIONAL]
    meeting = plan(by=clerk, kind="general", title="会商", disputes=[dispute],
                   departments=everyone, starts_at=timezone.now(), place="三楼")  # fmt: skip
    meetings.call(meeting, by=clerk)
    meetings.cancel(meeting, by=clerk, reason="改期")
    assert {p.void_reason for p in meeting.papers.all()} == {"会商已取消：改期"}


def test_the_reason_is_never_rewritten() -> None:
    returned()
    with pytest.raises(DatabaseError), transaction.atomic():
        PaperVoid.objects.update(reason="")


def test_a_merged_case_says_so_after_its_archiving() -> None:
    first, second = f.handled(), f.handled()
    f.do(second, "merge", f.an_officer(), into=first)
    assert second.deadlines.get(key="general.single").is_void
    f.a_department("SW")
    f.do(second, "archive", f.an_officer(Role.CLERK))
    row = Dispute.objects.get(pk=second.pk)
    assert row.state == State.ARCHIVED
    assert dispute_lamps([row], timezone.localdate())[row.pk].words == "已并案"
