"""The sweep beside one bare statement, in turn; then with nothing to do, and again and again.

`python -m tests.bench.deadlines.sweeping DUE` measures in the world that the environment names.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from statistics import median
from typing import Any

import django
import psycopg2
from django.db import connection
from django.utils import timezone

from tests.bench.counting import Counter
from tests.bench.deadlines.sizes import held, peak

BARE = Path(__file__).with_name("bare.sql").read_text(encoding="utf-8")
ROUNDS = 5
IDLE_TIMES = 200
AGAIN = 300
TOLD = (
    "workflow_deadlinestage", "workflow_outboxmessage", "workflow_notice", "workflow_timelineentry",
)  # fmt: skip
GROUPS = iter(range(1_000_000))


def measure(due: int) -> dict[str, Any]:  # Any: figures of several kinds, on their way to JSON
    """Everything about the sweep in this world."""
    from workflow.models import Deadline

    _afresh()
    open_clocks = Deadline.objects.open().count()
    of = open_clocks // due
    return {
        "open": open_clocks,
        "due": due,
        **_beside_bare(of),
        **_idle(),
        "statements": [_counted(of * 10), _counted(of), _counted(max(1, of // 10))],
        **_memory(of * 100),
    }


def _now() -> datetime:
    """Ten in the morning of a working day: nothing is held back."""
    from deadlines.calendar_days import current_calendar

    day = current_calendar().roll_forward(timezone.localdate() + timedelta(days=1))
    return timezone.make_aware(datetime.combine(day, time_of_day(10)))


def _afresh() -> None:
    """A world that was kept begins like a new one: nothing told, nothing near."""
    _as_owner(
        "SET session_replication_role = replica",
        f"TRUNCATE {', '.join(TOLD)} CASCADE",
        "UPDATE workflow_deadline SET due_on = d, amber_on = d, next_on = d"
        " FROM (SELECT current_date + 90 AS d) AS far WHERE next_on < d - 60",
        f"VACUUM ANALYZE workflow_deadline, {', '.join(TOLD)}",
    )


def _as_owner(*statements: str) -> None:
    with contextlib.closing(psycopg2.connect(os.environ["MIGRATION_DATABASE_URL"])) as owner:
        owner.autocommit = True
        for statement in statements:
            owner.cursor().execute(statement)


def _arm(of: int) -> int:
    """The next group falls due; the house is tidied, so that each side finds it alike."""
    from tests.bench.deadlines.world import fall_due

    fallen = fall_due(next(GROUPS) % of, of, _now().date())
    _as_owner(f"VACUUM workflow_deadline, {', '.join(TOLD)}", "CHECKPOINT")
    return fallen


def _beside_bare(of: int) -> dict[str, Any]:  # Any: as above
    """Both move a group of the same size and commit it; who goes first alternates."""
    taken: dict[str, list[float]] = {"sweep": [], "bare": []}
    sides: list[tuple[str, Callable[[], object]]] = [("sweep", _sweep), ("bare", _bare)]
    for turn in range(ROUNDS + 1):
        for name, act in sides if turn % 2 else reversed(sides):
            fallen = _arm(of)
            began = time.perf_counter()
            done = act()
            ms = (time.perf_counter() - began) * 1000
            assert done == fallen, f"{name}: {done} of {fallen}"
            taken[name] += [ms] if turn else []
    ratios = [a / b for a, b in zip(taken["sweep"], taken["bare"], strict=True)]
    return {name: median(each) for name, each in taken.items()} | {"ratio": median(ratios)}


def _sweep() -> int:
    from workflow.clocks.sweep import sweep

    return sweep(_now()).clocks


def _bare() -> int:
    with connection.cursor() as cursor:
        cursor.execute(BARE, {"today": _now().date()})
        return cursor.rowcount


def _idle() -> dict[str, float]:
    """Nothing is due, beside the one look at the index that says so."""
    look = (
        "SELECT EXISTS (SELECT FROM workflow_deadline WHERE ended_on IS NULL"
        " AND NOT is_suspended AND next_on <= %s)"
    )
    taken: dict[str, list[float]] = {"idle": [], "look": []}
    now = _now()
    with connection.cursor() as cursor:
        for _ in range(IDLE_TIMES):
            for name in taken:
                began = time.perf_counter()
                if name == "idle":
                    _swept_nothing(now)
                else:
                    cursor.execute(look, [now.date()])
                    cursor.fetchone()
                taken[name].append((time.perf_counter() - began) * 1000)
    return {name: median(each) for name, each in taken.items()}


def _swept_nothing(now: datetime) -> None:
    from workflow.clocks.sweep import Swept, sweep

    assert sweep(now) == Swept()


def _counted(of: int) -> tuple[int, int, int]:
    """Clocks, batches, statements."""
    from workflow.clocks.sweep import sweep

    _arm(of)
    counter = Counter()
    with connection.execute_wrapper(counter):
        swept = sweep(_now())
    return swept.clocks, swept.batches, counter.statements


def _memory(of: int) -> dict[str, float]:
    """What this process holds after one sweep, after hundreds, and at most."""
    from workflow.clocks.sweep import sweep

    def again() -> float:
        from tests.bench.deadlines.world import fall_due

        fall_due(next(GROUPS) % of, of, _now().date())
        sweep(_now())
        return held()

    sizes = [again() for _ in range(AGAIN)]
    return {"rss_first": sizes[9], "rss_last": sizes[-1], "rss_peak": peak()}


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(measure(int(sys.argv[1]))))
