"""What is typed to open an archived file."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from departments.models import Department
from web.form_fields import LineField, line


class Purpose(forms.Form):
    """Why somebody opens a file; the record keeps it (六(三))."""

    purpose = LineField(
        label="查阅用途",
        max_length=100,
        error_messages={
            "required": "请写明查阅用途，例如：季度抽查。",
            "max_length": "查阅用途不能超过100字。",
        },
        widget=forms.TextInput(
            attrs={
                "list": "purposes",
                "autocomplete": "off",
                "placeholder": "查阅用途，如季度抽查",
            }
        ),
    )


class Draw(forms.Form):
    """Which year, how many, and a seed thrown elsewhere, if there is one."""

    year = forms.IntegerField(label="归档年度", min_value=2000, max_value=2100)
    size = forms.IntegerField(label="抽取卷数", min_value=1, max_value=500)
    seed = line(
        "种子", required=False, length=40, help_text="不填由门户随机产生；摇号得来的填在这里"
    )


class WhichUnit(forms.Form):
    """Of which unit's files a report is made."""

    department = forms.ModelChoiceField(
        Department.objects.none(), label="立档单位", empty_label=None
    )

    def limit_to(self, units: Sequence[Department]) -> None:
        own = [each.pk for each in units]
        rows = Department.objects.filter(pk__in=own).order_by("order", "id")
        self.fields["department"].queryset = rows  # type: ignore[attr-defined]


class Edition(forms.Form):
    """Which package of a file: the first, or a later supplement."""

    edition = forms.IntegerField(
        label="第几份（1 为归档时的，2 起为补充）", required=False, min_value=1, max_value=9999
    )

    def which(self) -> int:
        """What is no number asks for the first."""
        return (self.is_valid() and self.cleaned_data["edition"]) or 1
