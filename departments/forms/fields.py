"""Fields that several of these forms share."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from typing import Final, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from confidentiality.identifiers.text import as_it_reads
from departments.models import Department, Officer
from web.form_fields import WrittenDay, WrittenField

#: Words of a duty row that stand for a department (departments.routing).
WORDS: Final = ("@bureaus", "@core", "@receiving", "@town", "@towns")


Row = TypeVar("Row", bound=models.Model)


class RowForm(forms.ModelForm[Row]):
    """Typed values of a row; the row itself is left alone until an action changes it."""

    def _post_clean(self) -> None:
        """Django would write what was typed into the row before the action looks: not so here."""
        self.cleaned_data = {
            name: as_it_reads(value) if isinstance(value, str) else value
            for name, value in self.cleaned_data.items()
        }
        if self.data.get("seen", self.seen) != self.seen:
            self._tell_both()

    @property
    def seen(self) -> str:
        """The row as it stands while the page is drawn; sent back with what was typed (R107)."""
        if self.instance.pk is None:
            return ""
        held = {name: str(self._held(name)) for name in self._meta.fields or ()}
        return sha256(json.dumps(held).encode()).hexdigest()[:32]

    def _tell_both(self) -> None:
        """Somebody was quicker: his words stand at each field; sent again, one's own hold."""
        for name in self._meta.fields or ():
            typed, held = self.cleaned_data.get(name), self._held(name)
            if name in self.cleaned_data and typed != held:
                there = _in_words(self.instance, name)
                self.add_error(name, f"打开后已由他人改为“{there}”。核对后再提交，以本页为准。")

    def _held(self, name: str) -> object:
        return getattr(self.instance, name)


def _in_words(row: models.Model, name: str) -> str:
    held = getattr(row, f"get_{name}_display", None)
    value = held() if held else getattr(row, name)
    return {True: "是", False: "否", None: "空", "": "空"}.get(value, str(value))


class DayField(WrittenDay):
    """A day, picked or typed."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReasonField(WrittenField):
    """Why: kept in the record of changes."""

    def __init__(self, label: str = "理由或依据") -> None:
        super().__init__(
            label=label, max_length=300, widget=forms.Textarea(attrs={"rows": 2}), strip=True
        )


class CodesField(forms.CharField):
    """Codes of departments, or the words that stand for them, one space between."""

    default_help = (
        "单位代码，用空格隔开；也可写 @bureaus（各险种主管局）、@core（首个险种主管局）、"
        "@receiving（受理部门）、@town（事项所在镇）、@towns（各镇），a|b 表示 a 无则取 b"
    )

    def __init__(self, *, label: str, required: bool = True) -> None:
        super().__init__(label=label, required=required, help_text=self.default_help)

    def prepare_value(self, value: object) -> object:
        return " ".join(value) if isinstance(value, list) else value

    def clean(self, value: object) -> list[str]:
        tokens = str(super().clean(value)).split()
        known = {*WORDS, *Department.objects.values_list("code", flat=True)}
        unknown = [word for token in tokens for word in token.split("|") if word not in known]
        if unknown:
            raise ValidationError(f"没有这些单位代码或词：{'、'.join(unknown)}。")
        return tokens


def today() -> date:
    """The day a form proposes."""
    return timezone.localdate()


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
