"""What a list may be asked by: codes, whole numbers, and how a schema tells it."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django_filters import Filter, FilterSet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter


class CodesField(forms.CharField):
    """One code, or several with commas between; each must be known."""

    def __init__(self, known: Any, **kwargs: Any) -> None:
        # Any: choices, or a callable giving codes; Django's own
        super().__init__(max_length=200, **kwargs)
        self.known = known

    def clean(self, value: Any) -> list[str]:  # Any: what was typed
        codes = [code for code in (super().clean(value) or "").split(",") if code]
        if not codes:
            return []
        known = set(self.known()) if callable(self.known) else {str(k) for k in self.known}
        for code in codes:
            if code not in known:
                raise forms.ValidationError(f"没有“{code}”这个{self.label}。")
        return codes


class Codes(Filter):  # type: ignore[misc]  # django-filter has no types
    """Rows with any of the codes."""

    field_class = CodesField

    def __init__(self, known: Any, label: str, column: str | None = None, **kwargs: Any) -> None:
        # Any: as above
        super().__init__(column, "in", label=label, known=known, **kwargs)


class Number(Filter):  # type: ignore[misc]  # as above
    """A whole number; django-filter's own also takes fractions."""

    field_class = forms.IntegerField


def as_it_is(rows: Any, _name: str, _value: object) -> Any:  # Any: a queryset
    """For what is asked beside the filters: where a page begins narrows nothing."""
    return rows


def told_of(asked: type[Any]) -> list[OpenApiParameter]:  # Any: a set of filters, or a form
    """What a list or a paper may be asked by, for its schema."""
    if issubclass(asked, FilterSet):
        return [_told(name, each.field) for name, each in asked.base_filters.items()]
    return [_told(name, field) for name, field in asked.base_fields.items()]


def told_in(asked: type[Any]) -> dict[str, Any]:  # Any: a set of filters; a schema
    """The same as the body of a search."""
    fields = {each.name: _as_field(each) for each in told_of(asked)}
    return {"type": "object", "properties": fields}


def _as_field(told: OpenApiParameter) -> dict[str, Any]:  # Any: a schema
    kind = told.type if isinstance(told.type, dict) else {"type": "string"}
    choices = {"enum": list(told.enum)} if told.enum else {}
    return kind | choices | {"description": told.description}


def _told(name: str, field: forms.Field) -> OpenApiParameter:
    if isinstance(field, forms.DateField):
        return OpenApiParameter(name, OpenApiTypes.DATE, description=str(field.label))
    if isinstance(field, forms.IntegerField):
        limits = {"minimum": field.min_value, "maximum": field.max_value}
        told = {"type": "integer"} | {k: v for k, v in limits.items() if v is not None}
        return OpenApiParameter(name, told, description=str(field.label))
    if isinstance(field, CodesField) and not callable(field.known):
        one = "|".join(map(re.escape, map(str, field.known)))
        told = {"type": "string", "pattern": f"^(({one})(,({one}))*)?$", "maxLength": 200}
        return OpenApiParameter(name, told, description=f"{field.label}，可用逗号分隔多个")
    choices: Any = getattr(field, "choices", ())  # Any: Django allows more than pairs
    known = [value for value, _ in choices] or None
    return OpenApiParameter(name, str, description=str(field.label), enum=known)
