"""An errand's verbs: what is refused, what stands, and what PostgreSQL keeps."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from deadlines.calendar_days import current_calendar
from departments.models import Department, Officer
from departments.roles import Role
from tests import factories as f
from web.refusals import Mistyped, NotAllowed, NotYours, Stale
from workflow.errands import actions
from workflow.errands.verbs import ERRANDS
from workflow.models import Errand

pytestmark = pytest.mark.django_db


def office() -> Officer:
    return fresh(f.an_officer(Role.OFFICE, "ZB"))


def fresh(officer: Officer) -> Officer:
    return Officer.objects.get(pk=officer.pk)


def unit(role: Role = Role.CLERK) -> Officer:
    return fresh(f.an_officer(role, "YB"))


def given() -> Errand:
    return actions.give(by=office(), department=f.a_department("YB"), question="请汇总情况")


def answered() -> Errand:
    errand = given()
    actions.accept(errand, by=unit())
    actions.draft_answer(errand, by=unit(), answer="共十二件")
    actions.approve_answer(errand, by=unit(Role.HEAD))
    return errand


def test_its_day_follows_the_limit_of_a_task_or_is_chosen() -> None:
    by_limit = given()
    chosen = current_calendar().roll_forward(f.today() + timedelta(days=1))
    sooner = actions.give(
        by=office(), department=f.a_department("YB"), question="请速报", due_on=chosen
    )
    assert by_limit.due_on > by_limit.starts_on == f.today()
    assert (sooner.due_on, sooner.is_chosen) == (chosen, True)


def test_the_leader_gives_one_a_unit_does_not_and_the_office_asks_not_itself() -> None:
    by_leader = actions.give(
        by=fresh(f.a_leader()), department=f.a_department("CZ"), question="请核实"
    )
    assert by_leader.sender_label in by_leader.entries.get().text
    with pytest.raises(NotYours):
        actions.give(by=unit(Role.HEAD), department=f.a_department("RS"), question="请核实")
    with pytest.raises(Mistyped):
        actions.give(by=office(), department=Department.objects.get(code="ZB"), question="请核实")


def test_numbers_stand_in_the_one_series_of_all_sheets() -> None:
    dispute = f.handled()
    f.do(dispute, "give_task", office(), department=f.a_department("YB"), question="请核实")
    before = dispute.papers.get(kind="task_sheet").number
    assert int(given().number.partition("〕")[2].rstrip("号")) == 1 + int(
        before.partition("〕")[2].rstrip("号")
    )


def test_who_drafted_does_not_sign_it_and_may_have_it_sent_back() -> None:
    errand, head = given(), unit(Role.HEAD)
    actions.accept(errand, by=head)
    actions.draft_answer(errand, by=head, answer="共十二件")
    with pytest.raises(NotAllowed, match="不能审签自己写的"):
        actions.approve_answer(errand, by=head)
    actions.send_back(errand, by=head, comment="改由经办人写")
    actions.draft_answer(errand, by=unit(), answer="共十三件")
    actions.approve_answer(errand, by=head)
    assert errand.state == "answered"


def test_only_one_of_two_is_done_and_a_strangers_verb_is_not_his() -> None:
    errand = given()
    actions.accept(errand, by=unit(), version=0)
    with pytest.raises(Stale):
        actions.accept(errand, by=unit(Role.HEAD), version=0)
    with pytest.raises(NotYours):
        actions.draft_answer(errand, by=fresh(f.an_officer(Role.CLERK, "RS")), answer="无")
    with pytest.raises(NotYours):
        actions.close(errand, by=unit(Role.HEAD), conclusion="已办")


def test_it_is_urged_once_a_day_and_recalled_at_any_time_before_the_end() -> None:
    errand = given()
    actions.urge(errand, by=office(), message="请抓紧")
    with pytest.raises(NotAllowed, match="每天催办一次"):
        actions.urge(errand, by=office(), message="请抓紧")
    actions.recall(errand, by=office(), reason="已从他处得到")
    assert (errand.state, errand.entries.count()) == ("recalled", 3)
    with pytest.raises(NotAllowed):
        actions.accept(errand, by=unit())


def test_every_verb_leads_to_the_end_or_back_to_the_unit() -> None:
    """From every state somebody is offered a way on; none but the ended ones rests."""
    sources = {state for row in ERRANDS.table.values() for state in row.sources}
    targets = {state for row in ERRANDS.table.values() for state in row.targets}
    assert targets - sources == {"closed", "recalled"}


@pytest.mark.parametrize(
    "change",
    [
        {"question": ""},
        {"number": "x"},
        {"state": "closed"},
        {"answer": "", "state": "answered"},
    ],
)
def test_postgresql_keeps_what_was_asked_and_how_it_ended(change: dict[str, str]) -> None:
    errand = given()
    with pytest.raises(IntegrityError), transaction.atomic():
        Errand.objects.filter(pk=errand.pk).update(**change)


def test_what_is_done_and_its_history_never_change() -> None:
    errand = answered()
    actions.close(errand, by=office(), conclusion="已收到")
    for rows in (Errand.objects.filter(pk=errand.pk), errand.entries.all()):
        with (
            pytest.raises(Exception, match=r"never change|never deleted|Cannot"),
            transaction.atomic(),
        ):
            rows.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Errand.objects.filter(pk=errand.pk).update(conclusion="")


def test_an_identical_one_that_is_still_owed_is_given_again_only_when_confirmed() -> None:
    errand = given()
    with pytest.raises(Mistyped, match="确需再交办一件") as refused:
        given()
    assert errand.number in refused.value.errors["again"][0]
    unit_asked = f.a_department("YB")
    actions.give(by=office(), department=unit_asked, question="请汇总情况", again=True)
    actions.give(by=office(), department=f.a_department("RS"), question="请汇总情况")
    for each in Errand.objects.filter(department__code="YB"):
        actions.recall(each, by=office(), reason="不用了")
    assert given().state == "sent"
