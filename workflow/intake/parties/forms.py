"""What is typed when a payer joins or withdraws a part, and when somebody is told of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.forms import Field
from django.utils import timezone

from departments.insurance import Insurance
from disputes.choices import PartyRole, ServiceMethod, names_a_unit
from disputes.forms.fields import CodesField
from disputes.forms.page import IS_ASKED
from disputes.forms.page_words import ASKED_FIELDS
from disputes.forms.registration import RegistrationForm, party_fields
from disputes.models import Dispute
from disputes.similar import Person, Trouble, of_the_same_payer
from disputes.tries import SPENT, TOO_OFTEN
from web.form_fields import day, words
from web.paging import LARGEST_ID
from workflow.intake.forms import OfParties
from workflow.models import Paper, WithdrawalTelling
from workflow.models.withdrawal import WithdrawnPart
from workflow.procedure.sides import case_sides, letters
from workflow.verbs.forms import Cleaned, VerbForm, limit_to


def _not_future(value: date, what: str) -> date:
    if value > timezone.localdate():
        raise forms.ValidationError(f"{what}不能晚于今天。")
    return value


class WithdrawPart(VerbForm):
    what = forms.ChoiceField(
        label="撤回什么",
        choices=WithdrawnPart.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择撤回什么。", "invalid_choice": "请选择撤回什么。"},
    )
    of = forms.IntegerField(
        label="哪一名缴费人", required=False, min_value=1, max_value=LARGEST_ID,
        widget=forms.HiddenInput,
    )  # fmt: skip
    requested_on = day("申请日期", required=True)
    insurance_types = CodesField("撤回的险种", lambda: Insurance.choices)
    claim = words("撤回的诉求", required=False, rows=2, help_text="撤回一项诉求的，写明哪一项")
    claim_left = words(
        "仍在争议的诉求", required=False, rows=3, help_text="删去撤回的一项，其余照旧"
    )
    ground = words("撤回情况", rows=2, help_text="缴费人的书面撤回申请，作为材料上传")

    def narrow(self) -> None:
        """Whose it is is asked where several stand; what he has is what he can take back."""
        several = case_sides.payers(self.subject)
        if len(several) > 1:
            named = [(side.of or "", case_sides.side_words(self.subject, side)) for side in several]
            self.fields["of"].widget = forms.Select(choices=named)
            self.fields["claim_left"].help_text = "写所选缴费人自己的诉求：删去撤回的一项，其余照旧"
            return
        held = set(self.subject.insurance_types)
        offered = [(code, word) for code, word in Insurance.choices if code in held]
        self.fields["insurance_types"].widget.choices = offered
        parts = [(code, word) for code, word in WithdrawnPart.choices if code != "party"]
        self.fields["what"].widget.choices = parts

    def clean_requested_on(self) -> date:
        return _not_future(self.cleaned_data["requested_on"], "申请日期")

    def clean(self) -> Cleaned:
        cleaned = super().clean() or self.cleaned_data
        wanted = {
            WithdrawnPart.CLAIM.value: {
                "claim": "请写明撤回哪一项诉求。",
                "claim_left": "请写明仍在争议的诉求；全部撤回的，办理“缴费人撤回”。",
            },
            WithdrawnPart.INSURANCE.value: {"insurance_types": "请选择撤回的险种。"},
        }
        for name, asked in wanted.get(cleaned.get("what", ""), {}).items():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, asked)
        return cleaned


#: What the one who joins says himself, by field of registration.
OWN = ("channel", "source_number", "visited_at", "insurance_types", "facts", "claim")


class JoinPayer(OfParties):
    """缴费人加入: who he is and what he says; checked as at registration."""

    another_case = forms.BooleanField(
        label="他已另有事项，核对后不是同一争议，仍然加入本件", required=False
    )

    def clean(self) -> Cleaned:
        cleaned = super().clean()
        given = {name: value for name, value in cleaned.items() if self._is_said(name, value)}
        form = RegistrationForm(given, partial=True)
        for name, errors in form.errors.items():
            if name not in self.errors:
                self.add_error(name, errors)
        given |= form.cleaned_data
        if not self.errors and not cleaned.get("another_case"):
            self._ask_about_others(given)
        return {"given": given, "version": cleaned.get("version")}

    def _is_said(self, name: str, value: Any) -> bool:  # Any: values of many types
        return bool(value) and name not in JoinPayer.declared_fields

    def _ask_about_others(self, given: Cleaned) -> None:
        """As registration shows them: his other cases, which may be the ones to merge (R043)."""
        name = given.get("payer.name", "")
        is_unit = names_a_unit(given.get("payer.kind", ""), name)
        person = Person(
            given.get("payer.id_number", ""), given.get("payer.phone", ""),
            *(("", name) if is_unit else (name, "")),
        )  # fmt: skip
        found = of_the_same_payer(self.acting, self.subject.pk, person, Trouble())
        joined = Dispute.objects.filter(merged_into=self.subject.pk) if found.matches else ()
        here = {str(each) for each in joined}
        others = [each for each in found.matches if each.number not in here]
        if found.spent:
            self.add_error("another_case", SPENT)
        elif found.too_often:
            self.add_error("another_case", TOO_OFTEN)
        elif others:
            told = "、".join(f"{each.number}（{each.department}，{each.state}）" for each in others)
            ask = f"他可能已有 {told}；是同一争议的，请把那一件并入本件；不是的，请勾选确认。"
            self.add_error("another_case", ask)


def _asked(fields: dict[str, Field]) -> dict[str, Field]:
    """Marked 必填 as at registration; whether it is there is the register's question."""
    for name in fields.keys() & set(ASKED_FIELDS):
        setattr(fields[name], IS_ASKED, True)
        fields[name].widget.attrs["aria-required"] = "true"
    fields["source_number"].help_text = "热线、信访转来的，须填写"
    fields["payer.kind"].help_text = "单位不选的，按名称或信用代码作“用人单位”"
    return fields


_fields = RegistrationForm().fields
JoinPayer.base_fields = {
    **_asked({name: _fields[name] for name in (*OWN, *party_fields(PartyRole.PAYER))}),
    **JoinPayer.base_fields,
}


class TellWithdrawal(VerbForm):
    paper = forms.IntegerField(
        label="文书",
        min_value=1,
        max_value=LARGEST_ID,
        error_messages={"required": "请选择告知的文书。", "invalid": "请选择告知的文书。"},
    )
    told_on = day("告知日期", required=True)
    method = forms.ChoiceField(
        label="告知方式",
        choices=[("", "请选择"), *ServiceMethod.choices],
        error_messages={"required": "请选择告知方式。"},
    )
    note = words("说明", required=False, rows=2)

    def narrow(self) -> None:
        """Those that nobody has been shown to have received."""
        untold = letters.untold(self.subject)
        choices = [(each.pk, _addressed(self.subject, each)) for each in untold]
        self.fields["paper"].widget = forms.Select(choices=choices)

    def clean_told_on(self) -> date:
        return _not_future(self.cleaned_data["told_on"], "告知日期")


class CancelTelling(VerbForm):
    """更正书面告知登记: which one, by the paper that was told."""

    telling = forms.ModelChoiceField(
        WithdrawalTelling.objects.none(), label="哪一项告知", empty_label="请选择",
        error_messages={"invalid_choice": "这一项告知登记已经更正，请刷新后再选。"},
    )  # fmt: skip
    reason = words("更正理由", rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own arguments
        super().__init__(*args, **kwargs)
        limit_to(self, "telling", self.subject.withdrawal_tellings.in_force())


def _addressed(dispute: Dispute, paper: Paper) -> str:
    """撤回告知书〔2026〕3号（争议对方）."""
    return f"{paper.label}{paper.number}（{case_sides.side_words(dispute, paper.side)}）"
