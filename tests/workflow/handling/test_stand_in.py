"""No post is a dead end: who stands in where it is empty, recused, disabled or on leave (三)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from departments.actions.appointments import appoint, stand_in
from departments.models import Officer, Post, Term
from departments.roles import Role
from disputes.choices import Mode, State
from disputes.models import Dispute, StandIn
from tests import factories as f
from tests.api.programs import program_of
from tests.told import texts
from tests.workflow.signing_in import signed_in
from web.refusals import Mistyped, NotAllowed, NotYours
from workflow.cases.next_steps import next_steps
from workflow.models import Notice
from workflow.procedure.next_move import desks_of
from workflow.procedure.offers import open_to
from workflow.procedure.presence import passing_on, standing_in
from workflow.summary.read import read_case
from workflow.workbench.items import items_of
from workflow.workbench.lines import named

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


def suspended() -> Dispute:
    dispute = f.handled()
    f.do(dispute, "suspend", head(), ground="等待仲裁")
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


def test_where_the_office_is_recused_as_well_the_leader_names_somebody() -> None:
    dispute, leader = drafted(), f.a_leader()
    office()
    with pytest.raises(NotYours):
        f.do(dispute, "designate", fresh(leader), officer=reviewer(), reason="负责人不能办理")
    recuse(dispute, office())
    recuse(dispute, head())
    assert any("无人能办" in text for text in texts(Notice.objects.filter(recipient=leader)))
    assert "由专班组长指定代办" in dispute.timeline.latest("pk").text
    page = signed_in(leader).get(dispute.get_absolute_url()).content.decode()
    assert reverse("dispute_verb", args=[dispute.pk, "designate"]) in page
    f.do(dispute, "designate", fresh(leader), officer=reviewer(), reason="负责人回避")
    f.do(dispute, "sign_decision", fresh(reviewer()), comment="同意")
    assert dispute.state == State.FEEDBACK


@pytest.mark.parametrize("leave", EMPTY)
def test_where_nobody_can_sign_the_office_names_somebody_who_then_signs(leave) -> None:
    dispute = drafted()
    leave(dispute)
    [desk] = standing_in.unmanned(Dispute.objects.get(pk=dispute.pk))
    assert desk.words == "税务局部门负责人"
    f.do(dispute, "designate", office(), officer=reviewer(), reason="负责人不能办理")
    assert not standing_in.unmanned(Dispute.objects.get(pk=dispute.pk))
    [item] = [each for each in named(items_of(fresh(reviewer())), {}) if each.step.verb == "签发"]
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


def test_a_draft_that_arrives_where_nobody_signs_calls_whoever_may_name_somebody() -> None:
    office()
    dispute, clerk = f.handled(), f.an_officer()
    reviewer()
    recuse(dispute, head())
    f.do(dispute, "draft_decision", clerk, **DECISION)
    told = texts(office().notices)
    assert f"{dispute.number} 税务局部门负责人现无人能办，请指定代办。" in told
    assert not [each for each in told if "待签发" in each]
    assert any("待签发" in each for each in texts(reviewer().notices))


def test_where_office_and_leader_are_recused_a_deputy_names_somebody() -> None:
    office()
    dispute, deputy = drafted(), f.an_officer(Role.DEPUTY, "ZB", nth=2)
    recuse(dispute, f.a_leader())
    recuse(dispute, office())
    recuse(dispute, head())
    assert dispute.timeline.latest("pk").text.endswith("由专班副组长指定代办")
    assert "请指定代办" in deputy.notices.latest("pk").text
    f.do(dispute, "designate", deputy, officer=reviewer(), reason="均已回避")
    assert dispute.stand_ins.get().officer == reviewer()


def test_never_the_drafter_never_who_is_recused_never_the_office_itself() -> None:
    dispute = drafted()
    recuse(dispute, head())
    recused = f.an_officer(Role.CLERK, "SW", nth=2)
    reviewer()
    recuse(dispute, recused)
    stranger = f.an_officer(Role.HEAD, "YB")
    for nobody, why in (
        (f.an_officer(), "等着办的正是他登记、拟稿"),
        (recused, "已回避本件"),
        (stranger, "本单位还有人能办"),
        (office(), "不能指定自己"),
    ):
        with pytest.raises(Mistyped, match=f"不能代税务局部门负责人办理：{why}"):
            f.do(dispute, "designate", office(), officer=nobody, reason="回避")


def lonely() -> Dispute:
    """One clerk is all of the bureau that there is."""
    office()
    dispute = f.handled()
    Officer.objects.filter(pk=reviewer().pk).update(is_active=False)
    return dispute


def test_the_last_able_person_of_a_bureau_recuses_himself_and_the_office_names_another() -> None:
    dispute = lonely()
    recuse(dispute, f.an_officer())
    said = f"{dispute.number} 税务局经办员现无人能办，请指定代办。"
    assert office().notices.latest("pk").text == said
    assert "由专班办公室指定代办" in dispute.timeline.latest("pk").text
    assert dispute.responsible_officer == f.an_officer()  # until somebody is named
    deputy = f.an_officer(Role.DEPUTY, "ZB", nth=2)
    f.do(dispute, "designate", office(), officer=deputy, reason="该局没有其他人员")
    assert dispute.responsible_officer == deputy
    f.do(dispute, "draft_decision", deputy, **DECISION)
    assert dispute.state == State.AWAITING_SIGNOFF
    assert passing_on.pass_on_orphans() == 0


def test_or_it_goes_to_another_unit_by_the_office_s_word() -> None:
    dispute = lonely()
    with pytest.raises(NotAllowed, match="现无人能办"):
        f.do(dispute, "assign", office(), department=f.a_department("YB"), reason="无人能办")
    recuse(dispute, f.an_officer())
    f.do(dispute, "assign", office(), department=f.a_department("YB"), reason="无人能办")
    assert (dispute.lead_department, dispute.mode) == (f.a_department("YB"), "referral")


def test_a_colleague_of_the_other_unit_that_takes_part_goes_on_with_it() -> None:
    office()
    dispute = f.handled("referral")
    clerk = f.an_officer(Role.CLERK, "YB")
    f.answer(dispute.assignments.get(), "accept", clerk)
    dispute.refresh_from_db()
    recuse(dispute, clerk)
    assert dispute.responsible_officer.department == f.a_department("SW")
    assert "医保局经办员现无人能办" in office().notices.latest("pk").text


def test_whoever_has_withdrawn_is_not_withdrawn_again() -> None:
    dispute = drafted()
    clerk = f.an_officer(nth=2)
    recuse(dispute, clerk)
    with pytest.raises(Mistyped, match="已回避本件"):
        f.do(dispute, "recuse", head(), officer=clerk, reason="亲属")
    assert dispute.recusals.get().reason == "亲属"


def test_a_suspended_case_and_one_that_has_ended_wait_for_no_empty_chair() -> None:
    suspended = f.handled()
    f.do(suspended, "suspend", head(), ground="等待认定")
    recuse(suspended, head())
    f.do(suspended, "designate", office(), officer=reviewer(), reason="负责人回避")
    f.do(suspended, "resume", reviewer())
    ended = f.concluded()
    Officer.objects.exclude(pk=office().pk).update(is_active=False)
    deputy = f.an_officer(Role.DEPUTY, "ZB", nth=2)
    f.do(ended, "designate", office(), officer=deputy, reason="该局没有人")
    f.a_department("SW")
    f.do(ended, "archive", deputy)
    assert (suspended.state, ended.state) == (State.HANDLING, State.ARCHIVED)


def offered(dispute: Dispute) -> set[str]:
    """Whom the page and the API put into the list; both the same."""
    told = program_of(office()).get(f"disputes/{dispute.pk}/actions/").json()
    [verb] = [each for each in told if each["verb"] == "designate"]
    [field] = [each for each in verb["fields"] if each["name"] == "officer"]
    names = {each["value"] for each in field["choices"]}
    page = signed_in(office()).get(reverse("dispute_verb", args=[dispute.pk, "designate"]))
    drawn = set(re.findall(r'<option value="([a-z_0-9]+)"', page.content.decode()))
    assert names <= drawn
    return names


def test_only_who_may_stand_in_is_offered_and_a_program_is_told_why_not_another() -> None:
    dispute = drafted()
    recused, gone = f.an_officer(nth=2), f.an_officer(nth=3)
    reviewer()
    recuse(dispute, head())
    recuse(dispute, recused)
    Officer.objects.filter(pk=gone.pk).update(is_active=False)
    assert offered(dispute) == {"sw_reviewer"}
    address = f"disputes/{dispute.pk}/actions/designate/"
    for nobody in (f.an_officer(), recused, gone, office(), f.an_officer(Role.CLERK, "YB")):
        body = {"officer": nobody.username, "reason": "负责人回避"}
        refused = program_of(office()).post(address, body)
        assert refused.status_code == 400
        assert refused.json()["errors"]["officer"]
    assert not dispute.stand_ins.exists()


def test_nobody_answers_at_another_desk_what_he_sent_himself() -> None:
    office()
    dispute = f.handled("joint")
    f.an_officer(Role.CLERK, "RS")
    desk = next(each for each in standing_in.unmanned(dispute) if each.words == "医保局")
    fit = set(standing_in.may_stand_in(dispute, desk).values_list("username", flat=True))
    assert "sw_reviewer" in fit  # of a unit that takes part
    assert "sw_clerk" not in fit  # who sent it


def test_nobody_of_the_other_side_stands_in_for_whoever_decides_against_it() -> None:
    office()
    dispute = f.handled("joint")
    unit = f.a_department("RS")
    dispute.parties.filter(role="counterparty").update(department=unit, unit_name=unit.name)
    f.an_officer(Role.CLERK, "RS")
    fresh_one = Dispute.objects.get(pk=dispute.pk)
    desk = next(each for each in standing_in.unmanned(fresh_one) if each.words == "医保局")
    fit = set(standing_in.may_stand_in(fresh_one, desk).values_list("username", flat=True))
    assert "rs_clerk" not in fit


def test_the_office_hears_once_of_a_desk_that_was_left_while_cases_lay_there() -> None:
    office()
    dispute, eased = drafted(), f.handled("special")
    f.do(eased, "deescalate", f.an_officer(), reason="已化解")
    assert passing_on.tell_of_empty_desks() == 0
    gone = [head().pk, f.a_leader().pk]
    Officer.objects.filter(pk__in=gone).update(is_active=False)
    assert passing_on.tell_of_empty_desks() == 2
    told = set(texts(office().notices))
    assert f"{dispute.number} 税务局部门负责人现无人能办，请指定代办。" in told
    assert any(text.startswith(f"{eased.number} ") and "专班组长" in text for text in told)
    assert passing_on.tell_of_empty_desks() == 0


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


def test_a_task_left_in_a_case_that_ended_is_signed_by_a_stand_in_and_the_case_filed() -> None:
    """The one head drafted what he would sign himself: nothing else led to the archive."""
    dispute, writer, other = (
        f.concluded(),
        f.an_officer(Role.HEAD, "YB"),
        f.an_officer("clerk", "YB"),
    )
    f.do(dispute, "give_task", office(), department=f.a_department("YB"), question="请核实")
    task = dispute.assignments.get()
    f.answer(task, "accept", writer)
    f.answer(
        task, "draft_opinion", writer, facts="属实", basis="社会保险法第60条", opinion="已核实"
    )
    dispute.refresh_from_db()
    named = {"officer": other.username, "reason": "负责人自己拟稿", "version": dispute.version}
    signed_in(office()).post(reverse("dispute_verb", args=[dispute.pk, "designate"]), named)
    address = f"/api/v1/assignments/{task.pk}/actions/approve_opinion/"
    signed = signed_in(other).post(address, {}, content_type="application/json")
    f.do(dispute, "archive", f.an_officer())
    assert (signed.status_code, dispute.state) == (200, State.ARCHIVED)


@pytest.mark.parametrize(
    ("start", "words", "verb", "then"),
    [
        (f.concluded, "税务局", "archive", State.ARCHIVED),
        (suspended, "税务局部门负责人", "resume", State.HANDLING),
    ],
)
def test_what_has_ended_or_stands_still_waits_for_somebody_too(start, words, verb, then) -> None:
    """To file it, and to let it go on: the office names where the bureau is deserted."""
    dispute, colleague = start(), f.an_officer(Role.OFFICE, "ZB", nth=2)
    assert not standing_in.unmanned(Dispute.objects.get(pk=dispute.pk))
    Officer.objects.filter(terms__post__department__code="SW").update(is_active=False)
    [desk] = standing_in.unmanned(Dispute.objects.get(pk=dispute.pk))
    f.do(dispute, "designate", office(), officer=colleague, reason="该局没有人员")
    f.do(dispute, verb, colleague)
    assert (desk.words, dispute.state) == (words, then)


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


def test_whoever_signs_because_he_was_named_is_told_from_whoever_holds_the_post() -> None:
    dispute = drafted()
    recuse(dispute, head())
    f.do(dispute, "designate", office(), officer=reviewer(), reason="负责人回避")
    f.do(dispute, "sign_decision", reviewer())
    assert dispute.decisions.get().signer_label == f"税务局 {reviewer().name}（代办）"
    assert f"{reviewer().name}（代办） 签发处理意见" in dispute.timeline.latest("pk").text


def test_the_office_finds_the_case_of_a_recused_leader_among_its_tasks() -> None:
    dispute, leader = f.triaged(), f.a_leader()
    bureaus = [f.a_department(code) for code in ("SW", "YB", "RS")]
    f.do(dispute, "report_major", f.an_officer(), reason="疑难", departments=bureaus)
    for verb_by in (head(), fresh(f.an_officer(Role.OFFICE, "ZB"))):
        if dispute.state == State.AWAITING_APPROVAL and dispute.owing_role != Role.LEADER:
            f.do(dispute, "review_major", verb_by)
    assert "指定代办" not in [each.step.verb for each in named(items_of(fresh(office())), {})]
    recuse(dispute, leader)
    [item] = [each for each in named(items_of(fresh(office())), {}) if each.step.verb == "指定代办"]
    assert item.dispute.pk == dispute.pk
    StandIn.objects.create(
        dispute=dispute, role=Role.LEADER, officer=f.an_officer(Role.DEPUTY, "ZB"),
        reason="组长回避", named_by=office(),
    )  # fmt: skip
    assert "指定代办" not in [each.step.verb for each in named(items_of(fresh(office())), {})]


def test_the_office_reads_that_the_leaders_desk_is_empty_and_not_that_it_should_approve() -> None:
    bureaus = [f.a_department(code) for code in ("SW", "YB", "RS")]
    dispute, leader, there = f.triaged(), f.a_leader(), office()
    recuse(dispute, leader)
    f.do(dispute, "report_major", f.an_officer(), reason="疑难", departments=bureaus)
    for by in (head(), there):
        if dispute.owing_role != Role.LEADER:
            f.do(dispute, "review_major", by)
    told = texts(there.notices.filter(dispute=dispute))
    assert told[-1] == f"{dispute.number} 专班组长现无人能办，请指定代办。"
    assert not [each for each in told if "待组长审批，请办理" in each]
    page = signed_in(fresh(there)).get(dispute.get_absolute_url()).content.decode()
    assert "现无人能办，等专班办公室指定代办" in page
    read = read_case(fresh(there), dispute.pk)
    assert read is not None
    [act] = [each for each in next_steps(read, fresh(there)) if "designate" in each.url]
    assert act.is_forward


@pytest.mark.by_owner
def test_where_nobody_of_the_unit_is_left_the_head_of_another_bureau_signs() -> None:
    """Whoever drafted in its place does not sign, and the office names nobody of itself."""
    dispute, deputy = f.handled(), f.an_officer(Role.DEPUTY, "ZB", nth=2)
    other, there = f.an_officer(Role.HEAD, "RS"), office()
    for each in (f.an_officer(), reviewer(), head()):
        recuse(dispute, each)
    f.do(dispute, "designate", there, officer=deputy, reason="均已回避")
    f.do(dispute, "draft_decision", fresh(deputy), **DECISION)
    Officer.objects.filter(pk=other.pk).update(is_active=False)
    listed = program_of(there).get(f"disputes/{dispute.pk}/actions/")
    assert listed.status_code == 200  # and there is nobody to choose
    Officer.objects.filter(pk=other.pk).update(is_active=True)
    f.do(dispute, "designate", fresh(there), officer=other, reason="均已回避")
    assert dispute in Dispute.objects.visible_to(fresh(other))
    f.do(dispute, "sign_decision", fresh(other), comment="同意")
    assert dispute.state == State.FEEDBACK


def test_where_all_who_could_name_somebody_have_left_it_whoever_appoints_is_told() -> None:
    dispute, keeper = drafted(), f.an_officer(Role.SECADMIN, "ZB")
    for each in (office(), f.an_officer(Role.DEPUTY, "ZB", nth=2), f.a_leader(), head()):
        recuse(dispute, each)
    assert "请增补专班办公室人员" in keeper.notices.get().text
    assert str(dispute.number) not in keeper.notices.get().text
    assert "已请安全管理员增补" in dispute.timeline.latest("pk").text
    assert not office().notices.filter(dispute=dispute, asks="somebody").exists()


def test_who_wrote_an_opinion_is_not_named_to_sign_what_is_made_of_it() -> None:
    dispute, there = f.handled(Mode.JOINT), office()
    f.answer_all(dispute)
    head(), reviewer()
    f.do(dispute, "draft_decision", f.an_officer(), **DECISION)
    for each in (head(), reviewer()):
        recuse(dispute, each)
    for writer in (f.an_officer(Role.CLERK, "YB"), f.an_officer(Role.HEAD, "YB")):
        with pytest.raises(Mistyped, match="不能代税务局部门负责人办理"):
            f.do(dispute, "designate", there, officer=writer, reason="均已回避")


def test_who_signed_another_units_opinion_as_its_stand_in_signs_no_decision_on_it() -> None:
    dispute, there = f.handled(Mode.JOINT), office()
    asked = dispute.assignments.get(department__code="YB")
    writer, signer = f.an_officer(Role.CLERK, "YB"), f.an_officer(Role.HEAD, "YB")
    f.answer(asked, "accept", writer)
    f.answer(asked, "draft_opinion", writer, facts="属实", basis="社会保险法第60条", opinion="同意")
    recuse(dispute, signer)
    f.do(dispute, "designate", there, officer=head(), reason="负责人回避",
         department=f.a_department("YB"))  # fmt: skip
    asked.refresh_from_db()
    f.answer(asked, "approve_opinion", head())
    f.answer_all(dispute)
    f.do(dispute, "draft_decision", f.an_officer(), **DECISION)
    with pytest.raises(NotAllowed, match="处理意见不能再由您拟定或签发"):
        f.do(dispute, "sign_decision", head())
