"""Sealed free text: cipher text in the row, a `str` on the attribute (六(三), decision 0051).

For what is told of a case, which every page and paper of it shows in words: nobody is asked for a
reveal, and masking on display stays the matter of whoever shows it. It is opened when it is read
and not before, so that a list may load what it does not show.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from confidentiality.fields import SealedAttribute, SealedTextField
from confidentiality.sealing import SealBroken, Sealed, open_sealed, seal


class OpenedText(str):
    """A text that remembers its cipher text: given back unchanged, the row keeps that."""

    __slots__ = ("sealed",)

    sealed: Sealed

    @classmethod
    def of(cls, sealed: Sealed) -> OpenedText:
        text = cls(open_sealed(sealed))
        text.sealed = sealed
        return text

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)


class FreeTextAttribute(SealedAttribute):
    """Opens what it holds for whoever reads it."""

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        value = super().__get__(instance, cls)
        return OpenedText.of(value) if isinstance(value, Sealed) else value


class SealedFreeTextField(SealedTextField):
    """A text of the case, sealed in the database and read as a `str`; '' stays ''."""

    descriptor_class: type[SealedAttribute] = FreeTextAttribute
    _pyi_private_get_type: str

    if TYPE_CHECKING:

        def __get__(self, instance: Any, owner: Any) -> str: ...  # type: ignore[override]  # opened

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["mask"]
        return name, path, args, kwargs

    def sealed_for(self, instance: models.Model, value: object) -> Sealed:
        """What was not changed keeps its cipher text, so that triggers see the row unchanged."""
        if isinstance(value, OpenedText):
            return super().sealed_for(instance, value.sealed)
        kept = self._kept(instance)
        if kept is not None and not isinstance(value, Sealed) and open_sealed(kept) == value:
            return kept
        return super().sealed_for(instance, value)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:  # Any: Django's own
        """What a row holds may be written by `bulk_update` as well, which asks the attribute."""
        text = value.sealed if isinstance(value, OpenedText) else value
        return super().get_db_prep_save(text, connection)

    def _kept(self, instance: models.Model) -> Sealed | None:
        """What the row holds now, when it is loaded and belongs to it."""
        held = instance.__dict__.get(self.attname)
        if not isinstance(held, Sealed) or not held or "seal_id" not in instance.__dict__:
            return None
        context = self.context_of(instance)
        held = held if held.context else held.bound_to(context)
        return held if held.context == context else None

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed:  # noqa: FBT001 -- Django's own
        """The cipher text; of a row copied under a new seal_id, closed anew."""
        value = self.sealed_for(model_instance, self._closed_value(model_instance))
        model_instance.__dict__[self.attname] = value
        return value

    def _closed_value(self, instance: models.Model) -> Sealed:
        if self.attname not in instance.__dict__:
            getattr(instance, self.attname)
        return cast("Sealed", instance.__dict__[self.attname])

    def value_to_string(self, obj: models.Model) -> str:
        return self._closed_value(obj).cipher_text


class FreeJSONAttribute(SealedAttribute):
    """Opens a list or an object for whoever reads it; changing it changes nothing in the row."""

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        value = super().__get__(instance, cls)
        return _loaded(open_sealed(value)) if isinstance(value, Sealed) else value


class SealedFreeJSONField(SealedFreeTextField):
    """JSON that is sealed as a whole and read as what it holds; blank is an empty list."""

    descriptor_class = FreeJSONAttribute

    if TYPE_CHECKING:

        def __get__(self, instance: Any, owner: Any) -> Any: ...  # Any: what the JSON holds

    def sealed_for(self, instance: models.Model, value: object) -> Sealed:
        return super().sealed_for(instance, value if isinstance(value, Sealed) else _written(value))


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder) if value else ""


def _loaded(text: str) -> Any:  # Any: what JSON holds is the caller's to know
    return json.loads(text) if text else []


def opened(field: tuple[type[models.Model], str], stored: Sealed | str, seal_id: object) -> str:
    """A value that a query brought without its row (`values_list`, an annotation, plain SQL)."""
    if not stored:
        return ""
    if seal_id is None:
        raise SealBroken("读取时没有带上所在行（seal_id）")
    text = stored.cipher_text if isinstance(stored, Sealed) else stored
    return open_sealed(Sealed(text, "hidden", _place(field, seal_id)))


def opened_json(model: type[models.Model], row: dict[str, Any] | None) -> Any:  # Any: as it came
    """A row that PostgreSQL gave as JSON with its `seal_id`: its sealed texts opened, or None."""
    if row is None:
        return None
    fields = model._meta.concrete_fields
    sealed = [f.name for f in fields if isinstance(f, SealedFreeTextField) and f.name in row]
    return row | {name: opened((model, name), row[name], row["seal_id"]) for name in sealed}


def closed_for(field: tuple[type[models.Model], str], plain: str, seal_id: object) -> str:
    """The cipher text of a value for a row that plain SQL will write."""
    return seal(plain, _place(field, seal_id)).cipher_text


def _place(field: tuple[type[models.Model], str], seal_id: object) -> str:
    model, name = field
    found = cast("SealedTextField", model._meta.get_field(name))
    return f"{model._meta.db_table}.{found.column}.{seal_id}"
