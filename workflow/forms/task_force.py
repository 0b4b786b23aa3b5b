"""The forms of what passes between the task force's office and its members (四(二))."""

from __future__ import annotations

from workflow.forms.base import VerbForm, words
from workflow.forms.dispute import DueMixin
from workflow.forms.fields import DepartmentField, DepartmentsField, YesNoField


class GiveTask(DueMixin):
    department = DepartmentField("承办单位")
    question = words("交办的任务")

    field_order = ("department", "due_on", "question")


class RequestConvening(VerbForm):
    reason = words("提请召集的理由")
    departments = DepartmentsField(
        "请召集的单位", required=False, help_text="不选则由专班办公室决定"
    )


class AnswerConvening(VerbForm):
    convene = YesNoField("答复", yes="召集", no="不召集")
    reason = words("答复理由")
