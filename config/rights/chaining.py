"""The triggers that tell the chain what has come to rest, and what rested before there were any."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.db import connection, transaction

from confidentiality.audit.anchoring import patiently
from confidentiality.audit.sources import Kept, arrives, take_over
from config.rights.giving import PATH
from config.rights.history import History, final, histories

CHAINS: Final = "portal_chains"
#: Said of a trigger in the database when the rows that were there before it have been told.
TAKEN_OVER: Final = "what was there before is in the chain"
BATCH: Final = 10_000

_FOUND: Final = """
SELECT c.relname, COALESCE(obj_description(t.oid, 'pg_trigger'), '')
FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
WHERE t.tgname = %s AND c.relnamespace = 'public'::regnamespace"""


def chain() -> None:
    """Functions anew, since a release may add columns; a trigger where there is none.

    A transaction for each table, so that whoever works waits for one alone, and not for long.
    """
    there, told = _chained(), histories()
    for table, history in told.items():
        _run(_trigger_of(table, history, is_there=table in there))
    for table in there.keys() - told.keys():
        _run(f'DROP TRIGGER {CHAINS} ON "{table}"')


def _trigger_of(table: str, history: History, *, is_there: bool) -> str:
    function = f'public."{CHAINS}_{table}"()'
    made = (
        f"CREATE OR REPLACE FUNCTION {function} RETURNS trigger LANGUAGE plpgsql "
        f"SET search_path = {PATH} SET timezone = 'UTC' AS $chains$\n"
        f"{_body(table, history)}$chains$;"
    )
    trigger = (
        f'CREATE TRIGGER {CHAINS} AFTER INSERT OR UPDATE ON "{table}" '
        f"FOR EACH ROW EXECUTE FUNCTION {function};"
    )
    return made if is_there else made + trigger


def _chained() -> dict[str, str]:
    """The tables that have our trigger, and what is said of it."""
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, [CHAINS])
        return dict(cursor.fetchall())


def _body(table: str, history: History) -> str:
    told = ["BEGIN"]
    if history.written:
        told.append(f"IF TG_OP = 'INSERT' THEN {arrives(history.written, 'NEW')} END IF;")
    if history.final:
        told += _when_final(history, history.final)
    told += _with_it(table)
    return "\n".join([*told, "RETURN NULL;", "END;\n"])


def _when_final(history: History, part: Kept) -> Iterator[str]:
    """Once: what lies in a file that rests was told with it, and a row rests only once."""
    line = history.line
    now, before = final(line, "NEW"), final(line, "OLD")
    filed = line.rests_with.rests("NEW") if line.rests_with else "false"
    yield f"IF TG_OP = 'INSERT' THEN IF {now} OR {filed} THEN {arrives(part, 'NEW')} END IF;"
    if line.final:
        yield f"ELSIF {now} AND NOT {before} AND NOT {filed} THEN {arrives(part, 'NEW')}"
    yield "END IF;"


def _with_it(table: str) -> Iterator[str]:
    """What lies in a file, or is of a meeting, comes to rest with it."""
    for child, history in histories().items():
        line = history.line
        if history.final and line.rests_with and line.rests_with.parent == table:
            state = line.rests_with.state
            among = (
                f"{child} c WHERE {line.rests_with.under('c', 'NEW.id')} AND NOT {final(line, 'c')}"
            )
            yield (
                f"IF TG_OP = 'UPDATE' AND NEW.state = '{state}' AND OLD.state <> '{state}' "
                f"THEN {arrives(history.final, 'c', among)} END IF;"
            )


def take_over_what_was() -> None:
    """Batch by batch, beside whoever works; it goes on where it was stopped, and is done once."""
    there = _chained()
    for table, history in histories().items():
        if there.get(table) == TAKEN_OVER:
            continue
        for part in history.parts:
            for among in _batches(table):
                _run(take_over(part, among))
        _run(f"COMMENT ON TRIGGER {CHAINS} ON \"{table}\" IS '{TAKEN_OVER}'")


def _batches(table: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT min(id), max(id) FROM "{table}"')  # noqa: S608 our own words
        least, most = cursor.fetchone()
    if least is not None:
        for first in range(least, most + 1, BATCH):
            yield f"s.id BETWEEN {first} AND {first + BATCH - 1}"


def _run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor, patiently(cursor):
        cursor.execute(statement)
