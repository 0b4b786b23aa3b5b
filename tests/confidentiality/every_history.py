"""One row or two of every table of history, made from PostgreSQL's own catalogue.

Only the trigger that tells the chain is awake: what rows must be like besides is tried elsewhere.
"""

# ruff: noqa: S608 -- hand-written SQL is what is tried here

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pgtrigger
from django.db import connection

from config.rights.chaining import CHAINS
from config.rights.history import History, histories

#: By type: a value of a row (one or two), and what it is changed into.
VALUES: Final = {
    "int": ("{nth}", "{name} + 7"),
    "numeric": ("{nth}", "{name} + 7"),
    "bool": ("false", "NOT {name}"),
    "date": ("'2026-01-0{nth}'", "{name} - 1"),
    "timestamptz": ("now()", "{name} - interval '1 hour'"),
    "uuid": ("gen_random_uuid()", "gen_random_uuid()"),
    "jsonb": ("'[{nth}]'", "'[7]'"),
    "inet": ("'10.0.0.{nth}'", "'10.0.0.7'"),
    "list": ("'{{{nth}}}'", "'{{7}}'"),
    "varchar": ("'{nth}'", "'y'"),
    "text": ("'{nth}'", "'y'"),
}
_COLUMNS: Final = """
SELECT c.relname, a.attname, regexp_replace(t.typname, '^int\\d$', 'int'), a.attnotnull
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname = ANY(%s)
    AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attname <> 'id'
ORDER BY c.relname, a.attnum"""
_CHECKS: Final = """
SELECT format('ALTER TABLE %%I DROP CONSTRAINT %%I CASCADE', c.relname, k.conname)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE k.contype IN ('c', 'x', 'u') AND c.relname = ANY(%s)
UNION ALL SELECT format('DROP INDEX %%I', x.relname)
FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
WHERE i.indisunique AND NOT i.indisprimary AND c.relname = ANY(%s)
    AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)"""
#: In whose files, meetings, answers and clocks the others lie.
PARENTS: Final = {
    "dispute_id": "disputes_dispute",
    "meeting_id": "workflow_meeting",
    "assignment_id": "workflow_assignment",
    "deadline_id": "workflow_deadline",
}


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    is_filled: bool

    def value(self, nth: int) -> str:
        return self._says[0].format(nth=nth)

    @property
    def _says(self) -> tuple[str, str]:
        return VALUES["list" if self.type.startswith("_") else self.type]

    @property
    def other(self) -> str:
        return self._says[1].format(name=f'"{self.name}"')


@dataclass(frozen=True)
class Table:
    name: str
    history: History
    columns: list[Column]

    def is_in(self, row: int) -> dict[str, bool]:
        """Which of its columns say something in that row."""
        names = [each.name for each in self.columns]
        says = ", ".join(f'"{name}" IS NOT NULL' for name in names)
        (told,) = asked(f"SELECT {says} FROM {self.name} WHERE id = {row}")
        return dict(zip(names, told, strict=True))


def asked(statement: str, *values: str | list[str]) -> list[tuple]:  # type: ignore[type-arg]  # of any columns
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


def every_history() -> list[Table]:
    """Rows that rest as soon as they are written, and rows that rest with their file."""
    names = list(histories())
    for (statement,) in asked(_CHECKS, names, names):
        asked(statement)
    ((model, dates_itself),) = pgtrigger.registered(
        "confidentiality.AuditArrival:arrivals_say_nothing_themselves"
    )
    arrives = dates_itself.get_pgid(model)
    asked(f"ALTER TABLE confidentiality_auditarrival ENABLE ALWAYS TRIGGER {arrives}")
    for name in names:
        asked(f"ALTER TABLE {name} ENABLE ALWAYS TRIGGER {CHAINS}")
    columns: dict[str, list[Column]] = {}
    for table, *told in asked(_COLUMNS, names):
        columns.setdefault(table, []).append(Column(*told))
    tables = [Table(name, histories()[name], columns[name]) for name in names]
    tables.sort(key=lambda each: each.name not in PARENTS.values())
    asked("SET LOCAL session_replication_role = replica")
    parents: dict[str, int] = {}
    for table in tables:
        _write(table, 1, parents)
        if table.history.line.rests_with:
            _write(table, 2, parents)
    for table in tables:
        _bring_to_rest(table)
    asked("SET LOCAL session_replication_role = DEFAULT")
    return tables


def _write(table: Table, nth: int, parents: dict[str, int]) -> None:
    """The first with all that it can say, the second with what it must."""
    said = {
        each.name: each.value(nth)
        for each in table.columns
        if nth == 1 or each.is_filled or each.name in parents
    }
    final = table.history.line.final
    if rests_not := re.search(r"state <> '(\w+)'", final) if nth == 2 else None:
        said["state"] = f"'{rests_not[1]}'"
    said |= {name: str(parents[name]) for name in said.keys() & parents.keys()}
    (row,) = asked(
        f"INSERT INTO {table.name} ({_names(said)}) VALUES ({', '.join(said.values())}) "
        "RETURNING id"
    )
    of = next((key for key, name in PARENTS.items() if name == table.name), "")
    if of:
        parents.setdefault(of, row[0])


def _bring_to_rest(table: Table) -> None:
    if found := re.search(r"state (?:=|IN \()\s*'(\w+)'", table.history.line.final):
        asked(f"UPDATE {table.name} SET state = '{found[1]}'")


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)
