"""Sweeps together, too late, with a wrong clock, and with a bad case (R4-R6, R16)."""

from __future__ import annotations

import pytest

from tests.faults import ledger
from tests.faults.house import House

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults")]
DUE = "2026-11-23"  # a Monday; three days later two stages more have passed


@pytest.fixture
def quiet(house: House) -> House:
    """Nobody sweeps but the test: no crew was called."""
    assert not house.children
    return house


def test_processes_that_sweep_at_once_share_the_work(quiet: House) -> None:
    days = quiet.cases(300)
    ledger.fall_due(quiet, days[ledger.THREE_DAYS])
    crowd = [quiet.begin("-m", "tests.faults.sweeping") for _ in range(3)]
    for process in crowd:
        process.communicate()
    assert {process.returncode for process in crowd} == {0}
    # two that reach for one message in the same instant may both leave it for later
    quiet.rows("UPDATE workflow_outboxmessage SET next_try_at = now()")
    quiet.run("-m", "tests.faults.sweeping")
    ledger.check(quiet, {ledger.THREE_DAYS: 300})


def test_three_days_ahead_everything_is_made_up_and_told_in_one_message_as_it_is_then(
    quiet: House,
) -> None:
    quiet.cases(50)
    ledger.fall_due(quiet, DUE)
    quiet.run("-m", "tests.faults.sweeping", "2026-11-26T09:00+08:00")
    ledger.check(quiet, {ledger.THREE_DAYS: 50})
    texts = {text.partition("”")[2] for _, text in ledger.left(quiet) if "请抓紧" in text}
    assert texts == {"超期 3 天（期限2026年11月23日），请抓紧办理。"}


def test_a_clock_that_jumps_back_and_forth_tells_nothing_early_and_nothing_twice(
    quiet: House,
) -> None:
    quiet.cases(50)
    ledger.fall_due(quiet, DUE)
    told = "SELECT stage, count(*) FROM workflow_deadlinestage GROUP BY 1 ORDER BY 1"
    quiet.rows("UPDATE workflow_deadline SET next_on = due_on")
    early = ("2026-11-22T23:00+08:00", "2026-11-23T07:00+08:00")
    quiet.run("-m", "tests.faults.sweeping", *early)
    assert quiet.rows(told) == []
    forth_and_back = ("2026-11-23T09:00+08:00", "2026-11-23T07:00+08:00", "2026-11-23T11:00+08:00")
    quiet.run("-m", "tests.faults.sweeping", *forth_and_back)
    assert quiet.rows(told) == [("amber", 50), ("due", 50)]
    assert len(ledger.left(quiet)) == 50


def test_one_bad_clock_among_many_is_put_aside_in_sight_of_the_operator(quiet: House) -> None:
    days = quiet.cases(300)
    ledger.fall_due(quiet, days[ledger.YESTERDAY])
    [(bad,)] = quiet.rows("SELECT id FROM workflow_deadline ORDER BY id OFFSET 200 LIMIT 1")
    quiet.rows(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF NEW.deadline_id = {bad} THEN RAISE EXCEPTION 'poison'; END IF;"
        " RETURN NEW; END $$;"
        "CREATE TRIGGER refuse BEFORE INSERT ON workflow_deadlinestage"
        " FOR EACH ROW EXECUTE FUNCTION refuse()"
    )
    quiet.run("-m", "tests.faults.sweeping")
    quiet.rows("DROP FUNCTION refuse() CASCADE")
    ledger.check(quiet, {ledger.YESTERDAY: 299})
    assert quiet.rows("SELECT deadline_id, error FROM workflow_sweepfailure") == [(bad, "poison")]
    quiet.rows("UPDATE workflow_deadline SET next_on = due_on WHERE id = %s", bad)
    quiet.run("-m", "tests.faults.sweeping")
    ledger.check(quiet, {ledger.YESTERDAY: 300})
    assert quiet.rows("SELECT count(*) FROM workflow_sweepfailure") == [(0,)]
