"""A database grown in SQL: every row of it many times over, each copy of the world by itself.

What the tables are is read from PostgreSQL, so that a schema of long ago grows as well as today's
and a table that is added grows with the others. Only as the owner: triggers are away meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

#: Kept as they are: who and what the copies refer to, and what is one by its nature.
SHARED = (
    "auth_", "authtoken_", "axes_", "confidentiality_audit", "confidentiality_keycheck",
    "deadlines_", "departments_", "disputes_numberseries", "disputes_savedview",
    "django_", "guardian_", "web_", "workflow_heartbeat",
)  # fmt: skip
#: What begins with such a name and is a list all the same.
LISTS = {
    "departments_changerecord", "departments_delegation", "departments_membershipdecision",
    "departments_town", "departments_training",
}  # fmt: skip

_COLUMNS = """
    SELECT c.relname, a.attname, format_type(a.atttypid, NULL)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
        AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    ORDER BY c.relname, a.attnum
"""
_REFERENCES = """
    SELECT conrelid::regclass::text, a.attname, confrelid::regclass::text
    FROM pg_constraint JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = conkey[1]
    WHERE contype = 'f' AND connamespace = 'public'::regnamespace
"""
#: What an index reads: its columns, and those that its expressions and its condition name.
_UNIQUE = """
    SELECT indrelid::regclass::text, indexrelid::regclass::text, indisprimary, a.attname
    FROM pg_index JOIN pg_class c ON c.oid = indexrelid
    JOIN pg_attribute a ON a.attrelid = indrelid AND (a.attnum = ANY(indkey::int2[]) OR EXISTS (
        SELECT FROM pg_depend d WHERE d.objid = indexrelid AND d.refobjid = indrelid
            AND d.refobjsubid = a.attnum))
    WHERE indisunique AND c.relnamespace = 'public'::regnamespace
"""

TEXTS = {"uuid", "text", "character varying"}


@dataclass
class Table:
    """Its columns with their types, where they lead, and what of it stands once only."""

    name: str
    columns: dict[str, str]
    references: dict[str, str]
    unique: dict[str, list[str]]
    key: str = ""

    def moved(self, grown: set[str]) -> set[str]:
        """The columns that lead into the same copy: its own key and those of its relations."""
        leads = {column for column, table in self.references.items() if table in grown}
        return leads | ({self.key} if self.key not in self.references else set()) - {""}

    def alike(self, moved: set[str]) -> list[list[str]]:
        """What could tell two copies apart where nothing unique does so by itself."""
        unique = [names for names in self.unique.values() if not moved & set(names)]
        return [[name for name in names if self.columns[name] in TEXTS] for names in unique]


def tables(cursor: Any) -> dict[str, Table]:  # Any: psycopg2 carries no types
    found: dict[str, Table] = {}
    cursor.execute(_COLUMNS)
    for name, column, kind in cursor.fetchall():
        found.setdefault(name, Table(name, {}, {}, {})).columns[column] = kind
    cursor.execute(_REFERENCES)
    for name, column, other in cursor.fetchall():
        found[name].references[column] = other
    cursor.execute(_UNIQUE)
    for name, index, is_key, column in cursor.fetchall():
        if is_key:
            found[name].key = column
        else:
            found[name].unique.setdefault(index, []).append(column)
    return found


def lists(cursor: Any) -> dict[str, Table]:  # Any: as above
    """The tables that grow."""
    known = tables(cursor)
    return {n: t for n, t in known.items() if n in LISTS or not n.startswith(SHARED)}


def multiply(cursor: Any, times: int) -> None:  # Any: as above
    """Every row of a list so many times."""
    growing = lists(cursor)
    for table in growing.values():
        _seals_alike(cursor, table)
    step = max(_largest(cursor, table) for table in growing.values()) + 1
    cursor.execute("SET session_replication_role = replica")
    for table in growing.values():
        moved = table.moved(set(growing))
        renamed = {_most_various(cursor, table, names) for names in table.alike(moved) if names}
        cursor.execute(_copying(table, moved, renamed, step), {"last": times - 1})
    for table in growing.values():
        _go_on_behind(cursor, table)
    cursor.execute("SET session_replication_role = DEFAULT")
    cursor.execute("ANALYZE")  # or pages are planned as for the rows that were


def _seals_alike(cursor: Any, table: Table) -> None:  # Any: as above
    """What is sealed opens under the `seal_id` of its row only, so the copies keep that."""
    for index, names in list(table.unique.items()):
        if names == ["seal_id"]:
            cursor.execute(f'ALTER TABLE "{table.name}" DROP CONSTRAINT "{index}"')
            del table.unique[index]


def _largest(cursor: Any, table: Table) -> int:  # Any: as above
    if "int" not in table.columns.get(table.key, ""):
        return 0
    cursor.execute(f'SELECT coalesce(max("{table.key}"), 0) FROM "{table.name}"')  # noqa: S608
    return int(cursor.fetchone()[0])


def _most_various(cursor: Any, table: Table, names: list[str]) -> str:  # Any: as above
    """The number among its companions, which say whose or of what kind it is."""
    counts = ", ".join(f'count(DISTINCT "{name}")' for name in names)
    cursor.execute(f'SELECT {counts} FROM "{table.name}"')  # noqa: S608
    return max(zip(cursor.fetchone(), names, strict=True))[1]


def _copying(table: Table, moved: set[str], renamed: set[str], step: int) -> str:
    said = {
        column: f'"{column}" + k * {step}' if column in moved
        else _another(column, kind) if column in renamed else f'"{column}"'
        for column, kind in table.columns.items()
    }  # fmt: skip
    names = ", ".join(f'"{column}"' for column in said)
    return (
        f'INSERT INTO "{table.name}" ({names}) SELECT {", ".join(said.values())}'  # noqa: S608
        f' FROM "{table.name}", generate_series(1, %(last)s) k'
        " ON CONFLICT DO NOTHING"  # one pending for each: the first of them is
    )


def _another(column: str, kind: str) -> str:
    """The same under another number: that at its end if it has one, or one is put behind."""
    if kind == "uuid":
        return "gen_random_uuid()"
    end = f"""substring("{column}" from '[0-9]+$')"""
    more = f"({end}::numeric + k * 1000)::text"
    return (
        f"""CASE WHEN "{column}" = '' THEN '' WHEN {end} IS NULL THEN "{column}" || '-' || k"""
        f""" ELSE left("{column}", -length({end}))"""
        f""" || lpad({more}, greatest(length({end}), length({more})), '0') END"""
    )


def _go_on_behind(cursor: Any, table: Table) -> None:  # Any: as above
    """New rows of the portal's own come after the copies."""
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table.name, table.key or "id"])
    if sequence := cursor.fetchone()[0]:
        cursor.execute("SELECT setval(%s, %s)", [sequence, _largest(cursor, table) + 1])
