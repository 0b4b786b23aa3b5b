"""The forms of what passes between the task force's office and its members (四(二))."""

from __future__ import annotations

from workflow.forms.base import words
from workflow.forms.dispute import DueMixin
from workflow.forms.fields import DepartmentField


class GiveTask(DueMixin):
    department = DepartmentField("承办单位")
    question = words("交办的任务")

    field_order = ("department", "due_on", "question")
