"""At the same moment, twice, or cut off in the middle: it happens once, whole, or not at all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, connections, transaction

from deadlines.calendar_days import current_calendar
from departments.actions import members
from departments.models import Department, Officer
from disputes.choices import State
from disputes.models import Dispute, DisputeGroupPermission
from papers.choices import PaperKind
from tests import factories as f
from tests.disputes.people import a_visit
from tests.workflow.signing_in import signed_in
from web.refusals import Mistyped, Refusal, Stale
from workflow.approvals import actions as approvals
from workflow.cases.verbs import DISPUTES
from workflow.handling import leaving
from workflow.issuing.drafts import next_numbers
from workflow.membership import actions as membership
from workflow.models import (
    Approval,
    Assignment,
    Deadline,
    Decision,
    Notice,
    OutboxMessage,
    Paper,
    RoutingRecord,
    Supervision,
    TimelineEntry,
)
from workflow.supervision import actions as supervisions

UNIT = ("SF", "区司法局", "司法局", "bureau")
together = pytest.mark.django_db(transaction=True)


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:  # Any: what each gives, or its exception
    """All start together, each with its own connection."""
    gate = threading.Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            gate.wait(20)
            return call()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


# --- two at once --------------------------------------------------------------------------------


@together
def test_two_clerks_press_the_same_button_and_one_acts() -> None:
    dispute = f.triaged()
    clerks = [f.an_officer("clerk", "SW"), f.an_officer("clerk", "SW", nth=2)]
    before = dispute.timeline.count()

    def press(clerk: Officer) -> Callable[[], None]:
        own, officer = Dispute.objects.get(pk=dispute.pk), Officer.objects.get(pk=clerk.pk)
        act = DISPUTES.verbs["accept_single"].does
        return lambda: act(own, by=officer, reason="属税务", version=own.version)

    answers = at_once([press(clerk) for clerk in clerks])
    assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", "Stale"]
    assert dispute.timeline.count() == before + 1
    (refused,) = [answer for answer in answers if isinstance(answer, Stale)]
    assert "已被他人办理，现为“办理中”" in refused.sentence


@together
def test_two_clerks_choose_different_roads_and_one_is_taken() -> None:
    dispute = f.triaged()
    clerks = [f.an_officer("clerk", "SW"), f.an_officer("clerk", "SW", nth=2)]
    at = dispute.get_absolute_url()
    browsers = [signed_in(clerk) for clerk in clerks]
    version = dispute.version
    answers = at_once(
        [
            lambda: (
                browsers[0]
                .post(f"{at}refer/", {"version": version, "department": "YB", "reason": "属医保局"})
                .status_code
            ),
            lambda: (
                browsers[1]
                .post(
                    f"{at}notify_only/",
                    {"version": version, "department": "RS", "reason": "自行前往"},
                )
                .status_code
            ),
        ]
    )
    assert sorted(answers) == [302, 409]
    dispute.refresh_from_db()
    assert dispute.version == version + 1
    taken = dispute.state == State.HANDLING
    assert dispute.assignments.count() == (1 if taken else 0)
    assert dispute.papers.filter(kind="notification").count() == 1


@together
def test_two_merge_into_each_other_and_one_survives() -> None:
    first, second = f.handled(), f.handled()
    clerk = f.an_officer("clerk", "SW")

    def merge(own: Dispute, into: Dispute) -> Callable[[], None]:
        officer = Officer.objects.get(pk=clerk.pk)
        return lambda: DISPUTES.verbs["merge"].does(own, by=officer, into=into)

    answers = at_once([merge(first, second), merge(second, first)])
    (refused,) = [answer for answer in answers if answer is not None]
    assert isinstance(refused, Refusal)  # and no deadlock
    states = sorted(Dispute.objects.values_list("state", flat=True))
    assert states == ["handling", "merged"]


@together
def test_a_head_agrees_on_two_screens_at_once_and_the_clock_moves_once() -> None:
    head, dispute = f.an_officer("head"), f.handled()
    clock = dispute.deadlines.open().get(key="general.single")
    until = current_calendar().add_workdays(clock.due_on, 5)
    f.do(dispute, "extend", f.an_officer(), until=until, reason="等待外地核查")
    asked = Approval.objects.get()

    def agree() -> Callable[[], None]:
        own, officer = Approval.objects.get(pk=asked.pk), Officer.objects.get(pk=head.pk)
        return lambda: approvals.approve(own, by=officer)

    answers = at_once([agree(), agree()])
    assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", "NotAllowed"]
    assert clock.extensions.count() == 1
    assert dispute.papers.filter(kind="extension_form").count() == 1


@together
def test_two_of_the_office_close_one_supervision_and_it_is_closed_once() -> None:
    dispute, offices = f.handled("joint"), [f.an_officer("office", "ZB", nth=n) for n in (1, 2)]
    f.do(dispute, "supervise", offices[0], department=f.a_department("YB"), level="1",
         reason="久拖不办")  # fmt: skip
    own = Supervision.objects.get()
    supervisions.answer(own, by=f.an_officer("head", "YB"), answer="本周内提交")

    def close(each: Officer) -> Callable[[], None]:
        found, officer = Supervision.objects.get(pk=own.pk), Officer.objects.get(pk=each.pk)
        return lambda: supervisions.close(found, by=officer, conclusion="已整改")

    answers = at_once([close(each) for each in offices])
    assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", "NotAllowed"]
    assert dispute.timeline.filter(verb="close").count() == 1


@together
def test_a_new_member_reported_again_twice_at_once_waits_for_the_leader_once() -> None:
    admin, unit = f.an_officer("sysadmin", "ZB"), members.NewMember(*UNIT)
    decided = members.Decision(f.today(), "专班会议纪要〔2026〕1号", f.today())
    department = membership.admit(unit, by=admin, decision=decided)
    approvals.ask_more(Approval.objects.get(), by=f.a_leader(), comment="请补充附件")

    def report() -> None:
        own, officer = Department.objects.get(pk=department.pk), Officer.objects.get(pk=admin.pk)
        membership.report_again(own, by=officer, decision=decided)

    answers = at_once([report, report])
    assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", "NotAllowed"]
    assert Approval.objects.filter(state="pending").count() == 1


@together
def test_two_heads_hand_over_at_once_and_each_thing_goes_over_once() -> None:
    """Each unit's leaver has a case of his own, and has signed for what the other unit asked."""
    first, second = f.handled("joint"), f.handled("joint", "YB")
    for dispute, code in ((first, "YB"), (second, "SW")):
        f.answer(dispute.assignments.get(department__code=code), "accept", f.an_officer(code=code))
    heirs = [f.an_officer(code=code, nth=n) for code, n in (("SW", 2), ("SW", 3), ("YB", 2))]

    def hand_over(heir: Officer) -> Callable[[], leaving.HandedOver]:
        code = heir.username[:2].upper()
        head, leaver = f.an_officer("head", code), f.an_officer(code=code)
        people = [Officer.objects.get(pk=each.pk) for each in (head, leaver, heir)]
        return lambda: leaving.hand_over_all(by=people[0], leaver=people[1], successor=people[2])

    done = at_once([hand_over(heir) for heir in heirs])
    assert sorted(type(each).__name__ for each in done) == ["HandedOver", "HandedOver", "Mistyped"]
    (refused,) = [each for each in done if isinstance(each, Mistyped)]
    assert refused.errors == {"leaver": [leaving.NOTHING_LEFT]}
    assert TimelineEntry.objects.filter(verb="hand_over").count() == 4  # two cases, two answers


@together
def test_whoever_took_over_is_not_taken_for_the_one_who_left() -> None:
    disputes, gone = [f.handled(), f.handled()], Officer.objects.get(pk=f.an_officer().pk)
    head, admin = f.an_officer("head"), f.an_officer("sysadmin", "ZB")
    by, heir, root = (
        Officer.objects.get(pk=each.pk) for each in (head, f.an_officer(nth=2), admin)
    )
    at_once(
        [
            lambda: leaving.hand_over_all(by=by, leaver=gone, successor=heir),
            lambda: leaving.disable(gone, by=root, reason="调离"),
        ]
    )
    for dispute in disputes:
        [entry] = dispute.timeline.filter(verb="hand_over")
        assert gone.name in entry.text
        assert f"{heir.name}已停用" not in entry.text


@together
def test_twenty_register_and_get_twenty_consecutive_numbers() -> None:
    drafts = [f.a_draft() for _ in range(20)]
    officers = [Officer.objects.get(pk=d.first_contact_officer_id) for d in drafts]

    def hand_in(own: Dispute, officer: Officer) -> Callable[[], None]:
        return lambda: DISPUTES.verbs["register"].does(own, by=officer)

    calls = [hand_in(d, o) for d, o in zip(drafts, officers, strict=True)]
    assert at_once(calls) == [None] * 20
    numbers = Dispute.objects.values_list("number", flat=True)
    serials = sorted(int(str(number).rpartition("-")[2]) for number in numbers)
    assert serials == list(range(serials[0], serials[0] + 20))


#: Of two hundred who issue: every seventh is cut off before its end, every eleventh loses its line.
ISSUING, AT_ONCE = 200, 20


@together
def test_two_hundred_papers_are_numbered_without_a_gap_though_some_issuing_fails() -> None:
    """A number is used when its paper is, and only then, whatever happens to the process (R088)."""
    unit, given = Department.objects.get(code="SW"), list[str]()

    def issue(nth: int) -> Callable[[], None]:
        def take() -> None:
            with transaction.atomic():
                [number] = next_numbers([(PaperKind.DECISION, unit)], 2026)
                if nth % 7 == 0:
                    raise InterruptedError
                if nth % 11 == 0:
                    _lose_the_line()
            given.append(number)  # committed

        return take

    calls = [issue(nth) for nth in range(ISSUING)]
    for at in range(0, ISSUING, AT_ONCE):
        at_once(calls[at : at + AT_ONCE])
    spared = [nth for nth in range(ISSUING) if nth % 7 and nth % 11]
    serials = sorted(int(number.partition("〕")[2][:-1]) for number in given)
    assert serials == list(range(1, len(spared) + 1))


def _lose_the_line() -> None:
    """As when the worker is killed: the server ends the session, whatever was not committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


# --- the same twice -----------------------------------------------------------------------------


@together
def test_a_form_sent_twice_at_once_acts_once() -> None:
    dispute = f.triaged()
    clerk = f.an_officer("clerk", "SW")
    browsers = [signed_in(clerk), signed_in(clerk)]
    address = f"{dispute.get_absolute_url()}refer/"
    typed = {"version": dispute.version, "department": "YB", "reason": "属医保局"}

    def press(browser: Any) -> Callable[[], int]:  # Any: a test client
        return lambda: int(browser.post(address, typed).status_code)

    assert at_once([press(browser) for browser in browsers]) == [302, 302]
    assert dispute.assignments.count() == 1
    assert dispute.timeline.filter(verb="refer").count() == 1
    assert sorted(p.kind for p in dispute.papers.all()) == [
        "notification",
        "referral",
        "registration",
    ]


@together
def test_a_visit_handed_in_twice_at_once_is_one_dispute() -> None:
    clerk, visit = f.an_officer("clerk", "SW"), a_visit()
    browsers = [signed_in(clerk), signed_in(clerk)]

    def hand_in(browser: Any) -> Callable[[], int]:  # Any: a test client
        return lambda: int(browser.post("/disputes/register/", visit).status_code)

    assert at_once([hand_in(browser) for browser in browsers]) == [302, 302]
    dispute = Dispute.objects.get()
    assert dispute.state == State.REGISTERED
    assert dispute.timeline.filter(verb="register").count() == 1
    assert dispute.parties.filter(role="payer").count() == 1


@pytest.mark.django_db
def test_a_second_click_says_so_and_changes_nothing() -> None:
    dispute = f.triaged()
    browser = signed_in(f.an_officer("clerk", "SW"))
    address = f"{dispute.get_absolute_url()}accept_single/"
    typed = {"version": dispute.version, "reason": "属税务"}
    assert browser.post(address, typed).status_code == 302
    again = browser.post(address, typed, follow=True)
    assert "刚才已经办好，没有重复办理" in again.content.decode()
    assert dispute.timeline.filter(verb="accept_single").count() == 1


# --- cut off in the middle ----------------------------------------------------------------------

TABLES = (
    Dispute, TimelineEntry, Paper, OutboxMessage, Assignment, Deadline, Notice, Decision,
    RoutingRecord, DisputeGroupPermission,
)  # fmt: skip
FEWEST = 10  # statements that an act is known to take, so that the test cuts at many places


class Cut(Exception):
    """The power fails."""


@contextmanager
def cut_at(k: int) -> Iterator[None]:
    """The k-th statement from now on is never answered."""
    count = 0

    def wrapper(execute: Any, sql: str, *rest: Any) -> Any:  # Any: Django's own
        nonlocal count
        count += 1
        if count == k:
            raise Cut(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(wrapper):
        yield


def everything() -> dict[str, list[str]]:
    """All rows that an act could have written, as PostgreSQL prints them."""
    rows = {}
    with connection.cursor() as cursor:
        for model in TABLES:
            table = model._meta.db_table
            cursor.execute(f"SELECT t::text FROM {table} t ORDER BY id")  # noqa: S608 -- our tables
            rows[table] = [text for (text,) in cursor.fetchall()]
    return rows


def act(dispute: Dispute, verb: str, by: Officer, **fields: Any) -> None:  # Any: the verb's
    """The action alone: nothing is asked after its commit."""
    fresh, officer = Dispute.objects.get(pk=dispute.pk), Officer.objects.get(pk=by.pk)
    DISPUTES.verbs[verb].does(fresh, by=officer, **fields)


def cut_everywhere(doing: Callable[[], None]) -> int:
    """Cut at each statement in turn until the act comes through; nothing may be left before."""
    before = everything()
    for k in range(1, 400):
        with cut_at(k):
            try:
                doing()
            except Cut:
                done = False
            else:
                done = True
        if done:
            return k
        assert everything() == before, f"cut at statement {k}"
    raise AssertionError("it never came through")


@pytest.mark.slow
@together
def test_a_referral_cut_off_anywhere_leaves_nothing() -> None:
    dispute, clerk = f.triaged(), f.an_officer("clerk", "SW")
    to = f.a_department("YB")

    def refer() -> None:
        act(dispute, "refer", clerk, department=to, reason="属医保局")

    assert cut_everywhere(refer) > FEWEST
    dispute.refresh_from_db()
    assert (dispute.state, dispute.papers.count()) == (State.HANDLING, 3)


@pytest.mark.slow
@together
def test_a_signature_cut_off_anywhere_leaves_nothing() -> None:
    dispute = f.handled()
    f.do(
        dispute,
        "draft_decision",
        f.an_officer("clerk", "SW"),
        facts="经查属实",
        basis="社会保险法第63条",
        decision="责令补缴",
    )
    head = f.an_officer("head", "SW")

    def sign() -> None:
        act(dispute, "sign_decision", head, comment="同意")

    assert cut_everywhere(sign) > FEWEST
    dispute.refresh_from_db()
    assert (dispute.state, dispute.papers.filter(kind="decision").count()) == (State.FEEDBACK, 2)


@pytest.mark.slow
@together
def test_a_merger_cut_off_anywhere_leaves_nothing() -> None:
    survivor, absorbed = f.handled(), f.handled("joint")
    clerk = f.an_officer("clerk", "SW")

    def merge() -> None:
        act(absorbed, "merge", clerk, into=survivor)

    assert cut_everywhere(merge) > FEWEST
    absorbed.refresh_from_db()
    assert absorbed.state == State.MERGED
    assert not absorbed.assignments.open().exists()
