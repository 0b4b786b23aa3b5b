"""Keyed bigrams: search in sealed text of two characters and more, without opening any.

Each two-character window is a keyed digest cut to four bytes; a text holds the set of its own, and
GIN finds whoever holds all those of a word. That they stand one behind the other only the opened
text can say, so whoever shows a row asks it again (decision 0051).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from confidentiality.classification import OPEN
from confidentiality.keys import key_ring
from confidentiality.sealing import Sealed, open_sealed

if TYPE_CHECKING:
    _ArrayBase = ArrayField[list[int], list[int]]
else:
    _ArrayBase = ArrayField


def bigram_index(text: str, key_id: str = "") -> list[int]:
    """The windows of a text as it is given, each once; nothing of fewer than two characters."""
    ring = key_ring()
    windows = {text[place : place + 2] for place in range(len(text) - 1)}
    return sorted({ring.gram(window, key_id) for window in windows})


def holding(column: str, needle: str) -> models.Q:
    """Rows with all the windows of a word; while keys are changed, under the former key too."""
    asked = models.Q()
    for key_id in key_ring().indexes:
        asked |= models.Q((f"{column}__contains", bigram_index(needle, key_id)))
    return asked


class BigramAttribute(DeferredAttribute):
    """Follows its sealed text: whenever that was assigned, the windows are taken from it."""

    field: BigramField

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        if instance is not None:
            sealed = instance.__dict__.get(self.field.of)
            if isinstance(sealed, Sealed) and (sealed.is_fresh or not sealed):
                instance.__dict__[self.field.attname] = bigram_index(open_sealed(sealed))
        return super().__get__(instance, cls)

    def __set__(self, instance: models.Model, value: object) -> None:
        # Without a setter Python would read the instance's dictionary and never ask __get__.
        instance.__dict__[self.field.attname] = value


class BigramField(_ArrayBase):
    """The windows of a sealed text; give it a GIN index in Meta."""

    descriptor_class = BigramAttribute
    secrecy = OPEN

    def __init__(self, *args: Any, of: str, **kwargs: Any) -> None:
        self.of = of
        kwargs |= {"base_field": models.IntegerField(), "default": list, "editable": False}
        super().__init__(*args, **{"blank": True, **kwargs})

    def get_internal_type(self) -> str:
        return "ArrayField"

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        del kwargs["base_field"]
        return name, "confidentiality.bigrams.BigramField", args, {**kwargs, "of": self.of}
