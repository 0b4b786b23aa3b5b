"""The forms of the pages of 会商: a new meeting, and one case of the minutes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from departments.codes import CONFERENCE_CONVENORS
from departments.models import Department, Officer
from workflow.choices import MeetingKind
from workflow.forms.base import day, words
from workflow.forms.fields import DepartmentField
from workflow.forms.others import PlanMeeting

#: 联席会议 is organised by the tax bureau or the office (四(二), R012).


class NewMeeting(PlanMeeting):
    """The same as programs send, with only such choices as the convenor has."""

    def __init__(self, *args: Any, officer: Officer, own: Department, **kwargs: Any) -> None:
        # Any: Django's own arguments
        super().__init__(*args, officer=officer, **kwargs)
        kinds = self.fields["kind"]
        invited = self.fields["departments"]
        assert isinstance(kinds, forms.ChoiceField)
        assert isinstance(invited, forms.ModelMultipleChoiceField)
        if own.code not in CONFERENCE_CONVENORS:
            kinds.choices = [c for c in MeetingKind.choices if c[0] != MeetingKind.CONFERENCE]
        invited.queryset = Department.objects.active().exclude(pk=own.pk)
        invited.help_text = f"{own.name}是召集单位，不必勾选。"
        self.fields["form"].initial = "meeting"


class MinuteItem(forms.Form):
    """What the meeting settled about one case; left blank it is settled later."""

    decision = words("议定事项", required=False, rows=5)
    dissent = words("分歧意见", required=False, rows=2, help_text="写明哪一家保留什么意见")
    responsible = DepartmentField("责任单位", required=False)
    due_on = day("完成时限")

    def clean(self) -> None:
        typed = self.cleaned_data
        if not typed.get("decision") and not self.is_blank:
            self.add_error("decision", "请写明议定事项；还没有议定的，请把这一件全部留空。")
        if typed.get("due_on") and not typed.get("responsible"):
            self.add_error("responsible", "定了完成时限的，请选择责任单位。")

    def clean_due_on(self) -> date | None:
        due_on: date | None = self.cleaned_data["due_on"]
        if due_on is not None and due_on < timezone.localdate():
            raise forms.ValidationError("完成时限不能早于今天。")
        return due_on

    @property
    def is_blank(self) -> bool:
        return not any(self.cleaned_data.values()) and not self.errors

    @property
    def settled(self) -> dict[str, str]:
        """As the verb's form takes it."""
        typed = self.cleaned_data
        return {
            "decision": typed["decision"],
            "dissent": typed["dissent"],
            "responsible": typed["responsible"].code if typed["responsible"] else "",
            "due_on": typed["due_on"].isoformat() if typed["due_on"] else "",
        }
