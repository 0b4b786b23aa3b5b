"""A leaver's cases go on in one act; who is disabled answers for none of them (R006, R038)."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from departments.models import Officer
from departments.roles import Role
from disputes.models import Dispute
from tests import factories as f
from tests.told import telling
from tests.workflow.signing_in import signed_in
from web.refusals import Mistyped, NotYours
from workflow.clock import hand_up_orphans
from workflow.errands import actions as errands
from workflow.handling import leaving
from workflow.summary.lines import participants
from workflow.summary.read import read_case

pytestmark = pytest.mark.django_db


def fresh(officer: Officer) -> Officer:
    return Officer.objects.get(pk=officer.pk)


def head() -> Officer:
    return f.an_officer(Role.HEAD, "SW")


def responsible(dispute: Dispute) -> Officer:
    return Dispute.objects.get(pk=dispute.pk).responsible_officer


def test_a_head_hands_over_everything_of_a_leaver_in_one_act() -> None:
    cases, theirs = [f.registered(), f.triaged(), f.handled()], f.handled(code="YB")
    done, leaver = f.archived(), f.an_officer()
    heir = f.an_officer(Role.CLERK, "SW", nth=2)
    page = signed_in(head())
    shown = page.get(reverse("hand_over_all")).content.decode()
    assert f"{leaver.name}（{leaver.username}） 在办 3 件" in shown
    page.post(reverse("hand_over_all"), {"leaver": leaver.pk, "successor": heir.pk})
    assert [responsible(each) for each in cases] == [heir] * 3
    assert all(each.timeline.latest("pk").verb == "hand_over" for each in cases)
    assert all(each.first_contact_officer == leaver for each in cases)
    assert responsible(done) == leaver
    assert responsible(theirs) == f.an_officer(Role.CLERK, "YB")
    for whom, said in ((heir, "的3件移交您经办："), (leaver, "您不再经办：")):
        [told] = telling(whom.notices, said)
        assert all(str(each.number) in told.text for each in cases)
    assert not telling(heir.notices, f"{cases[0].number} 移交您经办").exists()


def test_nobody_is_offered_who_is_about_to_leave_himself() -> None:
    dispute = f.handled()
    staying, leaving_soon, closed = (f.an_officer(Role.CLERK, "SW", nth=n) for n in (2, 3, 4))
    leaving_soon.terms.update(ends_on=f.today() + timedelta(days=7))
    Officer.objects.filter(pk=closed.pk).update(expires_on=f.today() + timedelta(days=7))
    page = signed_in(head())
    for address, empty in (
        ("/handing-over/", "successor"),
        (f"{dispute.get_absolute_url()}hand_over/", "officer"),
    ):
        shown = page.get(address).content.decode()
        offered = shown.partition(f'name="{empty}"')[2].partition("</select>")[0]
        assert staying.username in offered
        assert leaving_soon.username not in offered
        assert closed.username not in offered
    Officer.objects.exclude(pk=leaving_soon.pk).update(is_active=False)
    assert list(leaving.who_stays({dispute.receiving_department_id})) == [leaving_soon]


def test_what_the_successor_is_recused_from_stays_and_is_named() -> None:
    one, other = f.handled(), f.handled()
    heir = f.an_officer(Role.CLERK, "SW", nth=2)
    f.do(one, "recuse", heir, officer=heir, reason="亲属")
    done = leaving.hand_over_all(by=fresh(head()), leaver=f.an_officer(), successor=heir)
    assert (done.count, done.left) == (1, [one.number])
    assert responsible(other) == heir


def test_a_head_passes_on_nothing_of_what_he_is_recused_from() -> None:
    leaver, own = f.an_officer(Role.CLERK, "YB"), f.an_officer(Role.HEAD, "YB")
    heir = f.an_officer(Role.CLERK, "YB", nth=2)
    dispute = f.handled("joint")
    asked = dispute.assignments.get(department__code="YB")
    f.answer(asked, "accept", leaver)
    f.do(dispute, "recuse", own, officer=own, reason="亲属")
    assert leaving.in_hand(leaver, fresh(own)) == 0
    with pytest.raises(Mistyped, match="没有本单位可以移交的事项"):
        leaving.hand_over_all(by=fresh(own), leaver=fresh(leaver), successor=heir)


def test_only_a_head_and_only_to_his_own_people() -> None:
    leaver, heir = f.an_officer(), f.an_officer(Role.CLERK, "SW", nth=2)
    with pytest.raises(NotYours):
        leaving.hand_over_all(by=fresh(heir), leaver=leaver, successor=heir)
    for nobody in (f.an_officer(Role.CLERK, "YB"), leaver):
        with pytest.raises(Mistyped):
            leaving.hand_over_all(by=fresh(head()), leaver=leaver, successor=nobody)


def test_a_disabled_officer_is_nobody_s_responsible_officer_from_that_moment() -> None:
    single, referred, done = f.handled(), f.handled("referral"), f.archived()
    head()
    [referral] = referred.assignments.all()
    f.answer(referral, "accept", f.an_officer(Role.CLERK, "YB"))
    page = signed_in(f.an_officer(Role.SYSADMIN, "ZB"))
    gone = f.an_officer()
    said = page.post(
        reverse("officer_disable", args=[gone.username]), {"reason": "调离"}, follow=True
    )
    assert "名下 1 件在办事项已转由其单位负责人经办" in said.content.decode()
    assert responsible(single) == head()
    assert responsible(referred) == f.an_officer(Role.CLERK, "YB")
    assert responsible(done) == gone
    assert single.timeline.latest("pk").text.startswith(f"{gone.name}已停用或离岗，本件转由")
    assert "可移交他人经办" in head().notices.latest("pk").text


def test_whoever_takes_over_several_of_a_disabled_officer_hears_it_once() -> None:
    cases, gone = [f.handled(), f.triaged()], f.an_officer()
    before = head().notices.count()
    leaving.disable(gone, by=f.an_officer(Role.SYSADMIN, "ZB"), reason="调离")
    assert head().notices.count() == before + 1
    told = head().notices.latest("pk").text
    assert "名下2件转由您经办" in told
    assert all(str(each.number) in told for each in cases)


def test_whoever_lost_his_post_is_found_within_the_hour() -> None:
    dispute = f.handled()
    head()
    f.an_officer().terms.update(ends_on=f.today())
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert hand_up_orphans() == 1
        assert responsible(dispute) == head()
        assert hand_up_orphans() == 0


def test_where_nobody_is_left_the_office_hears_once() -> None:
    dispute, office = f.handled(), f.an_officer(Role.OFFICE, "ZB")
    Officer.objects.filter(username__startswith="sw_").update(is_active=False)
    assert (hand_up_orphans(), hand_up_orphans()) == (1, 0)  # of the empty desk, once
    told = telling(office.notices.filter(dispute=dispute), "没有人可以接办")
    assert told.count() == 1


def test_the_list_is_narrowed_to_one_responsible_officer() -> None:
    mine = f.handled()
    f.do(mine, "hand_over", head(), officer=f.an_officer(Role.CLERK, "SW", nth=2))
    others = f.handled()
    page, who = signed_in(head()), f.an_officer(Role.CLERK, "SW", nth=2)
    listed = page.get(reverse("disputes"), {"officer": who.username}).content.decode()
    assert f"责任人是{who.name}（{who.username}）的事项" in listed
    assert str(mine.number) in listed
    assert str(others.number) not in listed
    found = page.get("/api/v1/disputes/", {"responsible_officer": who.username}).json()
    assert [each["number"] for each in found["results"]] == [mine.number]


def test_what_has_ended_and_is_not_filed_goes_on_with_somebody_else_too() -> None:
    told, done, filed, gone = f.triaged(), f.concluded(), f.archived(), f.an_officer()
    f.do(told, "notify_only", gone, outside_body="公积金中心", reason="不属")
    second = f.an_officer(Role.CLERK, "SW", nth=2)
    head()
    leaving.disable(gone, by=f.an_officer(Role.SYSADMIN, "ZB"), reason="调离")
    assert [responsible(each) for each in (told, done, filed)] == [head(), head(), gone]
    f.do(done, "hand_over", head(), officer=second)
    assert leaving.hand_over_all(by=fresh(head()), leaver=head(), successor=second).count == 1
    assert responsible(told) == second
    page = signed_in(head()).get(f"/disputes/{done.pk}/").content.decode()
    assert second.name in page
    read = read_case(fresh(head()), filed.pk)
    assert read is not None
    lines = dict(participants(read))
    assert lines["责任人"] == "区税务局"


def test_the_road_given_up_comes_back_to_nobody_who_has_left() -> None:
    dispute, gone = f.handled("referral"), f.an_officer()
    [asked] = dispute.assignments.all()
    clerk = f.an_officer(Role.CLERK, "YB")
    f.answer(asked, "accept", clerk)
    head()
    leaving.disable(gone, by=f.an_officer(Role.SYSADMIN, "ZB"), reason="调离")
    f.answer(asked, "return_back", clerk, reason="不属本单位")
    assert responsible(dispute) == head()


def test_what_he_had_signed_for_of_others_is_his_units_again() -> None:
    dispute, gone = f.handled("joint"), f.an_officer(Role.CLERK, "RS")
    asked = dispute.assignments.get(department__code="RS")
    f.answer(asked, "accept", gone)
    leaving.disable(gone, by=f.an_officer(Role.SYSADMIN, "ZB"), reason="调离")
    asked.refresh_from_db()
    assert (asked.officer, asked.state) == (None, "accepted")
    f.answer(asked, "draft_opinion", f.an_officer(Role.CLERK, "RS", nth=2), facts="甲",
             basis="法", opinion="补缴")  # fmt: skip


def test_what_others_asked_his_unit_for_goes_over_with_its_line_and_is_counted() -> None:
    leaver, heir = f.an_officer(Role.CLERK, "YB"), f.an_officer(Role.CLERK, "YB", nth=2)
    unit = f.a_department("YB")
    errand = errands.give(by=fresh(f.an_officer(Role.OFFICE, "ZB")), department=unit, question="甲")
    errands.accept(errand, by=fresh(leaver))
    [referral] = f.handled("referral").assignments.all()
    f.answer(referral, "accept", leaver)
    referral.dispute.refresh_from_db()
    Dispute.objects.update(responsible_officer=f.an_officer())  # nothing but what was asked
    page = signed_in(f.an_officer(Role.HEAD, "YB"))
    shown = page.get(reverse("hand_over_all")).content.decode()
    assert f"{leaver.name}（{leaver.username}） 在办 2 件" in shown
    assert "---------" not in shown
    typed = {"leaver": leaver.pk, "successor": heir.pk}
    said = page.post(reverse("hand_over_all"), typed, follow=True).content.decode()
    assert "已移交 2 件" in said
    again = page.post(reverse("hand_over_all"), typed).content.decode()
    assert leaving.NOTHING_LEFT in again
    referral.refresh_from_db()
    errand.refresh_from_db()
    assert (errand.officer, errand.entries.latest("pk").verb) == (heir, "hand_over")
    [told] = telling(heir.notices, "移交您经办")
    assert f"{referral.dispute.number}（交办）、{errand}。" in told.text
    assert referral.officer == heir
    assert f"由{leaver.name}移交{heir.name}经办" in referral.dispute.timeline.latest("pk").text
