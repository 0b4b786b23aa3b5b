"""What is typed to ask for more time, and to tell the payer of it (R103)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import escape

from deadlines.due import chinese_date
from disputes.choices import ServiceMethod
from web.form_fields import day, words
from workflow.procedure.rows.extension import extendable
from workflow.verbs.forms import VerbForm


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
        clocks = extendable(self.subject, self.acting.department_ids, timezone.localdate())
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
