"""A wrong server time silences no deadline: nothing is done by it, and what it did is undone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from deadlines.calendar_days import install_calendar
from deadlines.policies import install_policies
from departments.models import ChangeRecord
from departments.roles import Role
from tests import factories as f
from tests.workflow.clock_cases import a_registered_dispute, start_clock, unit
from tests.workflow.signing_in import signed_in
from web.refusals import NotAllowed, NotYours
from workflow.clock import (
    hand_up_orphans,
    look_again_nightly,
    prune_nightly,
    sweep_deadlines,
    try_put_off_again,
)
from workflow.clocks.repair import look_sooner
from workflow.clocks.sweep import sweep
from workflow.messages.deliver import deliver_left
from workflow.models import (
    Deadline,
    DeadlineStage,
    Heartbeat,
    Notice,
    Supervision,
    SweepFailure,
    TimelineEntry,
)
from workflow.models.supervision import SupervisionState
from workflow.operations import heartbeat
from workflow.operations.righting import confirm_time

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 2)  # 15 working days: amber on the 18th, due on the 23rd
AWAY = timedelta(days=247)


@pytest.fixture(autouse=True)
def _time_is_known() -> None:
    install_calendar()
    install_policies()


def at(on: date, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(hour)))


def a_clock() -> Deadline:
    with time_machine.travel(at(MONDAY), tick=False):  # whoever hears of it held his post then
        for role, code in ((Role.CLERK, "SW"), (Role.HEAD, "SW"), (Role.OFFICE, "ZB")):
            f.an_officer(role, code)
        f.an_officer(Role.SYSADMIN, "ZB")
    dispute = a_registered_dispute(MONDAY)
    dispute.number = f"230718-2026-SW-{dispute.pk:06}"
    dispute.save()
    clock = start_clock(dispute, "general.single", on=MONDAY, owner=unit("SW"))
    return Deadline.objects.get(pk=clock.pk)


def heard(on: date) -> None:
    with time_machine.travel(at(on), tick=False):
        heartbeat.confirm()


@pytest.mark.parametrize("days", [247, 16, -1])
def test_a_sweep_far_from_the_last_heartbeat_does_nothing_and_says_so(days: int) -> None:
    a_clock()
    heard(date(2026, 11, 26))
    with time_machine.travel(at(date(2026, 11, 26)) + timedelta(days=days), tick=False):
        assert sweep_deadlines() == 0
        heartbeat.beat(heartbeat.BEAT)  # a wrong clock does not vouch for itself
        answer = Client().get("/healthz")
        assert (answer.status_code, answer.json()["clock"]) == (503, "doubtful")
        text = signed_in(f.an_officer(Role.SYSADMIN, "ZB")).get("/manage/running/").content
        assert "与最近心跳相差太大" in text.decode()
    assert not DeadlineStage.objects.exists()
    assert {beat.beaten_at for beat in Heartbeat.objects.all()} == {at(date(2026, 11, 26))}


def test_nothing_else_is_done_by_a_wrong_time() -> None:
    heard(MONDAY)
    with time_machine.travel(at(MONDAY) + AWAY, tick=False):
        for task in (look_again_nightly, try_put_off_again, hand_up_orphans, prune_nightly):
            assert task() == 0


def test_once_it_is_put_right_the_clock_goes_on_by_itself() -> None:
    a_clock()
    heard(MONDAY)
    with time_machine.travel(at(MONDAY) + AWAY, tick=False):
        assert sweep_deadlines() == 0
    with time_machine.travel(at(date(2026, 11, 13)), tick=False):
        sweep_deadlines()
    with time_machine.travel(at(date(2026, 11, 26)), tick=False):
        assert sweep_deadlines() == 1


def test_after_a_long_silence_an_operator_confirms_once_and_it_is_recorded() -> None:
    a_clock()
    heard(MONDAY)
    with time_machine.travel(at(date(2026, 11, 30)), tick=False):
        assert sweep_deadlines() == 0
        page = signed_in(f.an_officer(Role.SYSADMIN, "ZB"))
        said = page.post("/manage/running/confirm/", follow=True).content.decode()
        assert "已确认服务器时间无误" in said
        assert sweep_deadlines() == 1
        assert "时钟没有停" in page.post("/manage/running/confirm/", follow=True).content.decode()
    assert ChangeRecord.objects.filter(verb="确认时间无误").count() == 1


def test_only_whoever_keeps_the_system_confirms() -> None:
    heard(MONDAY)
    with time_machine.travel(at(MONDAY) + AWAY, tick=False):
        with pytest.raises(NotYours):
            confirm_time(by=f.an_officer(Role.SECADMIN, "ZB"))
        heartbeat.confirm()
        with pytest.raises(NotAllowed):
            confirm_time(by=f.an_officer(Role.SYSADMIN, "ZB"))


def a_day_of_wrong_time(clock: Deadline) -> None:
    """As it was before this was asked: stages, messages and a 督办 of a day that never came."""
    with time_machine.travel(at(MONDAY) + AWAY, tick=False):
        sweep()
        deliver_left()
    clock.refresh_from_db()
    assert clock.next_on > at(MONDAY).date() + AWAY
    assert Supervision.objects.get().state == SupervisionState.OPEN


def test_what_a_wrong_time_said_is_taken_back_and_its_day_comes_again() -> None:
    clock = a_clock()
    a_day_of_wrong_time(clock)
    operator = f.an_officer(Role.SYSADMIN, "ZB")
    with time_machine.travel(at(date(2026, 11, 3)), tick=False):
        call_command("put_clocks_right", operator.username)
    assert not DeadlineStage.objects.filter(taken_back_at=None).exists()
    assert not Notice.objects.filter(stage__isnull=False, read_at=None).exists()
    lifted = Supervision.objects.get()
    assert (lifted.state, lifted.closed_by) == (SupervisionState.CLOSED, operator)
    assert all(paper.is_void for paper in lifted.papers.all())
    assert "提醒和督办不算数" in TimelineEntry.objects.filter(verb="remind").latest("pk").text
    assert ChangeRecord.objects.get(verb="恢复期限提醒").by == operator
    with time_machine.travel(at(date(2026, 11, 18)), tick=False):
        sweep()
    told = DeadlineStage.objects.get(taken_back_at=None)
    assert (told.stage, told.passed_on) == ("amber", date(2026, 11, 18))
    assert Notice.objects.filter(stage=told).exists()


def test_a_clock_nobody_wronged_is_left_alone() -> None:
    a_clock()
    with time_machine.travel(at(date(2026, 11, 18)), tick=False):
        sweep()
    before = list(Deadline.objects.values()), DeadlineStage.objects.count()
    with time_machine.travel(at(date(2026, 11, 19)), tick=False):
        call_command("put_clocks_right", f.an_officer(Role.SYSADMIN, "ZB").username)
    assert (list(Deadline.objects.values()), DeadlineStage.objects.count()) == before


def test_the_command_is_for_an_administrator_who_has_looked_at_the_time() -> None:
    with pytest.raises(CommandError, match="没有可用的账号"):
        call_command("put_clocks_right", "nobody")
    with pytest.raises(CommandError, match="不担任该岗位"):
        call_command("put_clocks_right", f.an_officer(Role.CLERK, "SW").username)
    heard(MONDAY)
    with time_machine.travel(at(MONDAY) + AWAY), pytest.raises(CommandError, match="先核对时间"):
        call_command("put_clocks_right", f.an_officer(Role.SYSADMIN, "ZB").username)


@pytest.mark.parametrize(
    ("today", "latest"),
    [
        (date(2026, 11, 3), date(2026, 11, 18)),
        (date(2026, 11, 18), date(2026, 11, 23)),
        (date(2026, 11, 27), date(2026, 12, 1)),
    ],
)
def test_each_night_a_clock_that_waits_for_the_wrong_day_is_found(
    today: date, latest: date
) -> None:
    clock = a_clock()
    for next_on, found in ((latest, 0), (latest + timedelta(days=1), 1)):
        Deadline.objects.update(next_on=next_on)
        assert look_sooner(today) == found
    clock.refresh_from_db()
    assert clock.next_on == today


def test_a_clock_whose_fault_was_mended_is_tried_again_within_the_hour() -> None:
    clock = a_clock()
    noon = at(date(2026, 11, 26), 12)
    Deadline.objects.update(next_on=date(2026, 11, 27))
    SweepFailure.objects.create(deadline=clock, error="坏", failed_at=noon)
    with time_machine.travel(noon + timedelta(minutes=44), tick=False):
        assert try_put_off_again() == 0
    with time_machine.travel(noon + timedelta(minutes=46), tick=False):
        assert try_put_off_again() == 1
        assert sweep_deadlines() == 1
    assert not SweepFailure.objects.exists()
