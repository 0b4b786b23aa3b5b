"""Of two desks he sits at one: every record says which, and he answers nothing of the other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from departments.models import Officer, Post, Term
from departments.roles import Role
from disputes.models import Dispute
from tests import factories as f
from tests.api.programs import Program, key_of, program, program_of
from tests.workflow.signing_in import signed_in
from web.refusals import NotAllowed, NotYours
from workflow.assignments import actions as assignments
from workflow.handling import tasks
from workflow.intake import actions as intake
from workflow.intake import triage

pytestmark = pytest.mark.django_db


def of_two(role: str = Role.CLERK, first: str = "SW", second: str = "YB") -> Officer:
    officer = f.an_officer(role, first, nth=2)
    post = Post.objects.filter(department__code=second, role=role).earliest("pk")
    since = f.today() - timedelta(days=300)
    Term.objects.create(officer=officer, post=post, starts_on=since)
    return at_desk(officer, first)


def at_desk(officer: Officer, code: str) -> Officer:
    return Officer.objects.get(pk=officer.pk).acting_for(code)


def a_draft_of(officer: Officer) -> Dispute:
    draft = f.a_draft()
    Dispute.objects.filter(pk=draft.pk).update(
        first_contact_officer=officer, responsible_officer=officer
    )
    return Dispute.objects.get(pk=draft.pk)


def referred_by(officer: Officer) -> Dispute:
    """SW's case, sent by him to YB."""
    dispute = f.triaged()
    triage.refer(dispute, by=officer, department=f.a_department("YB"), reason="属医保局职责")
    return dispute


def test_he_registers_for_the_unit_that_stands_in_the_bar_and_every_record_says_so() -> None:
    officer = of_two()
    page: Client = signed_in(officer)
    bar = page.get("/").content.decode()
    assert "切换到区医保局 · 经办员" in bar
    page.post("/manage/desk/", {"unit": "YB"})
    assert "现在：区医保局 · 经办员" in page.get("/").content.decode()
    assert "首问 区医保局" in page.get("/disputes/register/").content.decode()
    draft = page.post(
        "/api/v1/disputes/", {"facts": "单位未申报"}, content_type="application/json"
    ).json()
    assert draft["first_contact_department"] == "YB"


def test_who_has_one_desk_is_asked_nothing_and_nobody_takes_one_that_is_not_his() -> None:
    page = signed_in(f.an_officer())
    assert "切换到" not in page.get("/").content.decode()
    assert page.post("/manage/desk/", {"unit": "YB"}).status_code == 403


def test_a_program_names_the_desk_beside_its_token(client: Client) -> None:
    said = {"Authorization": f"Token {key_of(of_two())}"}
    me = "/api/v1/me/"
    assert client.get(me, headers=said).json()["department"] == "SW"
    there = client.get(me, headers=said | {"X-Acting-Post": "YB"}).json()
    assert (there["department"], there["desks"]) == ("YB", ["SW", "YB"])
    assert client.get(me, headers=said | {"X-Acting-Post": "RS"}).status_code == 403


def test_every_answer_to_a_program_says_at_which_desk_it_was_given() -> None:
    officer = program_of(of_two())
    assert officer.get("disputes/").headers["X-Acting-Post"] == "SW"
    there = Program(officer.officer, officer.client, officer.headers | {"X-Acting-Post": "YB"})
    assert there.get("disputes/").headers["X-Acting-Post"] == "YB"
    assert there.post("disputes/", {}).headers["X-Acting-Post"] == "YB"
    assert "X-Acting-Post" not in program("leader", "ZB").get("disputes/").headers


def test_a_program_registers_for_any_of_its_desks_and_for_no_other_unit() -> None:
    officer = program_of(of_two())
    for code in ("SW", "YB"):
        made = officer.post("disputes/", {"receiving_department": code}).json()
        units = {made[f"{which}_department"] for which in ("receiving", "lead", "first_contact")}
        assert units == {code}
    assert officer.post("disputes/", {}).json()["receiving_department"] == "SW"
    for strange in ("RS", "ZB", "无此单位", 7, ["SW"]):
        refused = officer.post("disputes/", {"receiving_department": strange})
        assert refused.status_code == 400
        told = refused.json()["errors"]["receiving_department"]
        assert told == ["您只能以本人任职的单位登记：税务局（SW）、医保局（YB）。"]


def test_who_received_a_draft_is_not_changed_without_a_word() -> None:
    officer = program_of(of_two())
    draft = officer.post("disputes/", {"receiving_department": "YB"}).json()["id"]
    same = officer.patch(f"disputes/{draft}/", {"receiving_department": "YB", "claim": "一"})
    assert same.status_code == 200
    other = officer.patch(f"disputes/{draft}/", {"receiving_department": "SW", "claim": "二"})
    assert "不能修改" in other.json()["errors"]["receiving_department"][0]
    assert officer.get(f"disputes/{draft}/").json()["claim"] == "一"


def test_he_sees_the_cases_of_both_and_acts_in_those_of_one() -> None:
    officer = of_two()
    ours, theirs = f.triaged(), f.triaged("YB")
    visible = Dispute.objects.visible_to(at_desk(officer, "SW"))
    assert {ours, theirs} <= set(visible)
    with pytest.raises(NotYours, match="您在医保局有此权限，请先在右上角切换岗位"):
        triage.accept_single(theirs, by=at_desk(officer, "SW"), reason="属本局职责")
    triage.accept_single(theirs, by=at_desk(officer, "YB"), reason="属本局职责")
    entry = theirs.timeline.latest("pk")
    assert (entry.department, entry.actor_label) == (f.a_department("YB"), f"医保局 {officer.name}")


def test_what_he_sent_from_one_desk_he_does_not_answer_at_the_other() -> None:
    officer = of_two()
    [referral] = referred_by(officer).assignments.all()
    for answer in (
        lambda by: assignments.accept(referral, by=by),
        lambda by: assignments.return_back(referral, by=by, reason="不属本局"),
    ):
        with pytest.raises(NotAllowed, match="您在交办单位的岗位上发出"):
            answer(at_desk(officer, "YB"))
    assignments.accept(referral, by=f.an_officer(Role.CLERK, "YB"))


def test_a_head_of_two_units_excuses_no_answer_that_he_works_on_himself() -> None:
    head = of_two(Role.REVIEWER)
    Term.objects.create(
        officer=head, post=Post.objects.get(department__code="SW", role=Role.HEAD),
        starts_on=f.today(),
    )  # fmt: skip
    dispute = f.handled("joint")
    own = dispute.assignments.get(department__code="YB")
    assignments.accept(own, by=at_desk(head, "YB"))
    own.refresh_from_db()
    with pytest.raises(NotAllowed, match="由您在承办单位经办"):
        assignments.excuse(own, by=at_desk(head, "SW"), reason="逾期")


def test_the_office_and_a_bureau_are_two_desks() -> None:
    officer = f.an_officer(Role.OFFICE, "ZB", nth=2)
    post = Post.objects.filter(department__code="YB", role=Role.CLERK).earliest("pk")
    Term.objects.create(officer=officer, post=post, starts_on=f.today())
    dispute = f.handled("joint")
    tasks.give_task(
        dispute, by=at_desk(officer, "ZB"), department=f.a_department("YB"), question="请核实"
    )
    assert dispute.timeline.latest("pk").department == f.a_department("ZB")
    task = dispute.assignments.get(kind="task")
    with pytest.raises(NotAllowed, match="您在交办单位的岗位上发出"):
        assignments.accept(task, by=at_desk(officer, "YB"))


def test_who_registered_at_one_desk_reviews_it_at_none() -> None:
    officer = of_two(Role.REVIEWER)
    draft = a_draft_of(officer)
    intake.register(draft, by=at_desk(officer, "SW"))
    with pytest.raises(NotAllowed, match="登记人不能审核"):
        intake.approve_intake(draft, by=at_desk(officer, "SW"))
