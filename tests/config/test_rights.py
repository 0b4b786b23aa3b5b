"""Every table has its line, and the portal's role has what the line says and nothing beside it."""

from __future__ import annotations

import pytest
from django.db import connection

from config.rights import giving
from config.rights.line import Line
from config.rights.tables import LINES
from config.servers import APPLICATION

pytestmark = pytest.mark.django_db


def catalogue() -> dict[str, set[str]]:
    """Every table of the schema with its columns."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, array_agg(a.attname::text) FROM pg_class c "
            "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
            "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') "
            "GROUP BY c.relname"
        )
        return {table: set(columns) for table, columns in cursor.fetchall()}


def may(right: str, table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [APPLICATION, table, right])
        return bool(cursor.fetchone()[0])


def may_name(right: str, table: str) -> set[str]:
    """The columns that an INSERT or UPDATE may name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
            "AND NOT attisdropped AND has_column_privilege(%s, attrelid, attnum, %s)",
            [table, APPLICATION, right],
        )
        return {name for (name,) in cursor.fetchall()}


def is_counted(table: str) -> bool:
    """A counter gives its key."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_attribute WHERE attrelid = %s::regclass "
            "AND attname = 'id' AND attidentity <> ''",
            [table],
        )
        return bool(cursor.fetchone()[0])


def test_every_table_has_its_line() -> None:
    assert set(catalogue()) == set(LINES), "say in config/rights/tables.py what may be done with it"


def test_a_line_names_columns_that_are_there() -> None:
    tables = catalogue()
    for table, line in LINES.items():
        named = {*line.changes, *line.fixed, *line.once, *line.passes, *line.grows, *line.times}
        assert named <= tables[table], table


def test_a_column_that_is_filled_once_may_be_filled() -> None:
    for table, line in LINES.items():
        assert line.whole or set(line.once) <= set(line.changes), table
        assert not set(line.once) & set(line.fixed), table


@pytest.mark.parametrize("table", sorted(LINES))
def test_the_role_has_what_the_line_says(table: str) -> None:
    line, columns = LINES[table], catalogue()[table]
    assert may("SELECT", table)
    counted = {"id"} if is_counted(table) else set()
    assert may_name("INSERT", table) == (columns - counted if line.adds else set())
    assert may("DELETE", table) == line.goes
    assert not any(may(right, table) for right in ("TRUNCATE", "REFERENCES", "TRIGGER"))
    assert may_name("UPDATE", table) == _changing(line, columns)


def _changing(line: Line, columns: set[str]) -> set[str]:
    return columns if line.whole else {"id"} if line.locks else set(line.changes)


def test_counters_are_drawn_from_and_never_set() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE has_sequence_privilege(%s, oid, 'UPDATE')), "
            "count(*) FILTER (WHERE NOT has_sequence_privilege(%s, oid, 'USAGE')) "
            "FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace",
            [APPLICATION, APPLICATION],
        )
        assert cursor.fetchone() == (0, 0)


def test_every_trigger_looks_for_its_tables_where_the_owner_put_them() -> None:
    """A table of the same name in somebody's own session never stands in for one of ours."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace "
            "AND prorettype = 'trigger'::regtype "
            "AND NOT 'search_path=pg_catalog, public, pg_temp' = ANY(COALESCE(proconfig, '{}'))"
        )
        assert cursor.fetchall() == []


def test_what_an_older_version_gave_is_taken_back() -> None:
    """Its roles.sql gave everything, and its triggers obeyed whoever said so."""
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {APPLICATION}")
        cursor.execute(
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public "
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APPLICATION}"
        )
        giving.give()
        cursor.execute("CREATE TABLE made_later (id int)")
    assert not any(may(right, "workflow_timelineentry") for right in ("UPDATE", "DELETE"))
    assert may_name("UPDATE", "workflow_service") == set(LINES["workflow_service"].changes)
    assert not may("INSERT", "made_later")
