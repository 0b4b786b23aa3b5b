"""`POST /api/v1/routing/`: whose duty would this be? Nothing is written (四(二)、五(二))."""

from __future__ import annotations

from typing import Any, TypedDict

from django import forms
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from departments.insurance import Insurance
from departments.models import Category, Department, Town
from departments.routing import RoutingQuestion, suggest
from disputes.forms.fields import CodeField, CodesField, DayField
from web.asking import Heard, accepted, body, pass_over
from web.replay import replayed


class FreeSignals(forms.Field):
    """Signals as any platform names them; those routing does not know count for nothing."""

    def to_python(self, value: Any) -> dict[str, Any]:  # Any: JSON
        if value in (None, ""):
            return {}
        if not isinstance(value, dict):
            raise forms.ValidationError("重大疑难信号应为键值形式。")
        return value


class RoutingForm(forms.Form):
    """The facts that routing looks at."""

    category = CodeField("争议类别", lambda: Category.objects.values_list("code", "name"))
    insurance_types = CodesField("险种", lambda: Insurance.choices)
    period_start = DayField("争议期间起")
    period_end = DayField("争议期间止")
    town = CodeField("事项辖区", lambda: Town.objects.values_list("code", "name"))
    receiving_department = CodeField(
        "受理部门", lambda: Department.objects.active().values_list("code", "name")
    )
    signals = FreeSignals(label="重大疑难信号", required=False)

    def clean_category(self) -> str:
        category: str = self.cleaned_data["category"]
        if not category:
            raise forms.ValidationError("请选择争议类别。")
        return category

    def clean(self) -> dict[str, Any]:  # Any: values of many types
        typed = super().clean() or self.cleaned_data
        start, end = typed.get("period_start"), typed.get("period_end")
        if start and end and end < start:
            self.add_error("period_end", "争议期间止不能早于争议期间起。")
        return typed


class RoutingResult(Heard):
    """Whose duty the matter is."""

    lead: list[str]
    supporting: list[str]
    branch: str
    mode: str
    severity: SeverityAnswer
    reasons: list[ReasonAnswer]
    matrix_version: int


@extend_schema(operation_id="routing_suggest", summary="分流建议", request=RoutingForm,
               responses=RoutingResult)  # fmt: skip
@api_view(["POST"])
@replayed
def routing(request: Request) -> Response:
    """A suggestion with its reasons and clauses; a person decides."""
    form = RoutingForm(body(request))
    asked = accepted(form)
    pass_over(request, set(form.data) - set(form.fields))
    kinds = tuple(asked.pop("insurance_types"))
    return Response(suggest(RoutingQuestion(**asked, insurance_types=kinds)).to_json())


class ReasonAnswer(TypedDict):
    """Why, with its clause."""

    clause: str
    text: str


class SeverityAnswer(TypedDict):
    """What the signals suggest."""

    suggested: str
    score: int
    hits: list[dict[str, Any]]  # Any: a signal's words and numbers
