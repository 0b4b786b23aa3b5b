"""Kills at random while thousands of deadlines fall due: nothing lost, nothing doubled (R1, R2)."""

from __future__ import annotations

import os
import random
import sys
import time

import pytest

from tests.faults import ledger, soak
from tests.faults.house import House

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults")]
KILLS = int(os.environ.get("PORTAL_KILLS", "3"))  # `make soak` asks for more
NUMBER = 5_000 if "PORTAL_KILLS" in os.environ else 1_500
VICTIMS = ("clock", "worker", "child", "beat", "valkey", "postgres")


def test_random_kills_lose_nothing_and_double_nothing(house: House, found: soak.Found) -> None:
    began = time.monotonic()
    seed = int(os.environ.get("PORTAL_SEED", time.time_ns() % 10_000))
    chance = random.Random(seed)  # noqa: S311 -- not a secret
    sys.stdout.write(f"PORTAL_SEED={seed}\n")  # shown when it fails
    days = house.cases(NUMBER)
    house.rows("UPDATE departments_officer SET is_active = (username <> 'sw_head')")
    house.crew()
    order = [VICTIMS[nth % len(VICTIMS)] for nth in range(KILLS)]
    chance.shuffle(order)
    late = {ledger.YESTERDAY: 0, ledger.THREE_DAYS: 0}
    for nth, victim in enumerate(order):
        first, last = NUMBER * nth // KILLS + 1, NUMBER * (nth + 1) // KILLS
        on = chance.choice([*[ledger.YESTERDAY] * 4, ledger.THREE_DAYS])
        late[on] += last - first + 1
        ledger.fall_due(house, days[on], first, last)
        time.sleep(chance.uniform(0, 3))
        house.look_after()
        _kill(house, victim, chance)
    ledger.settled(house, looked_after=True)
    ledger.check(house, late, deaths=KILLS, ears=1)
    assert all(child.poll() is None for child in house.children.values())
    found["kills"] = soak.kills(order, ledger.left(house), NUMBER, seed, since=began)
    found["kills"]["ended"] = house.restarts


def _kill(house: House, victim: str, chance: random.Random) -> None:
    """And what a service manager does then; a pool child is the worker's own to replace."""
    if victim == "child":
        house.kill_pool(chance.choice(["clock", "worker"]), most=1)
        return
    house.kill(victim)
    house.start(victim)
