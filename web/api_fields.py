"""A form's fields as a program needs them: name, label, type, whether required, choices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypedDict

from django import forms
from django.core.exceptions import EmptyResultSet


class ChoiceAnswer(TypedDict):
    """One choice of a field."""

    value: str
    label: str


class FieldAnswer(TypedDict):
    """One field of a verb's body."""

    name: str
    label: str
    type: str
    required: bool
    choices: list[ChoiceAnswer]


#: Django's own fields: the first that fits names the type. Ours say it in `api_type`.
_TYPES: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.ModelMultipleChoiceField, "list"),
    (forms.MultipleChoiceField, "list"),
    (forms.ModelChoiceField, "choice"),
    (forms.ChoiceField, "choice"),
    (forms.BooleanField, "boolean"),
    (forms.DateTimeField, "datetime"),
    (forms.DateField, "date"),
    (forms.IntegerField, "integer"),
    (forms.FileField, "file"),
)

Lists = dict[str, list[ChoiceAnswer]]


def type_of(field: forms.Field) -> str:
    """The type's name: text and string are both words, one of them long."""
    if own := getattr(field, "api_type", ""):
        return str(own)
    for kind, name in _TYPES:
        if isinstance(field, kind):
            return name
    return "text" if isinstance(field.widget, forms.Textarea) else "string"


def fields_of(form: forms.Form, lists: Lists) -> list[FieldAnswer]:
    """All but the version; `lists` keeps the rows that several fields choose from."""
    return [
        {
            "name": name,
            "label": str(field.label or ""),
            "type": type_of(field),
            "required": field.required,
            "choices": _choices(field, lists),
        }
        for name, field in form.fields.items()
        if name != "version"
    ]


def _choices(field: forms.Field, lists: Lists) -> list[ChoiceAnswer]:
    if not isinstance(field, forms.ModelChoiceField):
        return _plain(getattr(field, "choices", []))
    rows = field.queryset
    assert rows is not None
    try:
        asked = str(rows.query)
    except EmptyResultSet:  # nobody is fit for it: Django asks nothing at all
        return []
    if asked not in lists:
        key = field.to_field_name or "pk"
        named = field.label_from_instance  # as a page names it: what is masked there is here
        lists[asked] = [{"value": str(getattr(row, key)), "label": named(row)} for row in rows]
    return lists[asked]


def _plain(pairs: Iterable[Any]) -> list[ChoiceAnswer]:  # Any: what Django's choices hold
    return [{"value": str(value), "label": str(label)} for value, label in pairs if value != ""]
