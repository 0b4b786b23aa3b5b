"""The forms of the verbs of assignments, meetings, supervisions and approvals."""

from __future__ import annotations

from typing import Any

from django import forms

from departments.models import Department
from disputes.models import Dispute
from workflow.actions.meetings import Settled
from workflow.choices import MeetingForm as Form
from workflow.choices import MeetingKind
from workflow.forms.base import VerbForm, line, words
from workflow.forms.fields import DepartmentField, DepartmentsField, ListOfObjectsField
from workflow.models.supervision import SupervisionLevel


class ReturnBack(VerbForm):
    reason = words("退回理由")
    department = DepartmentField("认为应由哪个单位办理", required=False)


class DraftOpinion(VerbForm):
    facts = words("认定事实", rows=5)
    basis = words("法律法规政策依据", rows=3)
    opinion = words("处理意见", rows=5)


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


class Hold(VerbForm):
    attended = DepartmentsField("到会单位")


class Minute(VerbForm):
    items = ListOfObjectsField(label="议定事项")

    def clean_items(self) -> list[Settled]:
        """Each: {dispute, decision, dissent?, responsible?, due_on?}."""
        return [self._settled(row) for row in self.cleaned_data["items"]]

    def _settled(self, row: dict[str, Any]) -> Settled:  # Any: JSON
        form = _SettledForm(row)
        if not form.is_valid():
            raise forms.ValidationError([m for each in form.errors.values() for m in each])
        return Settled(**form.cleaned_data)


class _SettledForm(forms.Form):
    """One agenda item as it was typed."""

    dispute = forms.ModelChoiceField(
        Dispute.objects.registered(),
        error_messages={
            "invalid_choice": "议题中没有这个争议事项。",
            "required": "请指明争议事项。",
        },
    )
    decision = words("议定事项")
    dissent = words("分歧意见", required=False)
    responsible = DepartmentField("责任单位", required=False)
    due_on = forms.DateField(required=False, error_messages={"invalid": "日期写作 2026-03-05。"})


class PlanMeeting(forms.Form):
    """A new meeting; disputes are checked against what its convenor may see."""

    kind = forms.ChoiceField(label="类型", choices=MeetingKind.choices)
    form = forms.ChoiceField(label="形式", choices=Form.choices, required=False)
    title = line("会商名称")
    disputes = forms.ModelMultipleChoiceField(
        Dispute.objects.none(),
        label="议题",
        error_messages={
            "required": "请至少选择一个争议事项作为议题。",
            "invalid_choice": "没有这个争议事项，请从列表中选择。",
            "invalid_pk_value": "没有这个争议事项，请从列表中选择。",
            "invalid_list": "请以列表形式填写争议事项。",
        },
    )
    departments = DepartmentsField("参会单位")
    starts_at = forms.DateTimeField(
        label="时间",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": "请填写时间。", "invalid": "时间写作 2026-03-05 14:30。"},
    )
    place = line("地点")
    countersigned = forms.BooleanField(label="纪要须参会单位会签", required=False)

    def __init__(self, *args: Any, officer: Any, **kwargs: Any) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        visible = Dispute.objects.visible_to(officer).registered()
        field = self.fields["disputes"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = visible

    def clean_form(self) -> str:
        return self.cleaned_data["form"] or Form.MEETING

    def clean_departments(self) -> list[Department]:
        return list(self.cleaned_data["departments"])
