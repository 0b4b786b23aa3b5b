"""What is typed about a finding."""

from __future__ import annotations

from datetime import date

from departments.forms.fields import DepartmentField
from web.form_fields import day, line, words
from workflow.verbs.forms import VerbForm, in_time

DUE = "不填则按规定时限"


class Dated(VerbForm):
    """The day by which it is put right."""

    due_on = day("整改期限", help_text=DUE)

    def clean_due_on(self) -> date | None:
        return in_time(self.cleaned_data["due_on"], "整改期限")


class RecordFinding(Dated):
    """提出审计发现; `about` is `whole`, `step:` or `paper:` with its id."""

    about = line("所附环节或文书", required=False, length=30)
    department = DepartmentField("整改单位")
    found = words("审计发现", rows=5)
    basis = words("依据", rows=2)
    demand = words("整改要求")


class DraftAnswer(VerbForm):
    answer = words("整改情况", rows=6)


class CloseFinding(VerbForm):
    conclusion = words("复核意见")


class AskAgain(Dated):
    comment = words("退回理由")


class UrgeFinding(VerbForm):
    message = words("催办的话")
