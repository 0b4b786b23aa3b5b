"""Whoever answers a 督办 is reminded like whoever owes anything else (R104, domain 2.5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import timezone

from deadlines.calendar_days import install_calendar
from deadlines.policies import install_policies
from departments.roles import Role
from disputes.models import Dispute
from tests import factories as f
from tests.told import telling
from tests.workflow.signing_in import signed_in
from tests.workflow.supervision.test_actions import office, settle, supervised
from tests.workflow.supervision.test_page import returned_twice
from workflow.clock import sweep_deadlines
from workflow.clocks.sweep import sweep
from workflow.messages.deliver import deliver_left
from workflow.models import Deadline, Supervision

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 2)  # asked then; to be answered by Thursday the 5th


def at(on: date, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(hour)))


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    install_calendar()
    install_policies()
    with time_machine.travel(at(MONDAY), tick=False):
        yield


def clock_of(own: Supervision) -> Deadline:
    return own.clocks.open().get()


def reminders(own: Supervision) -> list[str]:
    head = f.an_officer(Role.HEAD, own.department.code)
    told = head.notices.filter(stage__deadline__supervision=own).order_by("id")
    return [notice.text.split("“督办答复”")[1].split("（")[0] for notice in told]


def sweep_until(last: date) -> None:
    day = MONDAY
    while day <= last:
        for hour in (9, 10):
            sweep(at(day, hour))
        day += timedelta(days=1)


def test_the_due_day_and_every_second_day_late_are_told_once_each() -> None:
    own = supervised()
    assert clock_of(own).due_on == own.due_on == date(2026, 11, 5)
    sweep_until(date(2026, 11, 11))
    assert reminders(own) == ["今天到期", "超期 2 天", "超期 4 天"]
    clerk = f.an_officer(Role.CLERK, "YB")
    assert not clerk.notices.filter(stage__deadline__supervision=own).exists()


def test_quiet_hours_hold_back_the_word_of_the_due_day() -> None:
    own = supervised()
    sweep(at(date(2026, 11, 5), 7))
    assert reminders(own) == []
    sweep(at(date(2026, 11, 5), 8))
    assert reminders(own) == ["今天到期"]


def test_an_answer_ends_it_and_one_sent_back_is_asked_for_anew() -> None:
    own, head = supervised(), f.an_officer(Role.HEAD, "YB")
    settle(own, "answer", head, answer="正在办")
    assert not own.clocks.open().exists()
    with time_machine.travel(at(date(2026, 11, 4)), tick=False):
        settle(own, "send_back", office(), comment="何时办好")
    assert clock_of(own).due_on == own.due_on == date(2026, 11, 9)
    sweep_until(date(2026, 11, 9))
    assert reminders(own) == ["今天到期"]


def test_who_is_late_when_it_is_raised_stays_late_and_who_is_not_is_not_judged() -> None:
    own = supervised()
    settle(own, "raise", office(), level="2", reason="再催")
    with time_machine.travel(at(date(2026, 11, 9)), tick=False):
        settle(own, "raise", office(), level="3", reason="仍未答复")
    first, second, third = own.clocks.order_by("pk")
    assert (first.is_void, second.is_void, third.ended_on) == (True, False, None)
    assert second.ended_on is not None
    assert second.ended_on > second.due_on


def test_the_case_neither_shows_that_date_nor_stops_its_clock() -> None:
    dispute = f.handled()
    before = dispute.due_on
    assert before is not None
    f.do(dispute, "supervise", office(), department=f.a_department("SW"), level="1", reason="慢")
    own = Supervision.objects.get()
    f.do(dispute, "suspend", f.an_officer(Role.HEAD, "SW"), ground="等待鉴定", evidence="函")
    assert not clock_of(own).is_suspended
    f.do(dispute, "resume", f.an_officer(Role.HEAD, "SW"))
    assert clock_of(own).due_on == date(2026, 11, 5)
    assert dispute.due_on == before
    assert before > own.due_on


def test_what_became_of_the_case_leaves_the_answer_owed() -> None:
    dispute = f.concluded()
    f.do(dispute, "supervise", office(), department=f.a_department("SW"), level="1", reason="慢")
    f.do(dispute, "archive", f.an_officer(Role.CLERK, "SW"))
    own = Supervision.objects.get()
    head = f.an_officer(Role.HEAD, "SW")
    sweep_until(date(2026, 11, 5))
    assert reminders(own) == ["今天到期"]
    settle(own, "answer", head, answer="已归档")
    settle(own, "raise", office(), level="2", reason="未说明原因")
    assert clock_of(own).supervision == own


def test_who_answers_without_the_case_is_reminded_and_led_to_his_supervision() -> None:
    own = returned_twice(f.an_officer(Role.CLERK, "YB"))
    head = f.an_officer(Role.HEAD, "YB")
    sweep(at(date(2026, 11, 5)))
    notice = head.notices.get(stage__deadline__supervision=own)
    client = signed_in(head)
    assert client.post(f"/messages/{notice.pk}/")["Location"] == own.get_absolute_url()
    shown = client.get("/messages/").content.decode()
    assert "“督办答复”今天到期" in shown
    assert not Dispute.objects.visible_to(head).filter(pk=own.dispute_id).exists()


def test_three_days_late_no_second_one_is_opened_but_the_office_may_raise_it() -> None:
    own = supervised()
    with time_machine.travel(at(date(2026, 11, 10)), tick=False):
        sweep_deadlines()
        deliver_left()
        sweep_deadlines()
        deliver_left()
    assert list(own.dispute.supervisions.filter(deadline__supervision=own)) == []
    told = telling(office().notices, "没有答复督办").get()
    assert (told.supervision, "可以升级" in told.text) == (own, True)


@pytest.mark.by_owner
def test_postgresql_keeps_a_supervisions_clock_and_the_cases_apart() -> None:
    own = supervised()
    clock = clock_of(own)
    for change in ({"supervision": None}, {"key": "general.single"}):
        with (
            pytest.raises(DatabaseError, match="deadline_of_a_supervision"),
            transaction.atomic(),
        ):
            Deadline.objects.filter(pk=clock.pk).update(**change)
