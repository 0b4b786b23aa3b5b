"""The forms of what passes between the task force's office and its members (四(二))."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from deadlines.due import chinese_date
from deadlines.limits import SUSPENSION_REVIEW
from departments.forms.fields import DepartmentField, DepartmentsField, OfficerField
from web.form_fields import YesNoField, day, line, words
from workflow.intake.forms import SeverityMixin
from workflow.verbs.forms import Cleaned, DueMixin, VerbForm, not_past


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


class JointMixin(DueMixin):
    departments = DepartmentsField("联办单位")
    question = words("各单位要办的事项")


class ConveneJoint(JointMixin, SeverityMixin):
    lead = DepartmentField("主办单位", required=False, help_text="不选则由受理部门主办")
    reason = words("与系统建议不同的理由", required=False, rows=2)

    field_order = ("departments", "lead", "question", "due_on", "reason", "severity_reason")


class Invite(JointMixin):
    field_order = ("departments", "question", "due_on")


class AssignLead(VerbForm):
    department = DepartmentField("指定办理单位")
    reason = words("理由")


class HandOver(VerbForm):
    officer = OfficerField("接办人员")


class Recuse(VerbForm):
    officer = OfficerField("回避人员")
    reason = words("回避理由")


class Entrust(VerbForm):
    officer = OfficerField("授权人员")
    reason = words("授权理由", rows=2)


class Designate(VerbForm):
    department = DepartmentField(
        "空缺的单位",
        required=False,
        help_text="只有一处无人能办时不用选；专班组长空缺的，选专班办公室",
    )
    officer = OfficerField("代办人员")
    reason = words("空缺、回避的情况和指定理由")


#: A case may be expected to stand still for two years, as a lawsuit may last.
LONGEST = 730


class Suspend(VerbForm):
    ground = line("中止事由", length=200, help_text="补正材料、复议诉讼、等待认定、不可抗力等")
    evidence = line(
        "凭证", required=False, length=200, help_text="依据的文书名称和文号，例如仲裁案件受理通知书"
    )
    days = forms.IntegerField(
        label="预计天数",
        required=False,
        min_value=1,
        max_value=LONGEST,
        error_messages={
            "invalid": "请填写整数天数。",
            "min_value": "天数至少为1天。",
            "max_value": f"天数不能超过{LONGEST}天。",
        },
    )
    until = day("预计恢复日期", help_text="天数和日期填一项即可；都不填，按规定天数提醒复核")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own arguments
        super().__init__(*args, **kwargs)
        self.fields["days"].widget.attrs |= {
            "data-days-to": "until", "data-today": timezone.localdate().isoformat(),
        }  # fmt: skip

    def clean_until(self) -> date | None:
        until = not_past(self.cleaned_data["until"])
        if until is not None and until > timezone.localdate() + timedelta(days=LONGEST):
            raise forms.ValidationError(f"预计恢复日期不能晚于{LONGEST}天以后。")
        return until

    def clean(self) -> Cleaned:
        """Days or a date: one says the other; both must say the same."""
        cleaned = super().clean() or self.cleaned_data
        days = cleaned.pop("days", None)
        if days is None or "until" in self.errors:
            return cleaned
        counted = timezone.localdate() + timedelta(days=days)
        if cleaned["until"] not in {None, counted}:
            self.add_error("days", f"{days}天后是{chinese_date(counted)}，与所填日期不一致。")
        cleaned["until"] = counted
        return cleaned


class Prolong(Suspend):
    """As suspending, but the paper and the new day are never left open."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own arguments
        super().__init__(*args, **kwargs)
        self.fields["ground"].label = "继续中止的事由"
        self.fields["evidence"].required = True
        review = self.subject.deadlines.open().filter(key=SUSPENSION_REVIEW).first()
        now = f"现为{chinese_date(review.due_on)}；" if review else ""
        self.fields["until"].label = "新的预计恢复日期"
        self.fields["until"].help_text = f"{now}天数和日期填一项"

    def clean(self) -> Cleaned:
        cleaned = super().clean()
        if not cleaned.get("until") and not {"until", "days"} & self.errors.keys():
            self.add_error("until", "请填写预计天数或者新的预计恢复日期。")
        return cleaned
