"""The forms of what moves or stops a clock: extension, its telling, suspension (R100, R103)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import escape

from workflow import facts
from workflow.choices import ServiceMethod
from workflow.deadlines import chinese_date
from workflow.forms.base import VerbForm, day, line, words
from workflow.forms.dispute import Cleaned, not_past
from workflow.limits import SUSPENSION_REVIEW


class Extend(VerbForm):
    clock = forms.TypedChoiceField(
        label="延期哪个期限",
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": "请从列表中选择期限。"},
    )
    until = day("新的期限", required=True)
    reason = words("延期理由", help_text="须告知缴费人")
    progress = words("已办进展", required=False, help_text="不填则按办理经过生成")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own arguments
        super().__init__(*args, **kwargs)
        clocks = facts.extendable(self.subject, self.acting.department_ids, timezone.localdate())
        named = {c.pk: f"“{c.policy.label}”{chinese_date(c.due_on)}" for c in clocks}
        if len(named) > 1:
            self._ask_which(named)
            return
        del self.fields["clock"]  # one, or none: nothing to choose
        self.fields["until"].help_text = (
            escape(f"现期限：{''.join(named.values())}") if named else ""
        )

    def _ask_which(self, named: dict[int, str]) -> None:
        """The one that falls due first rules the case, so it stands there chosen."""
        field = self.fields["clock"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(named.items())
        self.initial.setdefault("clock", next(iter(named)))


class TellExtension(VerbForm):
    told_on = day("告知日期", required=True)
    method = forms.ChoiceField(
        label="告知方式",
        choices=[("", "请选择"), *ServiceMethod.choices],
        error_messages={"required": "请选择告知方式。"},
    )

    def clean_told_on(self) -> date:
        told_on: date = self.cleaned_data["told_on"]
        if told_on > timezone.localdate():
            raise forms.ValidationError("告知日期不能晚于今天。")
        return told_on


class Suspend(VerbForm):
    ground = line("中止事由", length=200, help_text="补正材料、复议诉讼、等待认定、不可抗力等")
    evidence = line(
        "凭证", required=False, length=200, help_text="依据的文书名称和文号，例如仲裁案件受理通知书"
    )
    days = forms.IntegerField(
        label="预计天数",
        required=False,
        min_value=1,
        max_value=730,
        error_messages={
            "invalid": "请填写整数天数。",
            "min_value": "天数至少为1天。",
            "max_value": "天数不能超过730天。",
        },
    )
    until = day("预计恢复日期", help_text="天数和日期填一项即可；都不填，按规定天数提醒复核")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own arguments
        super().__init__(*args, **kwargs)
        self.fields["days"].widget.attrs |= {
            "data-days-to": "until", "data-today": timezone.localdate().isoformat(),
        }  # fmt: skip

    def clean_until(self) -> date | None:
        return not_past(self.cleaned_data["until"])

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
