"""The one form of registration, for the page and the API (五(一), interface §2).

A draft may lack anything, so nothing is required here; what is there must make sense. Fields of
the three parties are flat and named `payer.phone`, which are also the keys of their errors.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from confidentiality.identifiers import (
    check_credit_code,
    check_id_number,
    check_name,
    check_phone,
    check_travel_document,
    normalise,
)
from confidentiality.identifiers.names import LONGEST
from departments.called import member_called
from departments.insurance import Insurance
from departments.models import Category, Department, Town
from disputes.choices import (
    REPRESENTATIVES,
    Channel,
    CounterpartyKind,
    PartyRole,
    PayerKind,
    Urgency,
    kind_by,
    kind_of_member,
    names_a_unit,
)
from disputes.forms.fields import (
    AmountField,
    CheckedField,
    CodeField,
    CodesField,
    CountField,
    DayField,
    MomentField,
    SignalsField,
    TickField,
    WordsField,
)
from web.statements import compiled

#: What is known of a party, in the order a page asks for it.
PARTY_FIELDS: Final = (
    *("kind", "name", "id_number", "credit_code", "phone", "address", "contact"),
    "department",
)
ROLES: Final = (PartyRole.PAYER, PartyRole.COUNTERPARTY, PartyRole.AGENT)
_KINDS: Final = {
    PartyRole.PAYER: PayerKind.choices,
    PartyRole.COUNTERPARTY: CounterpartyKind.choices,
}


@compiled()
def _towns() -> QuerySet[Any]:  # Any: code and name, here and below
    return Town.objects.filter(is_active=True).values_list("code", "name")


@compiled()
def _categories() -> QuerySet[Any]:
    return Category.objects.filter(is_active=True).values_list("code", "name")


@compiled()
def _members() -> QuerySet[Any]:
    """The member units that somebody may have a dispute with (A06)."""
    return Department.objects.active().handling().values_list("code", "name")


def identity(text: str) -> str:
    """An ID number, or a travel document when it has letters or brackets as no ID number has."""
    number = normalise(text)
    if len(number) <= 15 and re.search(r"[A-Z].|[A-WYZ()]", number):
        return check_travel_document(number)
    return check_id_number(number).number


def person(text: str) -> str:
    """A person's name as registered; an alias such as 张某（化名） stays as it was typed."""
    if not any(char.isalpha() for char in text):
        raise ValidationError("姓名应为汉字或字母，请核对。")
    try:
        return check_name(text)
    except ValidationError:
        if 2 <= len(text) <= LONGEST:
            return text
        raise


class RepresentativesField(forms.Field):
    """[{"name": "…", "phone": "…"}]: who speaks for a group; kept as pairs (R042)."""

    api_type = "objects"
    widget: type[forms.Widget] = forms.HiddenInput
    #: What a schema tells: each member's words, those it must have, and how many may be sent.
    members: Final[Mapping[str, str]] = {"name": "姓名", "phone": "联系电话"}
    demanded: Final = ("name",)
    most: Final = REPRESENTATIVES

    def __init__(self, label: str) -> None:
        super().__init__(label=label, required=False)

    def to_python(self, value: Any) -> list[tuple[str, str]]:  # Any: JSON, or pairs of a page
        if value in (None, ""):
            return []
        if not isinstance(value, list) or not all(isinstance(e, Mapping | tuple) for e in value):
            said = '代表人应为列表，例如 [{"name": "…", "phone": "…"}]。'
            raise ValidationError(said, code="invalid")
        return [_representative(each) for each in value]


def _representative(given: Any) -> tuple[str, str]:  # Any: an object of JSON, or a pair
    is_pair = isinstance(given, tuple)
    typed = given if is_pair else (given.get("name"), given.get("phone"))
    name = CheckedField("代表人姓名", person).clean(typed[0])
    phone = CheckedField("代表人电话", lambda text: check_phone(text).number)
    if not name:
        raise ValidationError("请填写每位代表人的姓名。", code="required")
    return name, phone.clean(typed[1])


def party_fields(role: PartyRole) -> dict[str, forms.Field]:
    """The fields of one party; an agent has no kind."""
    who = role.label
    fields: dict[str, forms.Field] = {
        "name": WordsField(f"{who}姓名（名称）", length=120),
        "id_number": CheckedField(f"{who}证件号码", identity),
        "credit_code": CheckedField(
            f"{who}统一社会信用代码", lambda text: check_credit_code(text).code
        ),
        "phone": CheckedField(f"{who}电话", lambda text: check_phone(text).number),
        "address": WordsField(f"{who}住址", length=200),
        "contact": WordsField(f"{who}联系人", length=30),
    }
    if role == PartyRole.COUNTERPARTY:
        fields["department"] = CodeField("对方是哪个成员单位", _members)
    if role in _KINDS:
        fields["kind"] = CodeField(f"{who}类型", lambda: _KINDS[role])
    return {f"{role}.{name}": fields[name] for name in PARTY_FIELDS if name in fields}


class RegistrationForm(forms.Form):
    """Five elements, people, category, signals; `partial` leaves absent fields alone (PATCH)."""

    channel = CodeField("受理渠道", lambda: Channel.choices)
    source_platform = WordsField("来源平台", length=40)
    source_number = WordsField("来源工单号", length=60)
    visited_at = MomentField("来访时间")
    town = CodeField("事项辖区", _towns)
    place = WordsField("林场（村、社区）", length=60)
    urgency = CodeField("紧急程度", lambda: Urgency.choices)
    category = CodeField("争议类别", _categories)
    insurance_types = CodesField("险种", lambda: Insurance.choices)
    period_start = DayField("争议期间起")
    period_end = DayField("争议期间止")
    amount = AmountField("金额")
    people_count = CountField("人数", most=100_000)
    facts = WordsField("反映主要事项", length=20_000, rows=6)
    claim = WordsField("争议诉求", length=5_000, rows=3)
    anonymous = TickField("匿名")
    confidential_report = TickField("举报保密")
    signals = SignalsField("重大疑难信号")

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, partial: bool = False, **kwargs: Any
    ) -> None:  # Any: JSON; Django's own
        self.partial = partial
        super().__init__(data, **kwargs)
        for role in ROLES:
            self.fields |= party_fields(role)
        self.fields["representatives"] = RepresentativesField("代表人")
        if partial:
            given = set(data or ())
            self.fields = {n: f for n, f in self.fields.items() if n in given}

    def clean(self) -> dict[str, Any]:  # Any: values of many types
        cleaned = super().clean() or self.cleaned_data
        self._check_visit()
        self._check_order("period_start", "period_end", "争议期间止不能早于争议期间起。")
        for role in ROLES:
            self._default_kind(str(role))
            self._check_name(str(role))
        return cleaned

    def _default_kind(self, role: str) -> None:
        """A unit whose kind nobody chose is told by its name or its code; a chosen one stays."""
        if self.value(f"{role}.kind") or f"{role}.kind" in self.errors:
            return
        name, code = (
            self.cleaned_data.get(f"{role}.{each}", "") for each in ("name", "credit_code")
        )
        member = None
        if role == PartyRole.COUNTERPARTY and name:
            member = member_called(name)
        if kind := kind_of_member(member.code) if member else kind_by(role, name, code):
            self.cleaned_data[f"{role}.kind"] = kind

    def _check_visit(self) -> None:
        """Nobody has come tomorrow, in a draft as little as in what is registered."""
        visited = self.cleaned_data.get("visited_at")
        if visited and visited > timezone.now():
            self.add_error("visited_at", "来访时间不能晚于现在，请核对。")

    def _check_order(self, first: str, last: str, sentence: str) -> None:
        start, end = self.value(first), self.value(last)
        if start and end and end < start:
            self.add_error(last if last in self.fields else first, sentence)

    def _check_name(self, role: str) -> None:
        """A person's name is checked as one; the name of a unit is free."""
        key = f"{role}.name"
        name = self.cleaned_data.get(key)
        if not name or names_a_unit(self.value(f"{role}.kind") or "", name):
            return
        try:
            self.cleaned_data[key] = person(name)
        except ValidationError as error:
            self.add_error(key, error)

    def value(self, name: str) -> Any:  # Any: values of many types
        """As typed now, or else as it was (`initial`)."""
        return self.cleaned_data[name] if name in self.cleaned_data else self.initial.get(name)
