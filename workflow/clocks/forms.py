"""What is typed on the pages of the calendar and the limits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from deadlines.actions import Revision
from deadlines.calendar_csv import Reading, read_days
from deadlines.due import Limit, Unit
from deadlines.models import UNITS
from departments.forms.fields import HeldForm
from departments.models import Category, Department
from web.brought_tables import decode
from web.form_fields import LineField, WrittenDay

LARGEST_FILE = 200_000  # a year's notice has about 2,000 characters


class CalendarImportForm(forms.Form):
    """A notice as a file or pasted; every bad line becomes an error of its own."""

    source = LineField(
        label="依据", max_length=200, help_text="例：国务院办公厅关于2027年部分节假日安排的通知"
    )
    text = forms.CharField(
        label="粘贴",
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text="每行一天：2027-02-05,放假,春节　或　2027-02-14,上班,春节",
    )
    file = forms.FileField(
        label="或选择 CSV 文件",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
        error_messages={"empty": "文件是空的，请重新选择。"},
    )

    def clean(self) -> dict[str, Any]:
        """Read what came; the file goes before what was pasted."""
        cleaned = self.cleaned_data
        file = cleaned.get("file")
        if file is not None:
            cleaned["text"] = self._content(file)
        text = cleaned.get("text") or ""
        if not text.strip():
            self.add_error("text", "请粘贴放假安排，或选择一个 CSV 文件。")
            return cleaned
        reading = read_days(text)
        for line in reading.bad_lines:
            self.add_error("text", str(line))
        cleaned["reading"] = reading
        return cleaned

    @property
    def reading(self) -> Reading:
        """The days of a valid form."""
        reading: Reading = self.cleaned_data["reading"]
        return reading

    def _content(self, file: UploadedFile[bytes]) -> str:
        if (file.size or 0) > LARGEST_FILE:
            self.add_error("file", "文件过大，不像是一年的放假安排。")
            return ""
        return decode(file.read())


class ConfirmedImportForm(CalendarImportForm):
    """The same, carried unseen from the preview to the import."""

    source = LineField(max_length=200, widget=forms.HiddenInput)
    text = forms.CharField(widget=forms.HiddenInput)
    #: The calendar for which the preview was drawn.
    stamp = LineField(widget=forms.HiddenInput, required=False, max_length=40)


class LimitForm(HeldForm):
    """A new version of one limit."""

    limit = forms.IntegerField(label="期限", min_value=1, max_value=999)
    unit = forms.ChoiceField(label="单位", choices=UNITS)
    valid_from = WrittenDay(
        label="起用日期",
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="只影响这一天及以后起算的环节",
    )
    reason = LineField(label="理由", max_length=200)

    @property
    def revision(self) -> Revision:
        """What was typed, as the action takes it."""
        typed = self.cleaned_data
        limit = Limit(typed["limit"], Unit(typed["unit"]))
        return Revision(limit, typed["valid_from"], typed["reason"])


def _categories() -> list[tuple[str, str]]:
    return [("", "全部类别"), *Category.objects.values_list("code", "name")]


class NarrowLimitForm(LimitForm):
    """The same for one department or category (R023)."""

    department = forms.ModelChoiceField(
        label="部门",
        queryset=Department.objects.filter(is_active=True),
        required=False,
        empty_label="全部部门",
    )
    category = forms.ChoiceField(label="类别", choices=_categories, required=False)
