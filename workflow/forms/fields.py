"""Form fields that web pages and the API share: departments by code, officers by username."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from departments.models import Department, Officer


class DepartmentField(forms.ModelChoiceField[Department]):
    """One member department, by its code."""

    def __init__(self, label: str, *, required: bool = True, help_text: str = "") -> None:
        super().__init__(
            Department.objects.active(),
            to_field_name="code",
            label=label,
            required=required,
            help_text=help_text,
            empty_label="请选择",
            error_messages={
                "required": f"请选择{label}。",
                "invalid_choice": "没有这个单位，请从列表中选择。",
            },
        )


class DepartmentsField(forms.ModelMultipleChoiceField[Department]):
    """Several member departments, by their codes."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, label: str, *, required: bool = True, help_text: str = "") -> None:
        super().__init__(
            Department.objects.active(),
            to_field_name="code",
            label=label,
            required=required,
            help_text=help_text,
            error_messages={
                "required": f"请至少选择一个{label}。",
                "invalid_choice": "没有单位“%(value)s”，请从列表中选择。",
                "invalid_list": "请以列表形式填写单位代码。",
                "invalid_pk_value": "没有单位“%(pk)s”，请从列表中选择。",
            },
        )


class OfficerField(forms.ModelChoiceField[Officer]):
    """One officer, by his 工号."""

    def __init__(self, label: str) -> None:
        super().__init__(
            Officer.objects.filter(is_active=True),
            to_field_name="username",
            label=label,
            empty_label="请选择",
            error_messages={
                "required": f"请选择{label}。",
                "invalid_choice": "没有这个工号，请从列表中选择。",
            },
        )


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
