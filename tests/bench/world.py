"""A generated county: any number of disputes loaded by COPY through the real schema.

The rows are such as the actions would have left them; only the triggers, which check a change
against the table of the procedure, are away while they are loaded.
"""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import django
from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from departments.models import Officer
from disputes.models import Dispute
from tests.bench.cast import Cast, engage
from tests.bench.copying import bare
from tests.bench.tale import Writer
from workflow.models import Notice

BATCH = 2_000
LOADED = (
    "disputes.Dispute", "disputes.Party", "disputes.DisputeGroupPermission",
    "workflow.TimelineEntry", "workflow.Assignment", "workflow.Opinion", "workflow.Deadline",
    "workflow.Decision", "workflow.Service", "workflow.Paper", "workflow.CaseFile",
    "workflow.Approval", "workflow.PartyResponse",
)  # fmt: skip
NOTICES = 40


@dataclass(frozen=True)
class Made:
    """What was loaded, and what it cost."""

    disputes: int
    rows: int
    seconds: float
    size: int


def make(disputes: int, processes: int = 2) -> Made:
    """Fill a migrated, empty database; or say what is in it when it was filled before."""
    began = time.monotonic()
    if not Dispute.objects.exists():
        cast = engage()
        with bare([models_of(label)._meta.db_table for label in LOADED]):
            _load(cast, disputes, processes)
        _finish(cast, disputes)
    seconds = time.monotonic() - began
    return Made(_count("disputes.Dispute"), sum(map(_count, LOADED)), seconds, _size())


def models_of(label: str) -> type[models.Model]:
    return apps.get_model(label)


def _load(cast: Cast, disputes: int, processes: int) -> None:
    """Every process takes its batches over a connection of its own."""
    connection.close()
    starts = range(1, disputes + 1, BATCH)
    batches = [(cast, start, min(start + BATCH, disputes + 1), disputes) for start in starts]
    context = get_context("spawn")
    with ProcessPoolExecutor(processes, context, initializer=django.setup) as pool:
        for _ in pool.map(_batch, batches):
            pass


def _batch(batch: tuple[Cast, int, int, int]) -> None:
    cast, start, stop, of = batch
    writer = Writer(cast, of)
    for nth in range(start, stop):
        writer.tell(nth)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no trigger, no foreign key
        cursor.execute("SET synchronous_commit = off")
        writer.copy(cursor.cursor)


def _finish(cast: Cast, disputes: int) -> None:
    """Counters behind the last number, messages for those who sign in, statistics."""
    with connection.cursor() as cursor:
        for label in ("disputes.Dispute", "workflow.Assignment"):
            table = models_of(label)._meta.db_table
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
            )
        for series in [f"dispute.{code}" for code in cast.departments]:
            cursor.execute(
                "INSERT INTO disputes_numberseries (jurisdiction, series, year, last)"
                " VALUES ('230718', %s, %s, %s)",
                [series, cast.today.year, disputes],
            )
    _tell(disputes)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT")


def _tell(disputes: int) -> None:
    """Ten unread messages to each officer, and many that were read."""
    now = timezone.now()
    Notice.objects.bulk_create(
        Notice(
            recipient_id=officer, dispute_id=nth, text="请办理。", read_at=now if nth > 10 else None
        )
        for officer in Officer.objects.values_list("pk", flat=True)
        for nth in range(1, min(NOTICES, disputes) + 1)
    )


def _count(label: str) -> int:
    return models_of(label)._default_manager.count()


def _size() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])
