"""The forms of the verbs of assignments, meetings, supervisions and approvals."""

from __future__ import annotations

from departments.forms.fields import DepartmentField
from web.form_fields import words
from workflow.verbs.forms import VerbForm


class ReturnBack(VerbForm):
    reason = words("退回理由")
    department = DepartmentField("认为应由哪个单位办理", required=False)


class DraftOpinion(VerbForm):
    facts = words("认定事实", rows=5)
    basis = words("法律法规政策依据", rows=3)
    opinion = words("处理意见", rows=5)
