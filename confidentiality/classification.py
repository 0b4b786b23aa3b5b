"""How secret each model field is; a test walks all models and fails for one that is not declared.

A model says so beside its fields: `SECRECY = OPEN.of("state") | MASKED.of("facts")`. Sealed fields
and their indexes know themselves; keys and relations carry nothing and need not be named.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.db import models


class Secrecy(StrEnum):
    """SEALED: encrypted at rest. MASKED: stored plain, masked when shown outside the case. OPEN."""

    SEALED = "sealed"
    MASKED = "masked"
    OPEN = "open"

    def of(self, names: str) -> dict[str, Secrecy]:
        """These fields, so secret."""
        return dict.fromkeys(names.split(), self)


SEALED: Final = Secrecy.SEALED
MASKED: Final = Secrecy.MASKED
OPEN: Final = Secrecy.OPEN


def secrecy_of(model: type[models.Model]) -> dict[str, Secrecy]:
    """What a model and its abstract parents declare, the nearest word first."""
    declared: dict[str, Secrecy] = {}
    for parent in reversed(model.__mro__):
        declared |= parent.__dict__.get("SECRECY", {})
    return declared


def findings(model: type[models.Model]) -> list[str]:
    """One sentence for each field undeclared, contradicted, or declared without existing."""
    declared = secrecy_of(model)
    fields = {f.name: f for f in model._meta.concrete_fields}
    own = {name: f for name, f in fields.items() if not f.is_relation and not f.primary_key}
    missing = [name for name, f in own.items() if name not in declared and not _knows_itself(f)]
    wrong = [
        name for name, f in own.items() if name in declared and _contradicts(f, declared[name])
    ]
    stale = [name for name in declared if name not in fields]
    label = model._meta.label
    return [
        *(f"{label}.{name} is neither SEALED, MASKED nor OPEN" for name in missing),
        *(f"{label}.{name} is declared {declared[name]} but is not stored so" for name in wrong),
        *(f"{label}.{name} is declared but does not exist" for name in stale),
    ]


def _knows_itself(field: models.Field) -> bool:  # type: ignore[type-arg]
    return hasattr(field, "secrecy")


def _contradicts(field: models.Field, word: Secrecy) -> bool:  # type: ignore[type-arg]
    return (word is SEALED) != (getattr(field, "secrecy", OPEN) is SEALED)
