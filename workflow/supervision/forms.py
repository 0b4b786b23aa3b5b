"""What is typed to urge, to supervise, and about a supervision (R104)."""

from __future__ import annotations

from django import forms

from departments.forms.fields import DepartmentField
from web.form_fields import words
from workflow.models.supervision import SupervisionLevel
from workflow.verbs.forms import VerbForm


class Urge(VerbForm):
    message = words("催办内容", rows=2)


class Supervise(VerbForm):
    department = DepartmentField("被督办单位")
    level = forms.ChoiceField(label="级别", choices=SupervisionLevel.choices, initial="1")
    reason = words("督办事由")


class AnswerSupervision(VerbForm):
    answer = words("答复", rows=5)


class RaiseSupervision(VerbForm):
    level = forms.ChoiceField(label="升为", choices=SupervisionLevel.choices[1:])
    reason = words("升级理由")


class CloseSupervision(VerbForm):
    conclusion = words("销号意见")
