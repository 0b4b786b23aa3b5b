"""撤销分流: a wrong click is taken back the same day, by whoever made it, before anybody signed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import timezone

from confidentiality.sealing import open_sealed_json
from departments.models import Officer
from disputes.choices import Mode, State
from disputes.models import Dispute
from tests import factories as f
from tests.told import telling
from tests.workflow import many as m
from tests.workflow.signing_in import signed_in
from web.refusals import NotAllowed, NotYours
from workflow.models import Notice, PaperVoid
from workflow.models.choices import AssignmentState
from workflow.procedure.promises import allowed_steps

pytestmark = pytest.mark.django_db

ROADS: dict[str, Callable[[], dict[str, Any]]] = {
    "accept_single": lambda: {"reason": "属本单位职责"},
    "refer": lambda: {"department": f.a_department("YB"), "reason": "属其职责"},
    "convene_joint": lambda: {"departments": m.departments(2), "question": "请核实"},
    "notify_only": lambda: {"outside_body": "伊春市税务局", "reason": "复议中"},
    "answer_now": lambda: {"answer": "按灵活就业缴费"},
    "decline": lambda: {"reason": "wages", "channel": "劳动监察"},
}


def chooser(verb: str) -> Officer:
    return f.an_officer("head" if verb == "decline" else "clerk")


def chosen(verb: str, *, dispute: Dispute | None = None) -> Dispute:
    dispute = dispute or before(verb)
    f.do(dispute, verb, chooser(verb), **ROADS[verb]())
    return dispute


def before(verb: str) -> Dispute:
    if verb != "answer_now":
        return f.triaged()
    return f.triaged(category="GEN-1")


def undo(dispute: Dispute, nth: int = 1, by: Officer | None = None) -> None:
    f.do(dispute, "undo_triage", by or f.an_officer(nth=nth), reason="点错了")


@pytest.mark.parametrize("verb", ROADS)
def test_it_stands_in_triage_again_and_another_road_is_open(verb: str) -> None:
    dispute = chosen(verb)
    asked = list(dispute.assignments.all())
    issued = list(dispute.papers.exclude(kind="registration").values_list("pk", flat=True))
    undo(dispute, by=chooser(verb))
    assert (dispute.out_reason, dispute.concluded_at) == ("", None)
    assert (dispute.state, dispute.mode, dispute.lead_department.code) == (State.TRIAGE, "", "SW")
    assert dispute.owing_role == "clerk"
    assert dispute.deadlines.open().filter(key="intake.triage").exists()
    for each in asked:
        each.refresh_from_db()
        assert each.state == AssignmentState.RECALLED
    assert sorted(PaperVoid.objects.values_list("paper", flat=True)) == sorted(issued)
    f.do(dispute, "accept_single", f.an_officer(), reason="属本单位职责")
    assert (dispute.state, dispute.mode) == (State.HANDLING, Mode.SINGLE)


def test_what_was_noted_of_an_unnamed_payer_goes_with_the_road() -> None:
    dispute = f.triaged(anonymous=True)
    f.do(dispute, "notify_only", f.an_officer(), **ROADS["notify_only"]())
    undo(dispute)
    assert dispute.state == State.TRIAGE
    assert not dispute.services.get().is_in_force


@pytest.mark.parametrize("verb", ROADS)
def test_the_limits_are_what_they_were_before_the_click(verb: str) -> None:
    dispute = before(verb)
    clocks = set(dispute.deadlines.open().values_list("key", "due_on"))
    line = (dispute.due_key, dispute.due_on)
    undo(chosen(verb, dispute=dispute), by=chooser(verb))
    assert set(dispute.deadlines.open().values_list("key", "due_on")) == clocks
    assert (dispute.due_key, dispute.due_on) == line
    assert not dispute.deadlines.filter(key="referral.total", is_void=False).exists()


def test_whoever_was_asked_hears_that_he_is_not_any_more() -> None:
    asked = f.an_officer("clerk", "YB")
    undo(chosen("refer"))
    heard = Notice.objects.filter(recipient=asked)
    assert telling(heard, "分流已撤销").exists()
    assert heard.count() == 2  # that he is asked, and once that he is not


def test_the_registration_form_stays_valid() -> None:
    dispute = chosen("convene_joint")
    undo(dispute)
    assert not PaperVoid.objects.filter(paper__kind="registration").exists()
    assert "作废" in dispute.timeline.latest("pk").text


def test_once_a_department_has_signed_it_stands() -> None:
    dispute = chosen("convene_joint")
    own = dispute.assignments.first()
    assert own is not None
    f.answer(own, "accept", f.an_officer("clerk", own.department.code))
    with pytest.raises(NotAllowed, match="已有单位签收"):
        undo(dispute)


def test_once_the_payer_was_told_it_stands_even_in_psql() -> None:
    dispute = chosen("notify_only")
    f.do(
        dispute,
        "serve",
        f.an_officer(),
        party="payer",
        method="direct",
        served_on=f.today(),
        recipient="本人",
    )
    with pytest.raises(NotAllowed, match="已经送达"):
        undo(dispute)
    assert ("notified", "triage") in allowed_steps()
    with pytest.raises(DatabaseError), transaction.atomic():
        Dispute.objects.filter(pk=dispute.pk).update(state="triage")


def test_only_by_whoever_chose_and_only_that_day() -> None:
    dispute = chosen("refer")
    with pytest.raises(NotAllowed, match="本人在当天"):
        undo(dispute, nth=2)
    with pytest.raises(NotYours):
        f.do(dispute, "undo_triage", f.an_officer("clerk", "YB"), reason="点错了")
    with (
        time_machine.travel(timezone.now() + timedelta(days=1)),
        pytest.raises(NotAllowed, match="本人在当天"),
    ):
        undo(dispute)
    undo(dispute)


def test_the_button_is_there_for_him_and_for_nobody_else() -> None:
    dispute = chosen("convene_joint")
    address, home = f"/disputes/{dispute.pk}/undo_triage/", f"/disputes/{dispute.pk}/"
    mine, other = signed_in(f.an_officer()), signed_in(f.an_officer(nth=2))
    assert "撤销分流" in mine.get(home).content.decode()
    assert "撤销分流" not in other.get(home).content.decode()
    assert mine.post(address, {"reason": "点错了", "version": dispute.version}).status_code == 302
    dispute.refresh_from_db()
    assert dispute.state == State.TRIAGE


def test_what_was_decided_by_the_leader_or_the_office_is_no_click_of_his() -> None:
    dispute = f.handled(Mode.SPECIAL)
    with pytest.raises(NotAllowed, match="本人在当天"):
        undo(dispute)


def test_the_next_notice_stands_in_place_of_the_one_the_payer_may_hold() -> None:
    dispute, clerk = chosen("refer"), f.an_officer()
    f.answer(dispute.assignments.get(), "recall", clerk, reason="发错单位")
    dispute.refresh_from_db()
    f.do(dispute, "accept_single", clerk, reason="属本单位职责")
    undo(dispute)
    f.do(dispute, "refer", clerk, **ROADS["refer"]())
    first, undone, last = dispute.papers.filter(kind="notification").order_by("pk")
    assert [each.is_void for each in (first, undone, last)] == [True, True, False]
    assert (undone.replaces, last.replaces) == (first, undone)
    printed = open_sealed_json(last.content)["replaces"]
    assert printed == f"{undone.number}、{first.number[first.number.find('〔') :]}"


def test_what_others_issued_meanwhile_stands_and_nobody_s_clock_was_kept() -> None:
    """The leader's task, the office's supervision, what was agreed or corrected are not his."""
    dispute = chosen("accept_single")
    clerk, leader = f.an_officer(), f.a_leader()
    f.do(dispute, "record_consultation", clerk, form="phone", held_on=f.today(),
         departments=[f.a_department("YB")], said="属实", agreed="补缴")  # fmt: skip
    f.do(dispute, "correct", clerk, given={"claim": "请求补缴"}, reason="漏记")
    f.do(dispute, "give_task", leader, department=f.a_department("YB"), question="核对参保")
    undo(dispute)
    void = {each.paper.label for each in PaperVoid.objects.select_related("paper")}
    assert not void & {"会商记录", "更正单", "交办单"}
    assert dispute.severity == ""
    ended = dispute.deadlines.filter(ended_on__isnull=False).exclude(key__startswith="triage")
    assert not ended.filter(is_void=False, starts_on=f.today(), key__startswith="handling").exists()


def test_whom_it_was_told_to_in_writing_keeps_the_road() -> None:
    dispute = chosen("refer")
    [paper] = [each for each in dispute.papers.all() if each.label == "告知单"]
    f.do(dispute, "tell_withdrawal", f.an_officer(), paper=paper.pk, told_on=f.today(),
         method="direct")  # fmt: skip
    with pytest.raises(NotAllowed, match="已经送达、告知"):
        undo(dispute)
