"""R15: no migration keeps everybody from a table for long, and each can go back or says why not.

How long is measured by `make bench-migrations`; here what makes it long: work for each row.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader

from tests.faults.house import until
from tests.upgrade.grown import grow, stepped
from tests.upgrade.released import database, restore, versions
from tests.upgrade.stepping import EVERY, Step, watched

ROWS = 10_000  # `make bench-migrations` takes a million
OURS = ("confidentiality", "deadlines", "departments", "disputes", "web", "workflow")

#: What cannot be taken back, and why that is right.
ONE_WAY: dict[str, str] = {}


@pytest.mark.slow
def test_no_migration_since_the_first_release_asks_for_each_row(tmp_path: Path) -> None:
    few = {step.name: step.statements for step in brought_up(tmp_path, rows=0)}
    many = brought_up(tmp_path, rows=ROWS)
    assert "workflow.0011_messages_settle" in few
    assert {step.name: step.statements for step in many} == few
    assert any(step.held for step in many), "nothing was seen of any lock"


def brought_up(home: Path, rows: int) -> list[Step]:
    """From the first release to today, one step after the other."""
    with database(os.environ["DATABASE_URL"]) as address:
        restore(versions()[0], address)
        if rows:
            assert grow(address, rows) >= rows
        return stepped(address, home)


def migrations() -> Iterator[tuple[str, Migration]]:
    for (app, name), migration in sorted(MigrationLoader(None).disk_migrations.items()):
        if app in OURS:
            yield f"{app}.{name}", migration


def test_the_operator_is_told_before_which_migrations_to_stop_the_portal() -> None:
    """As measured at a million; what was measured too long later is mended before it lands."""
    docs = Path(__file__).parents[2] / "docs"
    measured = (docs / "performance.md").read_text("utf-8")
    long = set(re.findall(r"\| (\w+\.\d{4}_\w+) \|.*\| 未达 \|", measured))
    told = set(re.findall(r"`(\w+\.\d{4}_\w+)`", (docs / "operations/start.md").read_text("utf-8")))
    assert long
    assert long == told


def test_every_migration_can_be_taken_back_or_is_declared_one_way() -> None:
    for_good = {
        name
        for name, migration in migrations()
        if not all(operation.reversible for operation in migration.operations)
    }
    assert for_good == ONE_WAY.keys()


def test_a_lock_that_is_held_is_seen_with_its_table() -> None:
    step, address = Step("test"), os.environ["DATABASE_URL"]
    with database(address) as fresh, closing(psycopg2.connect(fresh)) as holder:
        cursor = holder.cursor()
        cursor.execute("CREATE TABLE followed (id int)")
        holder.commit()
        with watched(step, fresh):
            cursor.execute("LOCK TABLE followed IN ACCESS EXCLUSIVE MODE")
            until(lambda: step.longest > 2 * EVERY, "nobody saw the lock")
            holder.rollback()
    assert step.held.keys() == {"followed"}
