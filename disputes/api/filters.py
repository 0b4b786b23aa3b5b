"""What a list of disputes may be narrowed by (interface §3)."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any, Final

from django.utils import timezone
from django_filters import CharFilter, DateFilter, FilterSet

from deadlines.lamps import Colour, lamp_filter
from departments.api import codes_of
from departments.models import Category, Department, Officer, Town
from disputes.choices import Mode, Severity, State
from disputes.finding import found_by
from disputes.querysets import DisputeQuerySet
from web.filters import Codes, Number, as_it_is

LARGEST_PAGE: Final = 200
USUAL_PAGE: Final = 50


def people() -> Any:  # Any: a values queryset
    return Officer.objects.values_list("username", flat=True)


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
    responsible_officer = Codes(people, "工号", "responsible_officer__username")
    category = Codes(codes_of(Category), "争议类别")
    town = Codes(codes_of(Town), "辖区")
    lamp = Codes([colour.value for colour in Colour], "灯色", method=_lit)
    due_before = DateFilter(
        "due_on", "lt", label="此日之前到期", error_messages={"invalid": "日期写作 2026-03-05。"}
    )
    q = CharFilter(label="检索", max_length=100, method=_found)
    page_size = Number(label="每页条数", min_value=1, max_value=LARGEST_PAGE, method=as_it_is)
    cursor = CharFilter(label="位置", max_length=60, method=as_it_is)
