"""Rows sealed anew, a batch a transaction, beside whoever writes.

Which rows are done stands in the rows: a value names its key. So it may be stopped anywhere, and
goes on where it stopped. A row that somebody holds is left for the next pass; nobody is ever
waited for, so that nobody waits for long either.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from confidentiality.audit.sealing import seal as seal_chain
from confidentiality.rotation.chain import ChainOfTable
from confidentiality.rotation.tables import SealedTable
from confidentiality.sealing import SealBroken

BATCH: Final = 200
_PATIENCE: Final = (("lock_timeout", "2s"), ("statement_timeout", "30s"))
_OWNER: Final = (
    "SELECT pg_has_role(relowner, 'MEMBER') FROM pg_class"
    " WHERE oid = 'confidentiality_keycheck'::regclass"
)
_TRIGGERS: Final = """
SELECT '{' || COALESCE(string_agg(quote_ident(tgname), ','), '') || '}' FROM pg_trigger
WHERE tgrelid = %s::regclass AND NOT tgisinternal"""

Say = Callable[[str], object]


@dataclass
class Rotated:
    """What a pass over a table did."""

    done: int = 0
    held: int = 0  # by somebody who works
    broken: list[str] = field(default_factory=list)


def rotate_rows(own: SealedTable, say: Say) -> Rotated:
    """One pass; what is left is held by somebody, or cannot be opened."""
    told, last, left = Rotated(), 0, stale_rows(own)
    total = left
    while left:
        if own.sources:
            seal_chain()  # a row is held against its link before it is given another
        with transaction.atomic():
            batch = _batch(own, last, told)
        if batch is None:
            break
        last = batch
        say(f"{own.table}：{told.done}/{total}")
    left = stale_rows(own) if total else 0
    told.held = max(0, left - len(told.broken))
    return told


def stale_rows(own: SealedTable) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{own.table}" WHERE {own.stale}')  # noqa: S608
        return int(cursor.fetchone()[0])


def _batch(own: SealedTable, last: int, told: Rotated) -> int | None:
    """The key of its last row; None when there was none."""
    with connection.cursor() as cursor:
        as_owner(cursor, own.table)
        rows = _locked(cursor, own, last)
        if not rows:
            return None
        chain = ChainOfTable(cursor, own.sources, [row["pk"] for row in rows])
        done = [row["pk"] for row in rows if _renewed(cursor, own, row, chain, told)]
        chain.enter_anew(done)
    told.done += len(done)
    return int(rows[-1]["pk"])


def owns_tables() -> bool:
    """Whether this connection may do what only their owner may."""
    with connection.cursor() as cursor:
        cursor.execute(_OWNER)
        return bool(cursor.fetchone()[0])


def as_owner(cursor: CursorWrapper, table: str) -> None:
    """His word alone quiets the triggers that keep history as it is (config/rights/giving.py)."""
    cursor.execute(_TRIGGERS, [table])
    (names,) = cursor.fetchone()
    for name, value in (*_PATIENCE, ("pgtrigger.ignore", names)):
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


def _locked(cursor: CursorWrapper, own: SealedTable, last: int) -> list[dict[str, Any]]:  # Any: pk
    names = [*own.named, *own.columns, *own.inside]
    told = ", ".join(f'"{name}"::text' for name in names)
    cursor.execute(
        f'SELECT "{own.pk}", {told} FROM "{own.table}" WHERE "{own.pk}" > %s AND {own.stale}'  # noqa: S608
        f' ORDER BY "{own.pk}" LIMIT {BATCH} FOR NO KEY UPDATE SKIP LOCKED',
        [last],
    )
    return [dict(zip(["pk", *names], row, strict=True)) for row in cursor.fetchall()]


def _renewed(
    cursor: CursorWrapper,
    own: SealedTable,
    row: dict[str, Any],  # Any: as above
    chain: ChainOfTable,
    told: Rotated,
) -> bool:
    if not chain.holds(row["pk"]):
        told.broken.append(f"{own.table} {row['pk']}（与审计链不符）")
        return False
    try:
        new = own.anew(row)
    except SealBroken:
        told.broken.append(f"{own.table} {row['pk']}（打不开）")
        return False
    marks = ", ".join(
        f'"{name}" = %s::jsonb' if name in own.inside else f'"{name}" = %s' for name in new
    )
    cursor.execute(
        f'UPDATE "{own.table}" SET {marks} WHERE "{own.pk}" = %s',  # noqa: S608
        [*new.values(), row["pk"]],
    )
    return True
