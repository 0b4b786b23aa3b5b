"""What a list of disputes may be narrowed by (interface §3)."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.db.models import Q
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from departments.models import Category, Department, Town
from disputes.choices import Mode, Severity, State
from disputes.finding import found_by
from disputes.querysets import DisputeQuerySet
from workflow.lamps import Colour, lamp_filter

LARGEST_PAGE: Final = 200
USUAL_PAGE: Final = 50


class CodesFilter(forms.CharField):
    """One code, or several with commas between; each must be known."""

    def __init__(self, known: Any, label: str) -> None:  # Any: choices, or a callable giving codes
        super().__init__(label=label, required=False, max_length=200)
        self.known = known

    def clean(self, value: Any) -> list[str]:  # Any: what was typed
        codes = [code for code in (super().clean(value) or "").split(",") if code]
        if not codes:
            return []
        known = set(self.known()) if callable(self.known) else {str(k) for k in self.known}
        for code in codes:
            if code not in known:
                raise forms.ValidationError(f"没有“{code}”这个{self.label}。")
        return codes


def _codes(model: type[Department] | type[Category] | type[Town]) -> Any:  # Any: a callable
    return lambda: model.objects.values_list("code", flat=True)


class DisputeFilter(forms.Form):
    """Every filter is optional; an unknown word is 400, never an empty list."""

    state = CodesFilter(State.values, "状态")
    severity = CodesFilter(Severity.values, "事项性质")
    mode = CodesFilter(Mode.values, "办理方式")
    lead = CodesFilter(_codes(Department), "单位")
    receiving = CodesFilter(_codes(Department), "单位")
    category = CodesFilter(_codes(Category), "争议类别")
    town = CodesFilter(_codes(Town), "辖区")
    lamp = CodesFilter([colour.value for colour in Colour], "灯色")
    q = forms.CharField(label="检索", required=False, max_length=100)
    due_before = forms.DateField(
        label="此日之前到期",
        required=False,
        error_messages={"invalid": "日期写作 2026-03-05。"},
    )
    page_size = forms.IntegerField(
        label="每页条数", required=False, min_value=1, max_value=LARGEST_PAGE
    )
    cursor = forms.CharField(label="位置", required=False, max_length=60)

    @property
    def size(self) -> int:
        return self.cleaned_data["page_size"] or USUAL_PAGE

    def narrow(self, disputes: DisputeQuerySet) -> DisputeQuerySet:
        """Those of `disputes` that every given filter lets through."""
        asked = self.cleaned_data
        for name, lookup in _LOOKUPS.items():
            if asked[name]:
                disputes = disputes.filter(**{f"{lookup}__in": asked[name]})
        if asked["lamp"]:
            disputes = disputes.filter(_any_lamp(asked["lamp"]))
        if asked["due_before"]:
            disputes = disputes.filter(due_on__lt=asked["due_before"])
        return found_by(disputes, asked["q"], newest=True)


_LOOKUPS: Final = {
    "state": "state",
    "severity": "severity",
    "mode": "mode",
    "lead": "lead_department__code",
    "receiving": "receiving_department__code",
    "category": "category",
    "town": "town",
}


def told_of(form: type[forms.Form]) -> list[OpenApiParameter]:
    """The filters of a list, for its schema."""
    return [_told(name, field) for name, field in form.base_fields.items()]


def _told(name: str, field: forms.Field) -> OpenApiParameter:
    if isinstance(field, forms.DateField):
        return OpenApiParameter(name, OpenApiTypes.DATE, description=str(field.label))
    kind = int if isinstance(field, forms.IntegerField) else str
    choices: Any = getattr(field, "choices", ())  # Any: Django allows more than pairs
    known = [value for value, _ in choices] or None
    return OpenApiParameter(name, kind, description=str(field.label), enum=known)


def _any_lamp(colours: list[str]) -> Q:
    wanted = Q()
    for colour in colours:
        wanted |= lamp_filter(colour, timezone.localdate())
    return wanted
