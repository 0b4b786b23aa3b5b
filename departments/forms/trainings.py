"""What is typed of a training or an event (R024, R025)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from departments.forms.fields import DayField, ReasonField, RowForm, today
from departments.models import Training
from web.form_fields import upload

HEADS = ("village_officials", "grid_workers", "others")


class TrainingForm(RowForm[Training]):
    """One that was held; an event against injuries counts heads without asking whose."""

    held_on = DayField(label="日期")
    sheet = upload(
        "签到附件", required=False, help_text="签到表扫描件或照片；以后补传的，在更正时添加"
    )

    class Meta:
        model = Training
        fields = ("held_on", "subject", "place", "lecturer", "hours", *HEADS)

    def __init__(self, *args: Any, kind: Training.Kind, **kwargs: Any) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        self.fields["hours"].widget.attrs["min"] = "0.5"
        if kind == Training.Kind.PREVENTION:
            del self.fields["village_officials"], self.fields["grid_workers"]
            self.fields["others"].label = "参加人数"

    @property
    def layout(self) -> str:
        heads = " ".join(f"{name}:3" for name in HEADS if name in self.fields)
        last = " reason:12" if "reason" in self.fields else ""
        return f"subject:9 held_on:3 place:6 lecturer:3 hours:3 {heads} sheet:12{last}"

    def clean_held_on(self) -> date:
        held_on: date = self.cleaned_data["held_on"]
        if held_on > today():
            raise forms.ValidationError("日期不能晚于今天，办完以后再登记。")
        return held_on

    def clean(self) -> dict[str, Any]:  # Any: what was typed
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not set(HEADS) & set(self.errors) and not any(cleaned.get(name) for name in HEADS):
            self.add_error("others", "请填写参加人数，至少一人。")
        if "hours" in cleaned and cleaned["hours"] <= 0:
            self.add_error("hours", "课时应大于 0。")
        return cleaned


class CorrectionForm(TrainingForm):
    """The same with the reason why it was wrong."""

    reason = ReasonField("更正理由")
