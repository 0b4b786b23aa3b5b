"""What of a unit goes on in another, table by table (机构改革)."""

from __future__ import annotations

import pytest

from departments.models import Post
from departments.roles import Role
from disputes.choices import Mode
from tests import factories as f
from tests.told import telling
from tests.workflow.membership.reforming import merged, now
from workflow.membership.passing import disputes_of, held_by
from workflow.models.choices import ApprovalState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _heir() -> None:
    f.an_officer(Role.HEAD, "RS")


def test_a_drafted_opinion_waits_for_the_head_of_the_heir() -> None:
    case, clerk = f.triaged(), f.an_officer(Role.CLERK, "YB")
    f.do(case, "convene_joint", f.an_officer(), departments=[now("YB")], question="请核实")
    [own] = case.assignments.all()
    f.answer(own, "accept", clerk)
    f.answer(own, "draft_opinion", clerk, facts="属实", basis="社会保险法", opinion="同意")
    merged()
    own.refresh_from_db()
    assert (own.department, own.officer, own.state) == (now("RS"), None, "drafted")
    head = f.an_officer(Role.HEAD, "RS")
    told = telling(head.notices.filter(dispute=case), "答复待审签")
    assert told.get().asks == f"approve:{now('RS').pk}"
    f.answer(own, "approve_opinion", head)


def test_who_was_asked_for_more_time_or_named_beside_others_is_the_heir() -> None:
    case = f.handled("joint")
    f.do(case, "request_convening", f.an_officer(Role.CLERK, "YB"),
         reason="意见不一", departments=[])  # fmt: skip
    special = f.triaged("YB")
    f.do(special, "report_major", f.an_officer(Role.CLERK, "YB"), reason="群体性诉求",
         departments=[f.a_department("SW"), f.a_department("RS")])  # fmt: skip
    merged()
    asked = special.approvals.get(state=ApprovalState.PENDING)
    assert asked.requested_department == now("RS")
    team = list(asked.departments.values_list("code", flat=True))
    assert sorted(team) == ["RS", "SW"]
    assert case.convenings.get().asked_department == now("RS")


def test_an_other_side_that_is_merged_is_still_the_other_side() -> None:
    case = f.registered()
    case.parties.filter(role="counterparty").update(department=now("YB"))
    assert case in disputes_of(now("YB"))
    assert case not in held_by(now("YB"))
    merged()
    assert case.counterparty is not None
    assert case.parties.get(role="counterparty").department == now("RS")


@pytest.mark.by_owner
def test_a_deputy_s_bureau_follows_his_office() -> None:
    post = Post.objects.filter(role=Role.DEPUTY).first()
    assert post is not None
    post.bureau = now("YB")
    post.save(update_fields=["bureau"])
    merged()
    post.refresh_from_db()
    assert post.bureau == now("RS")


def test_a_suspended_case_and_one_that_was_sent_back_go_over_as_they_stand() -> None:
    head = f.an_officer(Role.HEAD, "YB")
    still, back = f.handled(code="YB"), f.registered("YB")
    f.do(still, "suspend", head, ground="evidence", until=None, evidence="")
    f.do(back, "return_intake", f.an_officer(Role.REVIEWER, "YB"), comment="补充电话")
    merged()
    still.refresh_from_db()
    back.refresh_from_db()
    assert (still.state, still.receiving_department) == ("suspended", now("RS"))
    assert (back.state, back.owing_department) == ("draft", now("RS"))
    f.do(still, "resume", f.an_officer(Role.HEAD, "RS"))


def test_who_owes_an_answer_hears_to_whom_he_owes_it_now() -> None:
    dispute, asked = f.handled(Mode.JOINT, code="YB"), f.an_officer(Role.CLERK, "SW")
    merged("YB", "RS")
    words = f"{dispute.number} 原由医保局办理的，已改由人社局办理。"
    assert words in [each.text for each in asked.notices.all()]
