"""What lies sealed in which column of which table, as the models say it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.apps import apps
from django.db import models

from confidentiality.audit.sources import Source, sources_of
from confidentiality.bigrams import BigramField, bigram_index
from confidentiality.fields import BlindIndexField, SealedTextField
from confidentiality.keys import key_ring
from confidentiality.sealing import Sealed, open_sealed, seal

#: A sealed text within JSON that is open, by its quotes.
_INSIDE: Final = re.compile(r'"((?:sm4|aes)\.[0-9A-Za-z]+\.[0-9A-Za-z+/]{38,}={0,2})"')


@dataclass(frozen=True)
class SealedTable:
    """One table: its sealed columns, those with sealed texts inside, and what follows from them."""

    table: str
    pk: str
    columns: tuple[str, ...]
    inside: dict[str, str]  # a column of JSON: where its texts are sealed, by columns of the row
    indexes: tuple[models.Field, ...] = field(default=())  # type: ignore[type-arg]  # of any value

    @property
    def sources(self) -> list[Source]:
        """Under which names its rows stand in the audit chain, as they lie there."""
        return sources_of(self.table)

    @property
    def places(self) -> dict[str, str]:
        """Where each column is sealed, by columns of the row."""
        return {name: f"{self.table}.{name}.{{seal_id}}" for name in self.columns} | self.inside

    @property
    def named(self) -> list[str]:
        """The columns that say where."""
        return sorted({name for each in self.places.values() for name in _columns_in(each)})

    @property
    def stale(self) -> str:
        """SQL: something of the row does not lie under the key of today."""
        today = f"{key_ring().prefix}."
        head = len(today)
        texts = [
            f"(\"{name}\" <> '' AND left(\"{name}\", {head}) <> '{today}')" for name in self.columns
        ]
        others = f'"(?!{re.escape(today)})(sm4|aes)\\.[0-9A-Za-z]+\\.'
        texts += [f"\"{name}\"::text ~ '{others}'" for name in self.inside]
        return f"({' OR '.join(texts)})"

    def anew(self, row: dict[str, str]) -> dict[str, Any]:  # Any: of columns
        """All of a row that was sealed, and what is searched in it, under the keys of today."""
        plain = {name: _opened(row[name], self.places[name].format(**row)) for name in self.columns}
        new: dict[str, Any] = {
            name: seal(text, self.places[name].format(**row)).cipher_text
            for name, text in plain.items()
        }
        for name, place in self.inside.items():
            new[name] = _INSIDE.sub(lambda m: _anew_inside(m[1], place.format(**row)), row[name])  # noqa: B023
        for each in self.indexes:
            text = plain[each.of]  # type: ignore[attr-defined]  # an index says of what it is
            grams = isinstance(each, BigramField)
            assert each.column
            new[each.column] = bigram_index(text) if grams else _index(each, text)
        return new


def sealed_tables() -> Iterator[SealedTable]:
    """Of all models, in the order of their names."""
    for model in sorted(apps.get_models(), key=lambda each: each._meta.db_table):
        fields = model._meta.concrete_fields
        columns = tuple(str(f.column) for f in fields if isinstance(f, SealedTextField))
        inside: dict[str, str] = getattr(model, "SEALED_INSIDE", {})
        indexes = tuple(f for f in fields if isinstance(f, BlindIndexField | BigramField))
        if columns or inside:
            pk = str(model._meta.pk.column)
            yield SealedTable(model._meta.db_table, pk, columns, inside, indexes)


def _columns_in(place: str) -> list[str]:
    return re.findall(r"\{(\w+)\}", place)


def _opened(text: str, place: str) -> str:
    return open_sealed(Sealed(text, "hidden", place))


def _anew_inside(text: str, place: str) -> str:
    return f'"{seal(_opened(text, place), place).cipher_text}"'


def _index(own: models.Field, text: str) -> str:  # type: ignore[type-arg]  # as above
    assert isinstance(own, BlindIndexField)
    return own.index_of(text)
