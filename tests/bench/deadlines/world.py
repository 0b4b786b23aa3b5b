"""A million disputes in hand, each with its open clock: the sweep's view of a county.

`python -m tests.bench.deadlines.world NUMBER` lets the world that the environment names grow.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from multiprocessing import get_context
from random import Random

import django
from django.db import connection

BATCH = 5_000
SPREAD = 250  # days; as far ahead as limits reach


def grow(upto: int, processes: int = 2) -> None:
    """More disputes, until there are so many; none of their clocks is near."""
    from disputes.models import Dispute
    from tests.bench.cast import engage
    from tests.bench.copying import bare

    there = Dispute.objects.count()
    if there >= upto:
        return
    cast = engage()
    connection.close()
    starts = range(there + 1, upto + 1, BATCH)
    batches = [(cast, start, min(start + BATCH, upto + 1)) for start in starts]
    with bare(["disputes_dispute", "workflow_deadline"]):
        connection.close()
        context = get_context("spawn")
        with ProcessPoolExecutor(processes, context, initializer=django.setup) as pool:
            for _ in pool.map(_batch, batches):
                pass
    with connection.cursor() as cursor:
        for table in ("disputes_dispute", "workflow_deadline"):
            sequence = f"pg_get_serial_sequence('{table}', 'id')"
            cursor.execute(f"SELECT setval({sequence}, {upto})")
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT")


def _batch(batch: tuple) -> None:
    cast, start, stop = batch
    from disputes.models import Dispute
    from tests.bench.copying import Sheet
    from workflow.models import Deadline

    disputes, clocks = Sheet(Dispute, with_id=True), Sheet(Deadline, with_id=True)
    for nth in range(start, stop):
        dispute, clock = _rows(cast, nth)
        disputes.add(**dispute)
        clocks.add(**clock)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no trigger, no foreign key
        cursor.execute("SET synchronous_commit = off")
        disputes.copy(cursor.cursor)
        clocks.copy(cursor.cursor)


def _rows(cast, nth: int) -> Iterator[dict[str, object]]:
    """One dispute in the hands of a clerk, and what he has to keep."""
    from tests.bench import shares

    random = Random(nth)  # noqa: S311 -- not a secret
    code = shares.department(random)
    clerk, unit = random.choice(cast.clerks[code]), cast.departments[code]
    key, policy = cast.policies["single"]
    at = cast.now - timedelta(days=random.randint(1, 60))
    due_on = cast.today + timedelta(days=random.randint(40, SPREAD))
    amber_on = due_on - timedelta(days=5)
    yield {
        "id": nth, "year": at.year, "number": f"230718-{at.year}-{code}-{nth:07d}",
        "state": "handling", "severity": "general", "mode": "single", "version": 3,
        "channel": "visit", "visited_at": at, "registered_at": at, "created_at": at,
        "first_contact_department_id": unit, "first_contact_officer_id": clerk,
        "receiving_department_id": unit, "lead_department_id": unit,
        "responsible_officer_id": clerk, "owing_department_id": unit, "owing_role": "clerk",
        "category": random.choice(cast.categories), "insurance_types": "{pension}",
        "amount": 100, "people_count": 1, "facts": "三个月没有申报缴费。", "claim": "请督促申报。",
        "due_on": due_on, "amber_on": amber_on, "due_key": key,
    }  # fmt: skip
    yield {
        "id": nth, "dispute_id": nth, "key": key, "owner_id": unit, "policy_id": policy,
        "starts_on": at.date(), "due_on": due_on, "amber_on": amber_on, "next_on": amber_on,
        "sentence": "自登记之日次日起15个工作日。",
    }  # fmt: skip


def fall_due(group: int, of: int, on: date) -> int:
    """Every `of`-th clock comes to its last day; it was told amber before, as clocks are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workflow_deadline SET due_on = %(on)s, amber_on = %(on)s - 5, next_on = %(on)s"
            " WHERE id %% %(of)s = %(group)s",
            {"on": on, "of": of, "group": group},
        )
        fallen = cursor.rowcount
        cursor.execute(
            "INSERT INTO workflow_deadlinestage"
            " (jurisdiction, deadline_id, due_on, stage, late_days, passed_on, recorded_at)"
            " SELECT jurisdiction, id, due_on, 'amber', 0, amber_on, now() FROM workflow_deadline"
            " WHERE id %% %(of)s = %(group)s ON CONFLICT DO NOTHING",
            {"of": of, "group": group},
        )
    return fallen


if __name__ == "__main__":
    django.setup()
    grow(int(sys.argv[1]))
