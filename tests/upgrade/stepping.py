"""Migrate one step after the other, and say how long each kept everybody else away (R15).

`python -m tests.upgrade.stepping` in the environment of a database that is to be brought up. A step
gives up when it cannot have its locks within the time; which it holds is seen in `pg_locks` from a
connection of its own, to which a table that the step makes is not there yet.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

import django
import psycopg2

from config.drawing_little import drawing_little
from tests.bench.counting import Counter

LONGEST = 2.0  # seconds for which nobody can read a table
EVERY = 0.02
_HELD = """
    SELECT c.relname FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
    WHERE l.mode = 'AccessExclusiveLock' AND l.granted AND c.relkind = 'r'
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND c.relnamespace = 'public'::regnamespace
"""


@dataclass
class Step:
    """One migration: how long it took, and for how long it held which table for itself alone."""

    name: str
    seconds: float = 0
    statements: int = 0
    held: dict[str, float] = field(default_factory=dict)

    @property
    def longest(self) -> float:
        return max(self.held.values(), default=0)


@contextlib.contextmanager
def watched(step: Step, address: str) -> Iterator[None]:
    """From the first time a lock is seen to the last; it goes with the step's transaction."""
    over = threading.Event()

    def look() -> None:
        with contextlib.closing(psycopg2.connect(address)) as database:
            database.autocommit = True
            cursor, since = database.cursor(), dict[str, float]()
            while not over.wait(EVERY):
                cursor.execute(_HELD)
                now = time.monotonic()
                seen = {name for (name,) in cursor.fetchall()}
                since = {name: since.get(name, now) for name in seen}
                for name, at in since.items():
                    step.held[name] = max(step.held.get(name, 0), now - at + EVERY)

    watcher = threading.Thread(target=look)
    watcher.start()
    began = time.monotonic()
    try:
        yield
    finally:
        step.seconds = time.monotonic() - began
        over.set()
        watcher.join()


def steps() -> Iterator[Step]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{LONGEST:g}s'; SET statement_timeout = 0")
    executor = MigrationExecutor(connection)
    for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        step = Step(f"{migration.app_label}.{migration.name}")
        counter = Counter()
        executor.loader.build_graph()
        with (
            watched(step, os.environ["DATABASE_URL"]),
            connection.execute_wrapper(counter),
            drawing_little(),
        ):
            executor.migrate([(migration.app_label, migration.name)])
        step.statements = counter.statements
        yield step


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps([asdict(step) for step in steps()]))
