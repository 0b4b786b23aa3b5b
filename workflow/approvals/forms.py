"""What the leader says to a question: one form with three answers (方案五(二))."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from departments.forms.fields import DepartmentField, DepartmentsField
from web.form_fields import words
from workflow.verbs.forms import VerbForm

APPROVE: Final = "approve"
#: Answer → what its missing comment is asked for with; consent alone needs no words (A11).
ASKED_FOR: Final = {
    "ask_more": "请写明要补充什么材料。",
    "reject": "请写明不同意的理由。",
}


class AnswerApproval(forms.Form):
    """同意、补充材料 or 不同意, with the comment; nothing is filled in for the leader."""

    answer = forms.ChoiceField(
        choices=[(verb, verb) for verb in (APPROVE, *ASKED_FOR)],
        error_messages={
            "required": "请选择同意、补充材料或不同意。",
            "invalid_choice": "请选择同意、补充材料或不同意。",
        },
    )
    comment = words("签批意见", required=False, rows=2)
    meeting = forms.BooleanField(label="同意并同意召开专题会议", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own arguments
        super().__init__(*args, **kwargs)
        for name in ("comment", "meeting"):  # they stand outside the bar that sends them
            self.fields[name].widget.attrs["form"] = "answer"

    def clean(self) -> None:
        typed = self.cleaned_data
        sentence = ASKED_FOR.get(typed.get("answer", ""))
        if sentence and not typed.get("comment"):
            self.add_error("comment", sentence)

    @property
    def keywords(self) -> dict[str, str | bool]:
        """What the chosen answer's action takes."""
        said: dict[str, str | bool] = {"comment": self.cleaned_data["comment"]}
        if self.cleaned_data["answer"] == APPROVE:
            said["meeting"] = self.cleaned_data["meeting"]
        return said


class ReportMajor(VerbForm):
    reason = words("重大疑难的理由", rows=4)
    departments = DepartmentsField(
        "专案组成员", required=False, help_text="人社、税务、医保三局固定参加，可以增加其他单位"
    )
    lead = DepartmentField("主办单位", required=False)


class ApproveMajor(VerbForm):
    comment = words("批示意见", required=False)
    meeting = forms.BooleanField(label="同时同意就本件召开专题会议", required=False)
