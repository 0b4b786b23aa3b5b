"""Form fields that web pages and the API share: departments by code, officers by username."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from confidentiality.uploads import ACCEPT


class DisputeNumberField(forms.CharField):
    """Another dispute, by its number (pages) or its id (API); the form says which may be known."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            max_length=40,
            error_messages={"required": f"请填写{label}。", "max_length": "受理编号没有这么长。"},
        )

    def to_python(self, value: Any) -> str:  # Any: what was typed
        return (super().to_python("" if value is None else str(value)) or "").strip()


class YesNoField(forms.TypedChoiceField):
    """Two words to choose from; a program may send them as true and false."""

    def __init__(self, label: str, *, yes: str, no: str) -> None:
        super().__init__(
            label=label,
            choices=[("yes", yes), ("no", no)],
            coerce=lambda value: value == "yes",
            widget=forms.RadioSelect,
            error_messages={
                "required": f"请选择{yes}或{no}。",
                "invalid_choice": f"请选择{yes}或{no}。",
            },
        )

    def to_python(self, value: Any) -> str:  # Any: what was typed
        word: str = super().to_python(value)
        return {"true": "yes", "false": "no"}.get(word.lower(), word)


class ListOfObjectsField(forms.Field):
    """A list of JSON objects; a page sends it as text, the API as it is."""

    api_type = "objects"
    widget = forms.HiddenInput

    def to_python(self, value: Any) -> list[dict[str, Any]]:  # Any: JSON
        if value in (None, ""):
            return []
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except json.JSONDecodeError as error:
                raise ValidationError("内容格式不对，请以列表形式填写。") from error
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise ValidationError("内容格式不对，请以列表形式填写。")
        return value


def upload(label: str, *, required: bool = True, help_text: str = "") -> forms.FileField:
    """A file; the dialog offers the kinds that may come in, the door looks into what comes."""
    asked = f"请选择{label}。"
    return forms.FileField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={
            "required": asked,
            "missing": asked,
            "invalid": asked,
            "empty": "文件是空的，请重新选择。",
        },
    )


BIG = forms.Textarea(attrs={"rows": 4})


def words(
    label: str, *, required: bool = True, help_text: str = "", rows: int = 3
) -> forms.CharField:
    """A text area; what is missing is said in words."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": f"请填写{label}。", "max_length": f"{label}不能超过5000字。"},
    )


def line(
    label: str, *, required: bool = True, help_text: str = "", length: int = 120
) -> forms.CharField:
    """One line of text."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=length,
        error_messages={
            "required": f"请填写{label}。",
            "max_length": f"{label}不能超过{length}字。",
        },
    )


def day(label: str, *, required: bool = False, help_text: str = "") -> forms.DateField:
    """A date, typed or picked."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": f"请填写{label}。",
            "invalid": "日期写作 2026-03-05。",
        },
    )
