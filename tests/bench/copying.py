"""Rows for COPY: a sheet per table, filled with the model's own defaults, written at once."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, models

from confidentiality.bigrams import BigramField, bigram_index
from confidentiality.free_text import SealedFreeTextField
from confidentiality.sealing import seal

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _encoded(value: Any) -> str:  # Any: whatever a column holds
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, int | Decimal):
        return str(value)
    return str(value).translate(_ESCAPES)


class Sheet:
    """Rows of one table, waiting to be copied; absent columns take the model's default."""

    def __init__(self, model: type[models.Model], *, with_id: bool = False) -> None:
        fields: list[Any] = [f for f in model._meta.concrete_fields if with_id or not f.primary_key]
        self.table = model._meta.db_table
        self.columns = [field.column for field in fields]
        self._place = {field.column: place for place, field in enumerate(fields)}
        self._made: dict[int, Callable[[], Any]] = {
            place: field.get_default for place, field in enumerate(fields) if field.unique
        }
        self._blank = [_encoded(_default(field)) for field in fields]
        self._texts = {str(f.column) for f in fields if isinstance(f, SealedFreeTextField)}
        self._grams = {f.of: f.column for f in fields if isinstance(f, BigramField)}
        self.rows: list[list[str]] = []

    def add(self, **values: Any) -> list[str]:  # Any: columns of many types
        """One more row; what is returned may still be changed by `put`."""
        row = self._blank.copy()
        for place, make in self._made.items():
            row[place] = _encoded(make())
        for column, value in values.items():
            row[self._place[column]] = _encoded(value)
        for name in sorted(self._texts & values.keys()):
            self._close(row, name, values[name])
        self.rows.append(row)
        return row

    def _close(self, row: list[str], column: str, text: str) -> None:
        """Sealed for its row, and its windows where it is searched."""
        place = f"{self.table}.{column}.{row[self._place['seal_id']]}"
        row[self._place[column]] = seal(text, place).cipher_text
        if column in self._grams:
            numbers = ",".join(map(str, bigram_index(text)))
            row[self._place[self._grams[column]]] = f"{{{numbers}}}"

    def put(self, row: list[str], column: str, text: str) -> None:
        row[self._place[column]] = text

    def copy(self, cursor: Any) -> int:  # Any: psycopg2 carries no types
        """All rows into the table; how many they were."""
        text = io.StringIO("\n".join("\t".join(row) for row in self.rows))
        names = ", ".join(f'"{column}"' for column in self.columns)
        cursor.copy_expert(f'COPY "{self.table}" ({names}) FROM STDIN', text)
        count = len(self.rows)
        self.rows = []
        return count


def _default(field: Any) -> Any:  # Any: a Django field and its value
    if field.get_internal_type() == "JSONField":
        return as_json(field.get_default() or {})
    if isinstance(field, SealedFreeTextField):
        return ""
    if field.get_internal_type() == "ArrayField":
        return "{}"
    return field.get_default()


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


@contextmanager
def bare(tables: list[str]) -> Iterator[None]:
    """Secondary indexes of `tables` away during a load, and built again, as one would by hand."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.indexname, i.indexdef FROM pg_indexes i"
            " LEFT JOIN pg_constraint c ON c.conname = i.indexname"
            " WHERE i.schemaname = 'public' AND i.tablename = ANY(%s) AND c.oid IS NULL",
            [tables],
        )
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for _, definition in indexes:
            cursor.execute(definition)
