"""A road that is left: one true notice in the payer's hand, one officer, one answer owed."""

from __future__ import annotations

import pytest

from departments.roles import Role
from disputes.choices import Channel, Mode, Severity
from disputes.models import Dispute
from tests import factories as f
from web.refusals import NotAllowed
from workflow.models import Approval, Paper

pytestmark = pytest.mark.django_db


def valid(dispute: Dispute, kind: str = "notification") -> list[Paper]:
    return list(dispute.papers.filter(kind=kind, voids=None).order_by("pk"))


def referred(severity: str = "") -> Dispute:
    """Handed on to 医保局, which has signed for it."""
    dispute = f.handled(Mode.REFERRAL, severity=severity)
    f.answer(dispute.assignments.get(), "accept", f.an_officer(Role.CLERK, "YB"))
    dispute.refresh_from_db()
    return dispute


def test_whichever_road_is_given_up_its_notice_falls_with_it() -> None:
    clerk, head = f.an_officer(), f.an_officer(Role.HEAD)
    others = {"departments": [f.a_department("YB"), f.a_department("RS")], "question": "请核"}
    dispute = f.handled(Mode.REFERRAL)
    f.answer(dispute.assignments.get(), "return_back", f.an_officer(Role.CLERK, "YB"), reason="非")
    dispute.refresh_from_db()
    f.do(dispute, "accept_single", clerk, reason="属")
    [alone] = valid(dispute)
    f.do(dispute, "reroute", head, reason="应会同")
    assert valid(dispute) == []
    f.do(dispute, "convene_joint", clerk, reason="会同", **others)
    [together] = valid(dispute)
    assert together.replaces == alone
    for asked in dispute.assignments.open():
        by = f.an_officer(Role.CLERK, asked.department.code)
        f.answer(asked, "return_back", by, reason="不属")
    dispute.refresh_from_db()
    assert (dispute.state, valid(dispute)) == ("triage", [])


def test_a_petitioner_is_told_again_who_works_on_it() -> None:
    dispute = f.handled(Mode.SINGLE, channel=Channel.PETITION, source_number="XF-1")
    [first] = valid(dispute, "acceptance_notice")
    f.do(dispute, "reroute", f.an_officer(Role.HEAD), reason="属医保")
    assert valid(dispute, "acceptance_notice") == []
    f.do(dispute, "accept_single", f.an_officer(), reason="仍由本单位办理")
    [second] = valid(dispute, "acceptance_notice")
    assert second != first


def test_a_referral_that_others_join_is_the_receiving_units_again() -> None:
    clerk = f.an_officer()
    dispute = referred()
    [handed_on] = valid(dispute)
    f.do(dispute, "invite", clerk, departments=[f.a_department("RS")], question="请会同")
    [now] = valid(dispute)
    assert now.replaces == handed_on
    assert dispute.responsible_officer == dispute.first_contact_officer
    owed = dispute.assignments.open().values_list("department__code", "kind")
    assert sorted(owed) == [("RS", "joint"), ("YB", "joint")]
    dispute.refresh_from_db()
    with pytest.raises(NotAllowed, match="签收"):
        f.do(dispute, "undo_triage", clerk, reason="点错了")


def test_a_referral_that_becomes_major_leaves_one_answer_owed() -> None:
    clerk = f.an_officer()
    dispute = referred(severity=Severity.MAJOR)
    [handed_on] = valid(dispute)
    team = [f.a_department("YB"), f.a_department("RS")]
    f.do(dispute, "escalate", clerk, departments=team, reason="重大")
    approval = Approval.objects.get(dispute=dispute)
    assert valid(dispute) == [handed_on]  # the leader may still say no
    f.do(dispute, "approve_major", f.a_leader())
    assert approval.reported_mode == Mode.REFERRAL
    [now] = valid(dispute)
    assert now.replaces == handed_on
    assert not valid(dispute, "referral")
    assert dispute.responsible_officer == dispute.first_contact_officer
    owed = dispute.assignments.open().values_list("department__code", "kind")
    assert sorted(owed) == [("RS", "special"), ("YB", "special")]
