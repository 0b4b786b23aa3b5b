"""Forms of the duty matrix and the switch dates (R014, R019)."""

from __future__ import annotations

from typing import TypeVar

from django import forms

from departments.actions.duties import Edition
from departments.forms.fields import CodesField, DayField, ReasonField, RowForm, today
from departments.models import DutyRule, MatrixVersion, SignalRule, SwitchDate

Edited = TypeVar("Edited", DutyRule, SignalRule)


class EditionForm(forms.Form):
    """Why a new edition, and from when."""

    layout = "effective_from:3 reason:9"

    effective_from = DayField(label="施行日期", initial=today)
    reason = ReasonField("修订理由和依据")

    def edition(self) -> Edition:
        """The edition as typed."""
        data = self.cleaned_data
        return Edition(data["reason"], data["effective_from"])


class EditedForm(RowForm[Edited]):
    """A row of an edition: no row changes, another edition follows."""

    @property
    def behind(self) -> MatrixVersion:
        version: MatrixVersion = self.instance.version
        return version


class RuleForm(EditedForm[DutyRule]):
    """One row of the matrix."""

    layout = (
        "group:3 insurance:3 relation:3 people_from:3 lead:6 supporting:6 clause:4 text:8 joint:4 "
        "basis:12"
    )

    lead = CodesField(label="主办")
    supporting = CodesField(label="协助", required=False)

    class Meta:
        model = DutyRule
        fields = (
            "group",
            "insurance",
            "relation",
            "people_from",
            "lead",
            "supporting",
            "joint",
            "clause",
            "text",
            "basis",
        )


class SignalForm(EditedForm[SignalRule]):
    """One sign of 重大疑难."""

    layout = "at_least:3 score:3 brings:6 text:12"

    brings = CodesField(label="增加协助", required=False)
    score = forms.IntegerField(label="分值", min_value=1, max_value=3)

    class Meta:
        model = SignalRule
        fields = ("at_least", "score", "brings", "text")


class SwitchDateForm(RowForm[SwitchDate]):
    """From when payers declare this kind themselves."""

    layout = "switched_on:3 basis:9"

    switched_on = DayField(label="切换日", required=False, help_text="不填为未定，由登记人选择")

    class Meta:
        model = SwitchDate
        fields = ("switched_on", "basis")
