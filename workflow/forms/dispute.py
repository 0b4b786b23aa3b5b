"""The forms of the dispute's verbs (interface.md §3, bodies of verbs)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from disputes.choices import TOGETHER, PartyRole, Severity
from disputes.models import Dispute
from disputes.querysets import DisputeQuerySet
from workflow import routing_records
from workflow.case_file import Excuse
from workflow.choices import (
    SPOKEN,
    Answer,
    Exemption,
    PartySide,
    RemedyChannel,
    ServiceMethod,
)
from workflow.forms.base import VerbForm, day, line, words
from workflow.forms.fields import (
    DepartmentField,
    DepartmentsField,
    DisputeNumberField,
    ListOfObjectsField,
    OfficerField,
)

Cleaned = dict[str, Any]  # what was typed, by field; of many types


class Nothing(VerbForm):
    """Nothing to type."""


class Comment(VerbForm):
    comment = words("意见", required=False)


class CommentNeeded(VerbForm):
    comment = words("意见")


class AnswerNow(VerbForm):
    answer = words("答复内容", rows=5)


class Decline(VerbForm):
    reason = words("不予受理的理由")
    channel = line("应走的渠道", help_text="例如：劳动保障监察大队、劳动人事争议仲裁委员会")


def not_past(value: date | None) -> date | None:
    if value is not None and value < timezone.localdate():
        raise forms.ValidationError("期限不能早于今天。")
    return value


class DueMixin(VerbForm):
    """The day by which a department answers; left empty, the limit of the step counts."""

    due_on = day("反馈期限", help_text="不填则按规定时限")

    def clean_due_on(self) -> date | None:
        return not_past(self.cleaned_data["due_on"])


class SeverityMixin(VerbForm):
    """Choosing a general verb against a major score needs its reason (R045)."""

    severity_reason = words("按一般事项办理的理由", required=False, rows=2)

    def clean_severity_reason(self) -> str:
        reason: str = self.cleaned_data["severity_reason"]
        suggested = routing_records.suggestion(self.subject).severity.suggested
        if suggested == Severity.MAJOR and not reason:
            raise forms.ValidationError("按信号打分建议为重大疑难，按一般事项办理须写明理由。")
        return reason


class AcceptSingle(SeverityMixin):
    reason = words("理由", required=False, help_text="与系统建议不同的，须写明理由")

    field_order = ("reason", "severity_reason")


class WhereMixin(VerbForm):
    """A member department or a body outside the mechanism, one of the two."""

    department = DepartmentField("移交单位", required=False)
    outside_body = line(
        "区外或其他机关", required=False, help_text="不在成员单位中的，直接写机关名称"
    )

    def clean(self) -> Cleaned:
        cleaned = super().clean() or self.cleaned_data
        if "department" in self.errors:
            return cleaned
        if bool(cleaned.get("department")) == bool(cleaned.get("outside_body")):
            self.add_error("department", "请选择成员单位，或者填写其他机关，二者择一。")
        return cleaned


class Refer(WhereMixin, DueMixin, SeverityMixin):
    reason = words("移交理由")

    field_order = ("department", "outside_body", "reason", "due_on", "severity_reason")


class NotifyOnly(WhereMixin):
    reason = words("仅告知不移交的理由")


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


class ReportMajor(VerbForm):
    reason = words("重大疑难的理由", rows=4)
    departments = DepartmentsField(
        "专案组成员", required=False, help_text="不选则为人社、税务、医保三局"
    )
    lead = DepartmentField("主办单位", required=False)


class ApproveMajor(VerbForm):
    comment = words("批示意见", required=False)
    meeting = forms.BooleanField(label="同时同意就本件召开专题会议", required=False)


class Reason(VerbForm):
    reason = words("理由")


class DraftDecision(VerbForm):
    facts = words("查明事实", rows=6)
    basis = words("法律法规政策依据", rows=4)
    decision = words("处理意见", rows=6, help_text="写明采纳了哪些单位的意见及理由")


class Serve(VerbForm):
    party = forms.ChoiceField(label="当事人", choices=PartySide.choices, widget=forms.RadioSelect)
    method = forms.ChoiceField(
        label="送达方式", choices=[("", "请选择"), *ServiceMethod.choices], required=False
    )
    served_on = day("送达日期")
    recipient = line("接收人", required=False, length=60)
    exempt = forms.ChoiceField(
        label="免予送达", choices=[("", "否"), *Exemption.choices], required=False
    )
    note = words("说明", required=False, rows=2)

    def clean_method(self) -> str:
        method: str = self.cleaned_data["method"]
        if method in SPOKEN and self.subject.mode in TOGETHER:
            raise forms.ValidationError("联合办理和专案办理须书面送达，不能只用电话或当面告知。")
        return method

    def clean_served_on(self) -> date | None:
        served_on: date | None = self.cleaned_data["served_on"]
        if served_on and served_on > timezone.localdate():
            raise forms.ValidationError("送达日期不能晚于今天。")
        return served_on

    def clean(self) -> Cleaned:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("exempt"):
            if not cleaned.get("note"):
                self.add_error("note", "免予送达的，请写明情况。")
            cleaned |= {"method": "", "served_on": None, "recipient": ""}
            return cleaned
        wanted = {"method": "选择送达方式", "served_on": "填写送达日期", "recipient": "填写接收人"}
        for name, asked in wanted.items():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, f"请{asked}；免予送达的请选择免予送达的情形。")
        return cleaned


class RecordResponse(VerbForm):
    party = forms.ChoiceField(label="当事人", choices=PartySide.choices, widget=forms.RadioSelect)
    answer = forms.ChoiceField(label="意见", choices=Answer.choices, widget=forms.RadioSelect)
    channel = forms.ChoiceField(
        label="拟走的渠道", choices=[("", "未说明"), *RemedyChannel.choices], required=False
    )
    note = words("说明", required=False, rows=2)


class RecordRemedy(VerbForm):
    channel = forms.ChoiceField(label="渠道", choices=RemedyChannel.choices)
    body = line("受理机关")
    accepted_on = day("受理日期")
    note = words("说明", required=False, rows=2)


class CloseRemedy(VerbForm):
    result = words("救济结果")
    reopen = forms.BooleanField(label="另立关联新件继续办理", required=False)


class Withdraw(VerbForm):
    note = words("撤回情况", help_text="缴费人的书面撤回申请，作为材料上传")


class Merge(VerbForm):
    into = DisputeNumberField("并入的受理编号")

    def clean_into(self) -> Dispute:
        """One he may see, or one of the same payer: the recorded exception of R043."""
        typed: str = self.cleaned_data["into"]
        key = {"pk": int(typed)} if typed.isascii() and typed.isdecimal() else {"number": typed}
        known = Dispute.objects.registered().filter(**key)
        found: Dispute | None = known.visible_to(self.acting).first() or self._same_payer(known)
        if found is None:
            raise forms.ValidationError("没有这个编号的争议事项，请核对受理编号。")
        return found

    def _same_payer(self, known: DisputeQuerySet) -> Dispute | None:
        payer = self.subject.payer
        if payer is None or not payer.id_number_index:
            return None
        same: Dispute | None = known.filter(
            parties__role=PartyRole.PAYER, parties__id_number_index=payer.id_number_index
        ).first()
        return same


class Archive(VerbForm):
    excused = ListOfObjectsField(label="缺项说明", required=False)

    def clean_excused(self) -> list[Excuse]:
        rows = self.cleaned_data["excused"]
        excuses = [Excuse(str(r.get("label", "")), str(r.get("reason", "")).strip()) for r in rows]
        if any(not e.label or not e.reason for e in excuses):
            raise forms.ValidationError("每个缺项都要写明文书名称和理由。")
        return excuses


class HandOver(VerbForm):
    officer = OfficerField("接办人员")


class Recuse(VerbForm):
    officer = OfficerField("回避人员")
    reason = words("回避理由")
