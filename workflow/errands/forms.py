"""What is typed about an errand."""

from __future__ import annotations

from datetime import date

from django import forms

from departments.forms.fields import DepartmentField
from web.form_fields import day, words
from workflow.verbs.forms import DueMixin, VerbForm, in_time, members


class GiveErrand(forms.Form):
    """下达: to one member unit."""

    department = DepartmentField("承办单位")
    due_on = day("反馈期限", help_text="不填则按规定时限")
    question = words("交办内容", rows=6)
    again = forms.BooleanField(
        label="确需再交办一件", required=False, help_text="已有同样的交办任务还没有反馈时才用"
    )

    def narrow(self) -> None:
        """A page offers member units alone; the action still checks what comes back."""
        field = self.fields["department"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = members()

    def clean_due_on(self) -> date | None:
        return in_time(self.cleaned_data["due_on"])


class DraftAnswer(VerbForm):
    answer = words("办理情况", rows=6)


class CloseErrand(VerbForm):
    conclusion = words("办结意见")


class AskAgain(DueMixin):
    comment = words("退回理由")


class UrgeErrand(VerbForm):
    message = words("催办的话")
