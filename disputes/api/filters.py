"""What a list of disputes may be narrowed by (interface §3)."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any, Final

from django import forms
from django.utils import timezone
from django_filters import CharFilter, DateFilter, Filter, FilterSet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from departments.models import Category, Department, Town
from disputes.choices import Mode, Severity, State
from disputes.finding import found_by
from disputes.querysets import DisputeQuerySet
from workflow.lamps import Colour, lamp_filter

LARGEST_PAGE: Final = 200
USUAL_PAGE: Final = 50


class CodesField(forms.CharField):
    """One code, or several with commas between; each must be known."""

    def __init__(self, known: Any, **kwargs: Any) -> None:
        # Any: choices, or a callable giving codes; Django's own
        super().__init__(max_length=200, **kwargs)
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


class Codes(Filter):  # type: ignore[misc]  # django-filter has no types
    """Rows with any of the codes."""

    field_class = CodesField

    def __init__(self, known: Any, label: str, column: str | None = None, **kwargs: Any) -> None:
        # Any: as above
        super().__init__(column, "in", label=label, known=known, **kwargs)


class Number(Filter):  # type: ignore[misc]  # as above
    """A whole number; django-filter's own also takes fractions."""

    field_class = forms.IntegerField


def codes_of(model: type[Department] | type[Category] | type[Town]) -> Any:  # Any: a callable
    return lambda: model.objects.values_list("code", flat=True)


def as_it_is(rows: Any, _name: str, _value: object) -> Any:  # Any: a queryset
    """For what is asked beside the filters: where a page begins narrows nothing."""
    return rows


def _lit(rows: DisputeQuerySet, _name: str, colours: list[str]) -> DisputeQuerySet:
    today = timezone.localdate()
    return rows.filter(reduce(or_, (lamp_filter(colour, today) for colour in colours)))


def _found(rows: DisputeQuerySet, _name: str, q: str) -> DisputeQuerySet:
    return found_by(rows, q, newest=True)


class DisputeFilter(FilterSet):  # type: ignore[misc]  # as above
    """Every filter is optional; an unknown word is 400, never an empty list."""

    state = Codes(State.values, "状态")
    severity = Codes(Severity.values, "事项性质")
    mode = Codes(Mode.values, "办理方式")
    lead = Codes(codes_of(Department), "单位", "lead_department__code")
    receiving = Codes(codes_of(Department), "单位", "receiving_department__code")
    category = Codes(codes_of(Category), "争议类别")
    town = Codes(codes_of(Town), "辖区")
    lamp = Codes([colour.value for colour in Colour], "灯色", method=_lit)
    due_before = DateFilter(
        "due_on", "lt", label="此日之前到期", error_messages={"invalid": "日期写作 2026-03-05。"}
    )
    q = CharFilter(label="检索", max_length=100, method=_found)
    page_size = Number(label="每页条数", min_value=1, max_value=LARGEST_PAGE, method=as_it_is)
    cursor = CharFilter(label="位置", max_length=60, method=as_it_is)


def told_of(asked: type[Any]) -> list[OpenApiParameter]:  # Any: a set of filters, or a form
    """What a list or a paper may be asked by, for its schema."""
    if issubclass(asked, FilterSet):
        return [_told(name, each.field) for name, each in asked.base_filters.items()]
    return [_told(name, field) for name, field in asked.base_fields.items()]


def _told(name: str, field: forms.Field) -> OpenApiParameter:
    if isinstance(field, forms.DateField):
        return OpenApiParameter(name, OpenApiTypes.DATE, description=str(field.label))
    kind = int if isinstance(field, forms.IntegerField) else str
    choices: Any = getattr(field, "choices", ())  # Any: Django allows more than pairs
    known = [value for value, _ in choices] or None
    return OpenApiParameter(name, kind, description=str(field.label), enum=known)
