"""What is typed to decide, serve, record an answer and its remedy (interface.md §3)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone

from deadlines.due import chinese_date
from disputes.choices import (
    SPOKEN,
    TOGETHER,
    Answer,
    Exemption,
    PartySide,
    RemedyChannel,
    ServiceMethod,
)
from web.form_fields import day, line, upload, words
from web.paging import LARGEST_ID
from workflow.decisions.replacing import replaceable
from workflow.models import Paper, Remedy
from workflow.verbs.forms import Cleaned, VerbForm, limit_to


def not_future(value: date | None, what: str) -> date | None:
    """What is recorded has happened."""
    if value is not None and value > timezone.localdate():
        raise forms.ValidationError(f"{what}不能晚于今天。")
    return value


PUBLISHED_FOR: Final = timedelta(days=30)
#: What the 送达回证 tells beyond when, how and to whom; few services need it (民诉法88-95条).
BESIDE: Final = (
    "relation", "second_server", "mail_number", "published_on", "refusal", "witnesses",
)  # fmt: skip
#: Of a service that took place; empty where none was needed.
PROVING: Final = (
    "method", "recipient", "relation", "second_server", "mail_number", "refusal", "witnesses",
)  # fmt: skip


class DraftDecision(VerbForm):
    facts = words("查明事实", rows=6)
    basis = words("法律法规政策依据", rows=4)
    decision = words("处理意见", rows=6, help_text="写明采纳了哪些单位的意见及理由")


class SideMixin(VerbForm):
    """Whom it is about; `of` names the merged case by which somebody came (并案, R043)."""

    party = forms.ChoiceField(label="当事人", choices=PartySide.choices, widget=forms.RadioSelect)
    of = forms.IntegerField(
        label="随并入件", required=False, min_value=1, max_value=LARGEST_ID,
        widget=forms.HiddenInput,
    )  # fmt: skip


class CancelRecord(SideMixin):
    """更正送达登记、更正当事人意见."""

    reason = words("更正理由", rows=2)


class CancelAttempt(CancelRecord):
    """更正送达未果: which one is known by its day."""

    tried_on = day("联系日期", required=True)


class Serve(SideMixin):
    method = forms.ChoiceField(
        label="送达方式", choices=[("", "请选择"), *ServiceMethod.choices], required=False
    )
    served_on = day("送达日期")
    recipient = line("接收人", required=False, length=60)
    exempt = forms.ChoiceField(
        label="免予送达",
        choices=[("", "否"), *Exemption.choices],
        required=False,
        help_text="联系不上的，先在三个不同的日期登记送达未果",
    )
    relation = line("代收人与受送达人的关系", required=False, length=20)
    second_server = line("另一送达人", required=False, length=40)
    mail_number = line("邮件单号", required=False, length=40)
    published_on = day("公告日期", help_text="公告送达的，自公告之日起满30日视为送达")
    refusal = words("拒收事由", required=False, rows=2)
    witnesses = line(
        "见证人", required=False, length=60, help_text="留置送达的见证人；也可上传照片"
    )
    note = words("说明", required=False, rows=2)
    receipt = upload("签收件", required=False, help_text="当事人签收的送达回证等，扫描或拍照")

    def clean_method(self) -> str:
        method: str = self.cleaned_data["method"]
        if method in SPOKEN and self.subject.mode in TOGETHER:
            raise forms.ValidationError("联合办理和专案办理须书面送达，不能只用电话或当面告知。")
        return method

    def clean_served_on(self) -> date | None:
        return not_future(self.cleaned_data["served_on"], "送达日期")

    def clean(self) -> Cleaned:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("exempt"):
            if not cleaned.get("note"):
                self.add_error("note", "免予送达的，请写明情况。")
            cleaned |= dict.fromkeys(PROVING, "")
            cleaned |= {"served_on": None, "receipt": None, "published_on": None}
            return cleaned
        wanted = {"method": "选择送达方式", "served_on": "填写送达日期", "recipient": "填写接收人"}
        for name, asked in wanted.items():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, f"请{asked}；免予送达的请选择免予送达的情形。")
        self._check_published(cleaned.get("published_on"), cleaned.get("served_on"))
        self._check_method(cleaned)
        return cleaned

    @property
    def has_proof(self) -> bool:
        """Whether those fields stand open: one was typed in, or is still asked for."""
        return any(self.errors.get(name) or self[name].value() for name in BESIDE)

    def _check_method(self, cleaned: Cleaned) -> None:
        """留置 holds only by what proves it (民诉法89条)."""
        if cleaned.get("method") != ServiceMethod.LIEN:
            return
        if not cleaned.get("refusal"):
            self._ask_once("refusal", "留置送达的，请写明拒收事由。")
        if not cleaned.get("witnesses") and not cleaned.get("receipt"):
            self._ask_once("witnesses", "留置送达的，请填写见证人，或者上传现场照片作签收件。")

    def _ask_once(self, name: str, sentence: str) -> None:
        if name not in self.errors:
            self.add_error(name, sentence)

    def _check_published(self, published_on: date | None, served_on: date | None) -> None:
        """公告送达: thirty days after it was published (民诉法95条)."""
        if self.cleaned_data.get("method") == ServiceMethod.NOTICE and not published_on:
            self.add_error("published_on", "公告送达的，请填写公告日期；公告满30日才视为送达。")
        if published_on and served_on and served_on < published_on + PUBLISHED_FOR:
            until = chinese_date(published_on + PUBLISHED_FOR)
            self.add_error("served_on", f"公告满30日才视为送达，送达日期最早为{until}。")


class Attempt(SideMixin):
    method = forms.ChoiceField(
        label="联系方式",
        choices=[("", "请选择"), *ServiceMethod.choices],
        error_messages={"required": "请选择联系方式。"},
    )
    tried_on = day("联系日期", required=True)
    outcome = words("经过", rows=2, help_text="例如：拨打三次无人接听；邮件退回，查无此人")

    def clean_tried_on(self) -> date | None:
        return not_future(self.cleaned_data["tried_on"], "联系日期")


class RecordResponse(SideMixin):
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

    def clean_accepted_on(self) -> date | None:
        return not_future(self.cleaned_data["accepted_on"], "受理日期")


class CloseRemedy(VerbForm):
    """救济终结: which one is asked where several wait for their result."""

    remedy = forms.ModelChoiceField(
        Remedy.objects.none(), label="哪一项救济", required=False, empty_label="请选择",
        error_messages={"invalid_choice": "这一项救济已经终结，请刷新后再选。"},
    )  # fmt: skip
    result = words("救济结果")
    reopen = forms.BooleanField(label="另立关联新件继续办理", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own arguments
        super().__init__(*args, **kwargs)
        limit_to(self, "remedy", self.subject.remedies.filter(closed_at=None, struck_at=None))

    def narrow(self) -> None:
        if not self.subject.remedies.filter(closed_at=None, struck_at=None)[1:].exists():
            self.fields["remedy"].widget = forms.HiddenInput()


class CancelRemedy(VerbForm):
    """更正救济登记: which one; with its result where that is what was mistyped."""

    remedy = forms.ModelChoiceField(
        Remedy.objects.none(), label="哪一项救济", empty_label="请选择",
        error_messages={"invalid_choice": "这一项救济已经更正，请刷新后再选。"},
    )  # fmt: skip
    reason = words("更正理由", rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own arguments
        super().__init__(*args, **kwargs)
        limit_to(self, "remedy", self.subject.remedies.filter(struck_at=None))


class ReplacePaper(VerbForm):
    """作废重发: which of the papers that may be."""

    paper = forms.ModelChoiceField(
        Paper.objects.none(), label="作废的文书", empty_label="请选择",
        error_messages={"invalid_choice": "这份文书不在本件可以作废重发的文书之中，请刷新后再选。"},
    )  # fmt: skip
    reason = words(
        "作废理由", rows=2, help_text="登记有误的先“更正登记”，重发的文书按更正后的内容出"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own arguments
        super().__init__(*args, **kwargs)
        limit_to(self, "paper", replaceable(self.subject).defer("content"))
