"""Fields that several of these forms share."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from typing import Any, ClassVar, Final, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from confidentiality.identifiers.text import as_it_reads
from departments.actions.authority import hold
from departments.models import Department, Officer
from web.form_fields import WrittenDay, WrittenField

#: Words of a duty row that stand for a department (departments.routing).
WORDS: Final = ("@bureaus", "@core", "@receiving", "@town", "@towns")


Row = TypeVar("Row", bound=models.Model)


class SeesBoth(forms.BaseForm):
    """What two open at once: the second writer sees both, loses nothing, and decides (R107)."""

    @property
    def held(self) -> dict[str, object]:
        """What stands now, by field."""
        raise NotImplementedError

    @property
    def behind(self) -> models.Model | None:
        """The row that the action is going to change, if there is one yet."""
        raise NotImplementedError

    @property
    def seen(self) -> str:
        """As it stands while the page is drawn; sent back with what was typed."""
        held = {name: str(value) for name, value in self.held.items()}
        return sha256(json.dumps(held).encode()).hexdigest()[:32] if held else ""

    def tell_both(self) -> None:
        """Somebody was quicker: his words stand at each field; sent again, one's own hold."""
        if self.data.get("seen", self.seen) == self.seen:
            return
        for name, value in self.held.items():
            if name in self.cleaned_data and self.cleaned_data[name] != value:
                there = self._in_words(name, value)
                self.add_error(name, f"打开后已由他人改为“{there}”。核对后再提交，以本页为准。")

    def compare_again(self) -> None:
        """In the action's transaction: the row is held, so whoever was quicker has written.

        Two who send in the same moment both compared with what stood before either.
        """
        if self.behind is not None:
            hold(self.behind)
            self.tell_both()

    def _in_words(self, name: str, value: object) -> str:
        if isinstance(value, bool):
            return "是" if value else "否"
        field = self.fields[name]
        labels = field.widget.choices if type(field) is forms.ChoiceField else ()
        return next((str(label) for code, label in labels if code == value), str(value or "空"))


class HeldForm(SeesBoth, forms.Form):
    """Of what is given as `initial`, or of the columns of a row."""

    #: The column of a field that is not called as it is.
    columns: ClassVar[dict[str, str]] = {}
    initial: dict[str, Any]  # Any: Django's own

    def __init__(
        self, data: object = None, *, initial: Any = None, row: models.Model | None = None
    ) -> None:  # Any: Django's own
        self.row = row
        super().__init__(data, initial=initial)  # type: ignore[arg-type]  # a QueryDict or nothing
        if row is not None and initial is None:
            self.initial = self._read()

    def _read(self) -> dict[str, Any]:  # Any: of columns
        asked = {name: self.columns.get(name, name) for name in self.fields}
        own = {each.name for each in self.row._meta.concrete_fields} if self.row else set()
        return {n: getattr(self.row, column) for n, column in asked.items() if column in own}

    @property
    def held(self) -> dict[str, object]:
        return {name: self.initial[name] for name in self.fields if name in self.initial}

    @property
    def behind(self) -> models.Model | None:
        return self.row

    def compare_again(self) -> None:
        if self.row is not None:
            hold(self.row)
            self.initial |= {n: v for n, v in self._read().items() if n in self.initial}
            self.tell_both()

    def _post_clean(self) -> None:
        self.tell_both()


class RowForm(SeesBoth, forms.ModelForm[Row]):
    """Typed values of a row; the row itself is left alone until an action changes it."""

    def _post_clean(self) -> None:
        """Django would write what was typed into the row before the action looks: not so here."""
        self.cleaned_data = {
            name: as_it_reads(value) if isinstance(value, str) else value
            for name, value in self.cleaned_data.items()
        }
        self.tell_both()

    @property
    def held(self) -> dict[str, object]:
        if self.instance.pk is None:
            return {}
        return {name: getattr(self.instance, name) for name in self._meta.fields or ()}

    @property
    def behind(self) -> models.Model | None:
        return self.instance if self.instance.pk is not None else None

    def _in_words(self, name: str, value: object) -> str:
        shown = getattr(self.instance, f"get_{name}_display", None)
        return super()._in_words(name, shown() if shown else value)


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
