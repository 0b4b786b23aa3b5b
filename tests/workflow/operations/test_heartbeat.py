"""The clock is alive while it beats; a sweep that is late is told from one that has not begun."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine

from workflow.models import Heartbeat
from workflow.operations import heartbeat

pytestmark = pytest.mark.django_db

NOON = datetime.fromisoformat("2026-11-18T12:00:00+08:00")


def test_a_portal_that_never_beat_is_silent_and_late_with_nothing() -> None:
    pulse = heartbeat.last_beats()
    assert (pulse.beating, pulse.sweep_is_late) == (False, False)
    assert (heartbeat.NONE.beating, heartbeat.NONE.sweep_is_late) == (False, False)


@pytest.mark.parametrize(("seconds", "beating"), [(0, True), (119, True), (120, False)])
def test_two_minutes_without_a_beat_are_silence(seconds: int, beating: bool) -> None:
    with time_machine.travel(NOON, tick=False):
        heartbeat.beat(heartbeat.BEAT)
    with time_machine.travel(NOON + timedelta(seconds=seconds), tick=False):
        assert heartbeat.last_beats().beating is beating


@pytest.mark.parametrize(("seconds", "late"), [(600, False), (601, True)])
def test_ten_minutes_without_a_sweep_are_late_however_well_it_beats(
    seconds: int, late: bool
) -> None:
    with time_machine.travel(NOON, tick=False):
        heartbeat.beat(heartbeat.SWEEP)
    with time_machine.travel(NOON + timedelta(seconds=seconds), tick=False):
        heartbeat.beat(heartbeat.BEAT)
        pulse = heartbeat.last_beats()
        assert (pulse.beating, pulse.sweep_is_late) == (True, late)


def test_each_thing_that_beats_has_one_row_with_its_last_time(django_assert_num_queries) -> None:
    for later in range(3):
        with time_machine.travel(NOON + timedelta(minutes=later), tick=False):
            heartbeat.beat(heartbeat.BEAT)
    assert Heartbeat.objects.get().beaten_at == NOON + timedelta(minutes=2)
    with django_assert_num_queries(1):
        heartbeat.last_beats()
