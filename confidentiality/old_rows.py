"""Migration steps that seal what earlier releases kept open, and open it again on the way back.

Each batch is a transaction of its own, so that nobody waits for a table while all of it is sealed,
and a migration that was cut short goes on where it stopped: sealed values know themselves. Rows
that nobody may change are written as well: what they say stays the same.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from django.db import migrations, models, transaction
from django.db.migrations.operations.base import Operation

from confidentiality.audit.sealing import seal as seal_chain
from confidentiality.audit.sources import Source
from confidentiality.bigrams import bigram_index
from confidentiality.free_text import SealedFreeTextField
from confidentiality.rotation.chain import ChainOfTable
from confidentiality.sealing import CIPHER_TEXT, Sealed, open_sealed, seal

BATCH: Final = 1000
Rewrite = Callable[[str, str], str]  # a value and its place, `table.column.seal_id`


def with_seal(table: str, model: str) -> list[Operation]:
    """A `seal_id` for rows that had none; each is given its own while they are sealed."""
    field = models.UUIDField(editable=False, null=True, verbose_name="密封编号")
    return [
        migrations.RunSQL(
            f'ALTER TABLE "{table}" ADD COLUMN IF NOT EXISTS seal_id uuid',
            f'ALTER TABLE "{table}" DROP COLUMN IF EXISTS seal_id',
            state_operations=[migrations.AddField(model, "seal_id", field)],
        )
    ]


def sealed_now(
    table: str,
    columns: Sequence[str],
    grams: tuple[str, str] | None = None,
    source: Source | None = None,
) -> Operation:
    """All rows of a table; `grams`: the column of windows, and of which text they are.

    `source`: as the audit chain knows the table, whose rows enter it anew with a signature (0053).
    """

    def there(apps: object, schema_editor: Any) -> None:  # Any: Django's schema editor
        _rewrite(schema_editor.connection, table, columns, _sealed, grams, source)

    def back(apps: object, schema_editor: Any) -> None:  # Any: as above
        _rewrite(schema_editor.connection, table, columns, _opened, None, source)

    return migrations.RunPython(there, back)


def sealed_inside(table: str, column: str, key: str) -> Operation:
    """Rows with a JSON list of objects, of each of which what stands under `key` is sealed."""

    def inside(rewrite: Rewrite) -> Rewrite:
        def all_of_them(value: str, place: str) -> str:
            lines = json.loads(value)
            told = [{**line, key: rewrite(line[key], place)} for line in lines]
            return json.dumps(told, ensure_ascii=False)

        return all_of_them

    def there(apps: object, schema_editor: Any) -> None:  # Any: Django's schema editor
        _rewrite(schema_editor.connection, table, [column], inside(_sealed), None)

    def back(apps: object, schema_editor: Any) -> None:  # Any: as above
        _rewrite(schema_editor.connection, table, [column], inside(_opened), None)

    return migrations.RunPython(there, back)


def _sealed(value: str, place: str) -> str:
    return value if CIPHER_TEXT.fullmatch(value) else seal(value, place).cipher_text


def _opened(value: str, place: str) -> str:
    return open_sealed(Sealed(value, "hidden", place)) if CIPHER_TEXT.fullmatch(value) else value


def _rewrite(
    connection: Any,  # Any: Django's connection, whose own cursor psycopg2 has no types for
    table: str,
    columns: Sequence[str],
    rewrite: Rewrite,
    grams: tuple[str, str] | None,
    source: Source | None = None,
) -> None:
    last = 0
    while True:
        if source and last == 0:
            seal_chain()  # a row is held against its link before it is given another
        with transaction.atomic(using=connection.alias):
            connection.ensure_connection()
            with connection.connection.cursor() as cursor, _unguarded(cursor, table):
                rows = _batch(cursor, table, columns, last)
                if not rows:
                    return
                with _entered_anew(cursor, source, [row[0] for row in rows]):
                    _write(cursor, table, columns, rows, rewrite, grams)
        last = rows[-1][0]


def _batch(cursor: Any, table: str, columns: Sequence[str], last: int) -> list[Any]:  # Any: rows
    names = ", ".join(f'"{column}"' for column in columns)
    cursor.execute(
        f'SELECT id, coalesce(seal_id, gen_random_uuid())::text, {names} FROM "{table}"'  # noqa: S608
        " WHERE id > %s ORDER BY id LIMIT %s FOR UPDATE",
        [last, BATCH],
    )
    return list(cursor.fetchall())


def _write(
    cursor: Any,  # Any: as above
    table: str,
    columns: Sequence[str],
    rows: list[Any],  # Any: as above
    rewrite: Rewrite,
    grams: tuple[str, str] | None,
) -> None:
    names = [*columns, *([grams[0]] if grams else [])]
    told = ", ".join(f'"{name}" = %s' for name in names)
    for pk, seal_id, *values in rows:
        places = [f"{table}.{column}.{seal_id}" for column in columns]
        new: list[object] = [rewrite(*pair) for pair in zip(values, places, strict=True)]
        if grams:
            at = list(columns).index(grams[1])
            new.append(bigram_index(_opened(values[at], places[at])))
        cursor.execute(
            f'UPDATE "{table}" SET seal_id = %s, {told} WHERE id = %s',  # noqa: S608
            [seal_id, *new, pk],
        )


@contextmanager
def _entered_anew(cursor: Any, source: Source | None, ids: list[int]) -> Iterator[None]:
    """Of a chained table: those that are what their link says; of others no link says it again."""
    if source is None:
        yield
        return
    chain = ChainOfTable(cursor, [source], ids)
    whole = [each for each in ids if chain.holds(each)]
    yield
    chain.enter_anew(whole)


@contextmanager
def _unguarded(cursor: Any, table: str) -> Iterator[None]:  # Any: as above
    """Without the triggers of the table; afterwards each stands as it stood."""
    cursor.execute(
        "SELECT quote_ident(tgname), tgenabled FROM pg_trigger"
        " WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgenabled IN ('O', 'A')",
        [table],
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER {name}')
    yield
    for name, how in found:
        always = "ALWAYS " if how == "A" else ""
        cursor.execute(f'ALTER TABLE "{table}" ENABLE {always}TRIGGER {name}')


def each_its_own(table: str, model: str) -> list[Operation]:
    """After the rows: none without a `seal_id`, and no two with the same."""
    field = models.UUIDField("密封编号", default=uuid.uuid4, editable=False, unique=True)
    return [
        migrations.RunSQL(
            f'ALTER TABLE "{table}" ALTER COLUMN seal_id SET NOT NULL,'
            f' DROP CONSTRAINT IF EXISTS "{table}_seal_id_key",'
            f' ADD CONSTRAINT "{table}_seal_id_key" UNIQUE (seal_id)',
            f'ALTER TABLE "{table}" ALTER COLUMN seal_id DROP NOT NULL,'
            f' DROP CONSTRAINT IF EXISTS "{table}_seal_id_key"',
            state_operations=[migrations.AlterField(model, "seal_id", field)],
        )
    ]


def as_cipher_text(table: str, model: str, **fields: SealedFreeTextField) -> list[Operation]:
    """A column takes cipher text of any length, whatever length its plain text might have."""
    alter = ", ".join(f'ALTER COLUMN "{name}" TYPE text' for name in fields)
    altered = [migrations.AlterField(model, name, field) for name, field in fields.items()]
    return [
        migrations.RunSQL(
            f'ALTER TABLE "{table}" {alter}', migrations.RunSQL.noop, state_operations=altered
        )
    ]
