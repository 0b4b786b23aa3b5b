"""What of a unit goes on in another, table by table (机构改革)."""

from __future__ import annotations

import pytest

from departments.models import Post
from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from tests import factories as f
from tests.told import telling
from tests.workflow.membership.reforming import carried_out, fresh, merged, now, registered
from web.refusals import NotAllowed
from workflow.membership.passing import disputes_of, held_by
from workflow.membership.reform import Scope as Chosen
from workflow.models.choices import ApprovalState
from workflow.procedure.offers import open_to

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


def test_whose_counter_took_it_in_goes_on_seeing_it_and_the_heir_what_it_went_into() -> None:
    """首问 (R043): the payer comes back to the counter that he knows."""
    into = f.triaged("SW")
    own, gone = f.triaged("YB"), f.triaged("YB")
    was, heir = f.an_officer(Role.CLERK, "YB"), f.an_officer(Role.HEAD, "RS")
    f.do(gone, "merge", was, into=into)
    scope = Chosen(numbers=[str(own), str(gone)])
    carried_out(registered("YB", "RS", "part", scope=scope))
    both = [fresh(each) for each in (was, heir)]
    assert [own in Dispute.objects.visible_to(each) for each in both] == [True, True]
    assert into in Dispute.objects.visible_to(both[1])
    own.refresh_from_db()
    mine = {each.verb for each in open_to(fresh(was), own)}
    assert mine <= {"recuse"}, mine
    assert own.payer is not None
    assert not own.payer.may_be_revealed_to(fresh(was))
    own.refresh_from_db()
    f.do(own, "correct", fresh(heir), reason="笔误", given={"facts": "以此为准"})
    assert own in Dispute.objects.visible_to(fresh(was))
    assert own not in Dispute.objects.visible_to(f.an_officer(Role.CLERK, "CZ"))


def test_what_is_said_to_a_unit_that_works_no_more_is_heard_by_its_heir() -> None:
    case, heir = f.triaged(), f.an_officer(Role.HEAD, "RS")
    f.do(case, "convene_joint", f.an_officer(), departments=[now("YB")], question="请核实")
    f.answer_all(case)
    merged("YB", "RS")
    f.do(case, "withdraw", f.an_officer(), note="不再主张")
    assert telling(heir.notices.filter(dispute=case), "缴费人撤回，事项终止").count() == 1


def test_a_report_in_confidence_is_not_handed_to_whom_it_is_against() -> None:
    """R075: the unit that helps is merged into the other side, which is asked nothing."""
    case, clerk = f.triaged(confidential_report=True), f.an_officer()
    knew, heir = f.an_officer(Role.CLERK, "CZ"), f.an_officer(Role.CLERK, "YB")
    office = f.an_officer(Role.OFFICE, "ZB")
    other = {"counterparty.kind": "agency", "counterparty.name": now("YB").name}
    f.do(case, "correct", clerk, given=other, reason="漏登")
    both = [now("CZ"), now("RS")]
    f.do(case, "convene_joint", clerk, departments=both, question="请核实")
    merged("CZ", "YB", knew)
    assert case.assignments.get(department=now("CZ")).state == "recalled"
    for each in (knew, heir):
        assert case not in Dispute.objects.visible_to(fresh(each))
        assert not telling(each.notices, "转由你单位承办").exists()
    assert not telling(heir.notices, str(case)).exists()
    assert telling(office.notices.filter(dispute=case), "不能让其知悉").exists()
    assert telling(clerk.notices.filter(dispute=case), "请另请其他单位").exists()


def test_who_is_reported_in_confidence_takes_over_no_such_report() -> None:
    """Nobody of the heir ever reads who reported it: first the unit ends the matter itself."""
    case, clerk = f.handled(confidential_report=True), f.an_officer()
    other = {"counterparty.kind": "agency", "counterparty.name": now("YB").name}
    f.do(case, "correct", clerk, given=other, reason="漏登")
    with pytest.raises(NotAllowed, match="1 件举报保密的在办事项，被举报的就是区医保局"):
        merged("SW", "YB", clerk)
    assert case not in Dispute.objects.visible_to(fresh(f.an_officer(Role.CLERK, "YB")))


def test_what_waits_to_be_signed_goes_out_in_the_name_of_the_heir() -> None:
    case, clerk = f.handled(code="YB"), f.an_officer(Role.CLERK, "YB")
    typed = {"facts": "属实", "basis": "社会保险法第63条", "decision": "补缴"}
    f.do(case, "draft_decision", clerk, **typed)
    merged("YB", "RS", clerk)
    case.refresh_from_db()
    f.do(case, "sign_decision", fresh(f.an_officer(Role.HEAD, "RS")), comment="同意")
    told = case.papers.filter(kind="decision")
    assert {each.department for each in told} == {now("RS")}
