"""An older database always comes up: restored, migrated to today, walked, nothing of it lost."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.upgrade.released import (
    Released,
    database,
    manage,
    restore,
    rows_by_table,
    versions,
)

#: Their rows tell what was done to the schema, or follow from the models of today.
GROW = frozenset({"django_migrations", "django_content_type", "auth_permission"})
#: A release may bring a new edition of the duty matrix beside those that were there (R014), give
#: each unit a book of its own for the numbers of its papers (0057), and a limit to a new step.
EDITIONS = frozenset(
    {
        "departments_matrixversion",
        "departments_dutyrule",
        "departments_signalrule",
        "disputes_numberseries",
        "deadlines_deadlinepolicy",
    }
)


def test_the_first_release_is_kept() -> None:
    assert "0.1.0" in {each.version for each in versions()}


@pytest.mark.slow
@pytest.mark.parametrize("old", versions(), ids=lambda old: old.version)
def test_the_database_of_a_release_comes_up_and_keeps_its_rows(
    old: Released, tmp_path: Path
) -> None:
    with database(os.environ["DATABASE_URL"]) as address:
        restore(old, address)
        assert rows_by_table(address) == old.counts
        manage(address, tmp_path, "manage.py", "migrate", "--noinput", "-v0")
        now = rows_by_table(address)
        kept = {t: rows for t, rows in old.counts.items() if t not in GROW | EDITIONS}
        assert {table: now.get(table) for table in kept} == kept
        assert all(now[table] >= old.counts[table] for table in EDITIONS)
        assert "无" in manage(address, tmp_path, "-c", NOTHING_LEFT)
        assert "审计留痕完好" in manage(address, tmp_path, "manage.py", "verify_audit")
        walked = json.loads(manage(address, tmp_path, "-m", "tests.upgrade.walk"))
        assert walked["pages"] > 40
        assert walked["names"] == old.counts["disputes_party"]
        assert walked["papers"] == old.counts["workflow_paper"]


NOTHING_LEFT = """
import django; django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
left = MigrationExecutor(connection)
print(left.migration_plan(left.loader.graph.leaf_nodes()) or "无")
"""
