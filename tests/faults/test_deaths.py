"""Deadlines hold when the processes that tell of them die, in the middle of a batch (R1-R3)."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from tests.faults import leaving, ledger
from tests.faults.house import House, until

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults")]
NUMBER = 200


@pytest.fixture
def late(house: House) -> dict[str, int]:
    """Disputes whose clocks are not due yet, the crew; how late they will be."""
    house.crew()
    return {ledger.YESTERDAY: NUMBER}


@contextlib.contextmanager
def a_long_sweep(house: House) -> Iterator[None]:
    """Every clock falls due, and the batch that tells of them lasts; inside, it is at work."""
    days = house.cases(NUMBER)
    house.rows(
        "CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN PERFORM pg_sleep(3); RETURN NULL; END $$;"
        "CREATE TRIGGER dawdle AFTER INSERT ON workflow_deadlinestage"
        " FOR EACH STATEMENT EXECUTE FUNCTION dawdle()"
    )
    ledger.fall_due(house, days[ledger.YESTERDAY])
    asleep = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
    until(lambda: bool(house.rows(asleep)), "没有开始提醒：" + house.words("clock"))
    yield
    house.rows("DROP FUNCTION dawdle() CASCADE")


def newest(house: House) -> int:
    """The number of the last notice; those of the next sweep follow it."""
    [(last,)] = house.rows("SELECT last_value FROM workflow_notice_id_seq")
    return int(last)


def test_a_killed_pool_child_loses_nothing_and_doubles_nothing(
    house: House, late: dict[str, int]
) -> None:
    with a_long_sweep(house):
        house.kill_pool("clock")
    ledger.settled(house)
    ledger.check(house, late, deaths=1)
    assert house.children["clock"].poll() is None, "the worker itself lives on"


def test_a_killed_worker_loses_nothing_and_doubles_nothing(
    house: House, late: dict[str, int]
) -> None:
    with a_long_sweep(house):
        house.kill("clock")
    house.start("clock")
    ledger.settled(house)
    ledger.check(house, late, deaths=1)


def test_a_killed_postgres_leaves_all_of_a_batch_or_nothing(
    house: House, late: dict[str, int]
) -> None:
    with a_long_sweep(house):
        house.kill("postgres")
        house.start("postgres")
        assert house.rows("SELECT count(*) FROM workflow_deadlinestage") in (
            [(0,)],
            [(2 * NUMBER,)],
        )
    ledger.settled(house)
    ledger.check(house, late, deaths=1)
    assert all(child.poll() is None for child in house.children.values()), "nobody had to restart"


def test_with_the_broker_killed_and_back_nobody_has_to_restart(
    house: House, late: dict[str, int]
) -> None:
    days = house.cases(NUMBER)
    house.kill("valkey")
    ledger.fall_due(house, days[ledger.YESTERDAY])
    house.start("valkey")
    ledger.settled(house)
    ledger.check(house, late, deaths=1)
    assert all(child.poll() is None for child in house.children.values())


def test_a_broker_that_forgot_everything_costs_no_deadline(
    house: House, late: dict[str, int]
) -> None:
    days = house.cases(NUMBER)
    house.kill("clock")
    until(lambda: house.broker().llen("celery:clock") > 1, "时钟没有叫人：" + house.words("beat"))
    ledger.fall_due(house, days[ledger.YESTERDAY])
    house.broker().flushall()
    house.start("clock")
    ledger.settled(house)
    ledger.check(house, late, deaths=1)


def test_a_worker_that_dies_with_a_message_gone_repeats_it_with_the_same_identity(
    house: House, late: dict[str, int]
) -> None:
    days = house.cases(NUMBER)
    repeated = f"notice-{newest(house) + 10}"
    (house.home / leaving.DIE_AFTER).write_text(repeated)
    ledger.fall_due(house, days[ledger.YESTERDAY])
    ledger.settled(house)
    ledger.check(house, late, deaths=1)
    gone = [identity for identity, _ in ledger.left(house)]
    assert gone.count(repeated) == 2, "it died between the leaving and the mark"


def test_a_message_that_kills_every_worker_waits_while_the_others_leave(
    house: House, late: dict[str, int]
) -> None:
    days = house.cases(NUMBER)
    deadly = newest(house) + 1
    (house.home / leaving.DEADLY).write_text(f"notice-{deadly}")
    ledger.fall_due(house, days[ledger.YESTERDAY])
    waiting = "SELECT payload->>'notice_id' FROM workflow_outboxmessage WHERE delivered_at IS NULL"
    sent = "SELECT count(*) FROM workflow_outboxmessage WHERE delivered_at IS NOT NULL"
    until(lambda: house.rows(sent) == [(2 * NUMBER - 1,)], f"堵住了：{house.words('worker')}")
    assert house.rows(waiting) == [(f"{deadly}",)]
    (house.home / leaving.DEADLY).unlink()
    house.rows("UPDATE workflow_outboxmessage SET next_try_at = now()")
    ledger.settled(house)
    ledger.check(house, late, deaths=10)
