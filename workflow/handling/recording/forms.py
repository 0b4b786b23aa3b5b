"""What is typed of a consultation between units, and of an agreement between the parties."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from deadlines.due import chinese_date
from departments.forms.fields import DepartmentsField
from web.form_fields import day, line, upload, words
from web.paging import LARGEST_ID
from workflow.models import Paper
from workflow.models.consultation import CONSULTING
from workflow.models.settlement import SettlementKind, Settles
from workflow.procedure.sides import case_sides
from workflow.procedure.sides.letters import recorded
from workflow.verbs.forms import Cleaned, VerbForm, limit_to


def _happened(value: date, what: str) -> date:
    if value > timezone.localdate():
        raise forms.ValidationError(f"{what}不能晚于今天。")
    return value


class RecordConsultation(VerbForm):
    form = forms.ChoiceField(
        label="形式",
        choices=[("", "请选择"), *((each.value, each.label) for each in CONSULTING)],
        error_messages={"required": "请选择形式。", "invalid_choice": "请从列表中选择形式。"},
    )
    held_on = day("会商日期", required=True)
    departments = DepartmentsField("会商单位", help_text="本单位不必勾选")
    present = words("参加人员", required=False, rows=2, help_text="逐单位写姓名、职务")
    said = words("各单位意见", rows=5, help_text="逐单位写明")
    agreed = words("会商结果", help_text="议定怎么办、由谁办；没有议定的写明下一步")
    dissent = words("分歧意见", required=False, rows=2, help_text="写明哪一家保留什么意见")

    def clean_held_on(self) -> date:
        return _happened(self.cleaned_data["held_on"], "会商日期")


class CancelRecording(VerbForm):
    """更正会商、协议登记: which one is known by its paper."""

    paper = forms.ModelChoiceField(
        Paper.objects.none(), label="更正哪一份", empty_label="请选择",
        error_messages={"invalid_choice": "这份文书不在本件可以更正的登记之中，请刷新后再选。"},
    )  # fmt: skip
    reason = words("更正理由", rows=2, help_text="写明哪里有误；内容写错的，更正后重新登记")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own arguments
        super().__init__(*args, **kwargs)
        standing = [each.pk for each in recorded(self.subject)]
        limit_to(self, "paper", Paper.objects.filter(pk__in=standing).defer("content"))


class RecordSettlement(VerbForm):
    kind = forms.ChoiceField(
        label="协议",
        choices=SettlementKind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "请选择调解协议还是和解协议。",
            "invalid_choice": "请选择调解协议还是和解协议。",
        },
    )
    of = forms.IntegerField(
        label="哪一名缴费人", required=False, min_value=1, max_value=LARGEST_ID,
        widget=forms.HiddenInput,
    )  # fmt: skip
    signed_on = day("签订日期", required=True)
    perform_by = day("履行期限", help_text="协议分期履行的，写最后一期")
    mediator = line("调解组织", required=False, length=60, help_text="调解协议须填写")
    settles = forms.ChoiceField(
        label="解决范围",
        choices=Settles.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择解决范围。", "invalid_choice": "请选择解决范围。"},
    )
    claims = words("解决的诉求", rows=2, help_text="逐项写明协议解决了哪些诉求")
    gist = words("协议内容", rows=4, help_text="谁在什么时候做什么、付多少")
    file = upload("协议扫描件", required=False, help_text="双方签字盖章的协议，扫描或拍照")

    def narrow(self) -> None:
        """Whose agreement it is is asked where several payers stand."""
        several = case_sides.payers(self.subject)
        if len(several) > 1:
            named = [(side.of or "", case_sides.side_words(self.subject, side)) for side in several]
            self.fields["of"].widget = forms.Select(choices=named)

    def clean_signed_on(self) -> date:
        signed = _happened(self.cleaned_data["signed_on"], "签订日期")
        begun = self.subject.period_start
        if begun and signed < begun:
            told = f"签订日期早于争议期间（{chinese_date(begun)}起），请核对年月日。"
            raise forms.ValidationError(told)
        return signed

    def clean(self) -> Cleaned:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == SettlementKind.MEDIATED and not cleaned.get("mediator"):
            self.add_error("mediator", "请填写主持调解的组织。")
        signed, until = cleaned.get("signed_on"), cleaned.get("perform_by")
        if signed and until and until < signed:
            self.add_error("perform_by", "履行期限不能早于签订日期。")
        return cleaned
