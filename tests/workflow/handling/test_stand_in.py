"""No post is a dead end: who stands in where it is empty, recused, disabled or on leave (三)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from departments.actions.appointments import appoint, stand_in
from departments.models import Officer, Post, Term
from departments.roles import Role
from disputes.choices import State
from disputes.models import Dispute, StandIn
from tests import factories as f
from tests.workflow.signing_in import signed_in
from web.refusals import Mistyped, NotAllowed, NotYours
from workflow.procedure.next_move import desks_of
from workflow.procedure.offers import open_to
from workflow.procedure.presence import standing_in
from workflow.workbench.items import items_of

pytestmark = pytest.mark.django_db

DECISION = {"facts": "属实", "basis": "社会保险法第63条", "decision": "责令补缴"}


def fresh(officer: Officer) -> Officer:
    return Officer.objects.get(pk=officer.pk)


def head() -> Officer:
    return f.an_officer(Role.HEAD, "SW")


def reviewer() -> Officer:
    return f.an_officer(Role.REVIEWER, "SW")


def office() -> Officer:
    return f.an_officer(Role.OFFICE, "ZB")


def drafted() -> Dispute:
    """It waits for the head's signature; he is there."""
    head()
    dispute = f.handled()
    f.do(dispute, "draft_decision", f.an_officer(), **DECISION)
    return dispute


def recuse(dispute: Dispute, officer: Officer) -> None:
    f.do(dispute, "recuse", officer, officer=officer, reason="亲属")


def empty_by_recusal(dispute: Dispute) -> None:
    recuse(dispute, head())


def empty_by_disabling(dispute: Dispute) -> None:
    Officer.objects.filter(pk=head().pk).update(is_active=False)


def empty_by_dismissal(dispute: Dispute) -> None:
    head().terms.update(ends_on=f.today() - timedelta(days=1))


EMPTY = [empty_by_recusal, empty_by_disabling, empty_by_dismissal]


@pytest.mark.parametrize("leave", EMPTY)
def test_where_nobody_can_sign_the_office_names_somebody_who_then_signs(leave) -> None:
    dispute = drafted()
    leave(dispute)
    [desk] = standing_in.unmanned(Dispute.objects.get(pk=dispute.pk))
    assert desk.words == "税务局部门负责人"
    f.do(dispute, "designate", office(), officer=reviewer(), reason="负责人不能办理")
    assert not standing_in.unmanned(Dispute.objects.get(pk=dispute.pk))
    [item] = [each for each in items_of(fresh(reviewer())) if each.step.verb == "签发"]
    assert item.dispute.pk == dispute.pk
    assert "sign_decision" in [o.verb for o in open_to(fresh(reviewer()), dispute) if o.allowed]
    f.do(dispute, "sign_decision", reviewer(), comment="同意")
    assert dispute.state == State.FEEDBACK


def test_the_same_on_the_page_and_over_the_api() -> None:
    dispute = drafted()
    recuse(dispute, head())
    page = signed_in(office())
    form = page.get(reverse("dispute_verb", args=[dispute.pk, "designate"])).content.decode()
    reviewer()
    assert "代办人员" in form
    named = {"officer": reviewer().username, "reason": "负责人回避", "version": dispute.version}
    page.post(reverse("dispute_verb", args=[dispute.pk, "designate"]), named)
    signer = signed_in(reviewer())
    assert (
        signer.get(reverse("dispute_verb", args=[dispute.pk, "sign_decision"])).status_code == 200
    )
    address = f"/api/v1/disputes/{dispute.pk}/actions/sign_decision/"
    assert signer.post(address, {}, content_type="application/json").status_code == 200


def test_the_office_is_told_when_the_only_one_is_recused_and_so_is_who_stands_in() -> None:
    office()
    dispute = drafted()
    recuse(dispute, head())
    assert (
        office().notices.latest("pk").text
        == f"{dispute.number} 税务局部门负责人现无人能办，请指定代办。"
    )
    f.do(dispute, "designate", office(), officer=reviewer(), reason="负责人回避")
    assert "由您代税务局部门负责人办理：负责人回避" in reviewer().notices.latest("pk").text
    assert "指定" in dispute.timeline.latest("pk").text


def test_never_the_drafter_never_who_is_recused_never_the_office_itself() -> None:
    dispute = drafted()
    recuse(dispute, head())
    recused = f.an_officer(Role.CLERK, "SW", nth=2)
    reviewer()
    recuse(dispute, recused)
    stranger = f.an_officer(Role.HEAD, "YB")
    for nobody in (f.an_officer(), recused, stranger, office()):
        with pytest.raises(Mistyped, match="不能代税务局部门负责人办理"):
            f.do(dispute, "designate", office(), officer=nobody, reason="回避")


def test_nobody_is_named_where_somebody_is_there_and_nobody_but_the_office_names() -> None:
    dispute = drafted()
    with pytest.raises(NotAllowed, match="有人能办"):
        f.do(dispute, "designate", office(), officer=reviewer(), reason="图快")
    with pytest.raises(NotYours):
        f.do(dispute, "designate", head(), officer=reviewer(), reason="图快")


def test_the_review_and_an_opinion_know_the_rule_too() -> None:
    dispute = f.registered()  # nobody reviews at this bureau
    clerk = f.an_officer(Role.CLERK, "SW", nth=2)
    f.do(dispute, "designate", office(), officer=clerk, reason="审核员出缺")
    with pytest.raises(NotYours):
        f.do(dispute, "approve_intake", f.an_officer())
    f.do(dispute, "approve_intake", clerk)

    joint = f.handled("joint")
    own = joint.assignments.get(department__code="YB")
    writer, other = f.an_officer(Role.CLERK, "YB"), f.an_officer(Role.REVIEWER, "YB")
    f.answer(own, "accept", writer)
    f.answer(own, "draft_opinion", writer, facts="属实", basis="社会保险法第60条", opinion="同意")
    f.do(joint, "designate", office(), officer=other, reason="负责人出缺",
         department=f.a_department("YB"))  # fmt: skip
    own.refresh_from_db()
    f.answer(own, "approve_opinion", other)
    assert own.opinions.get().approved_by == other


def test_where_the_unit_has_nobody_else_somebody_who_knows_the_case_stands_in() -> None:
    dispute = drafted()
    recuse(dispute, head())
    Officer.objects.filter(pk=reviewer().pk).update(is_active=False)
    deputy = f.an_officer(Role.DEPUTY, "ZB")
    f.do(dispute, "designate", office(), officer=deputy, reason="该局没有其他人员")
    f.do(dispute, "sign_decision", deputy)
    assert dispute.state == State.FEEDBACK


@pytest.mark.by_owner
def test_the_record_of_who_was_named_stands() -> None:
    dispute = drafted()
    recuse(dispute, head())
    f.do(dispute, "designate", office(), officer=reviewer(), reason="负责人回避")
    with pytest.raises(Exception, match="Cannot update or delete"), transaction.atomic():
        StandIn.objects.update(officer=f.an_officer())
    with pytest.raises(IntegrityError), transaction.atomic():
        StandIn.objects.create(dispute=dispute, role=Role.HEAD, officer=office(),
                               named_by=office(), reason="自己")  # fmt: skip


# --- 代理: for the days of a leave ---------------------------------------------------------------


def test_a_head_on_leave_names_one_of_his_people_for_those_days_and_the_record_says_so() -> None:
    dispute = drafted()
    page = signed_in(head())
    until = f.today() + timedelta(days=5)
    reviewer()
    asked = {"officer": reviewer().pk, "starts_on": f.today().isoformat(),
             "ends_on": until.isoformat(), "basis": "年休假"}  # fmt: skip
    assert page.post(reverse("stand_in"), asked).status_code == 302
    term = reviewer().terms.get(acting=True)
    assert (term.post.role, term.ends_on) == (Role.HEAD, until)
    f.do(dispute, "sign_decision", reviewer())
    assert dispute.decisions.get().signer_label == f"税务局 {reviewer().name}（代理）"
    said = dispute.timeline.latest("pk").text
    assert said.startswith(f"税务局 {reviewer().name}（代理） 签发处理意见")


def test_he_does_not_sign_what_he_drafted_himself() -> None:
    head()
    dispute = f.handled()
    f.do(dispute, "draft_decision", reviewer(), **DECISION)
    stand_in(reviewer(), by=fresh(head()), starts_on=f.today(), ends_on=f.today(), basis="出差")
    with pytest.raises(NotAllowed, match="拟稿人不能签发"):
        f.do(dispute, "sign_decision", reviewer())


@pytest.mark.parametrize("why", ["stranger", "himself", "backwards"])
def test_a_stand_in_is_another_of_the_unit_with_days_that_run_forward(why: str) -> None:
    people = {"stranger": f.an_officer(Role.CLERK, "YB"), "himself": head()}
    ends_on = f.today() - timedelta(days=why == "backwards")
    with pytest.raises(Mistyped):
        stand_in(people.get(why, reviewer()), by=fresh(head()), starts_on=f.today(),
                 ends_on=ends_on, basis="出差")  # fmt: skip


def test_the_administrator_names_one_for_an_empty_seat_and_a_later_holder_is_not_shut_out() -> None:
    admin = f.an_officer(Role.SECADMIN, "ZB")
    seat = Post.objects.get(department__code="SW", role=Role.HEAD)
    days = {"starts_on": f.today(), "ends_on": f.today() + timedelta(days=30)}
    with pytest.raises(Mistyped, match="到哪一天"):
        appoint(
            reviewer(), by=fresh(admin), post=seat, starts_on=f.today(), basis="文", acting=True
        )
    appoint(reviewer(), by=fresh(admin), post=seat, basis="局党组会议纪要", acting=True, **days)
    appoint(f.an_officer(), by=fresh(admin), post=seat, starts_on=f.today(), basis="任命文件")
    assert seat.terms.on(f.today()).count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.create(
            officer=f.an_officer(nth=3), post=seat, starts_on=f.today(), acting=True
        )


def test_while_the_seat_has_its_stand_in_the_office_names_nobody() -> None:
    dispute = drafted()
    stand_in(reviewer(), by=fresh(head()), starts_on=f.today(), ends_on=f.today(), basis="出差")
    recuse(dispute, head())
    assert not standing_in.unmanned(Dispute.objects.get(pk=dispute.pk))
    assert [desk.words for desk in desks_of(dispute)] == ["税务局部门负责人"]
