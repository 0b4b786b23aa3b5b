"""The broker is away for minutes while deadlines fall due: none is missed, none is late (R3)."""

from __future__ import annotations

import os
import time

import pytest

from config.celery import app
from tests.faults import ledger, soak
from tests.faults.house import House

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults")]
NUMBER = 2_000
AWAY = int(os.environ.get("PORTAL_AWAY", "15"))  # seconds; `make soak` asks for ten minutes
PARTS = 20


def test_a_broker_long_away_costs_no_deadline_and_at_its_return_a_sweep_makes_up_for_all(
    house: House, found: soak.Found
) -> None:
    days = house.cases(NUMBER)
    house.rows("UPDATE departments_officer SET is_active = (username <> 'sw_head')")
    house.crew()
    house.kill("valkey")
    for nth in range(PARTS):
        first, last = NUMBER * nth // PARTS + 1, NUMBER * (nth + 1) // PARTS
        ledger.fall_due(house, days[ledger.YESTERDAY], first, last)
        time.sleep(AWAY / PARTS)
    house.start("valkey")
    [(back,)] = house.rows("SELECT now()")
    ledger.settled(house)
    ledger.check(house, {ledger.YESTERDAY: NUMBER}, deaths=1, ears=1)
    [(late,)] = house.rows(
        "SELECT extract(epoch FROM max(recorded_at) - %s) FROM workflow_deadlinestage", back
    )
    assert late <= app.conf.beat_schedule["sweep"]["schedule"]
    assert all(child.poll() is None for child in house.children.values())
    found["away"] = {"seconds": AWAY, "deadlines": NUMBER, "late": float(late)}
