"""The filters of the page 争议事项: which columns each looks at, and what may be chosen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django_filters import DateFilter, Filter, FilterSet

from deadlines.lamps import lamp_filter
from departments.insurance import Insurance
from departments.models import Department, Officer, Term
from departments.roles import STAFF
from disputes.choices import LED, Channel, Mode, Severity, State
from disputes.forms.listing import (
    KEPT,
    LAMPS,
    OBJECTED,
    ORDERS,
    SPANS,
    ChosenField,
    ListForm,
    Words,
)
from disputes.models import Dispute
from disputes.querysets import DisputeQuerySet
from web.statements import compiled


class Chosen(Filter):  # type: ignore[misc]  # django-filter has no types
    """Rows with the code that was chosen; without choices here, those of the page's words."""

    field_class = ChosenField

    def __init__(self, label: str, pairs: Any = (), column: str | None = None, **kwargs: Any):
        # Any: choices; django-filter's own
        super().__init__(column, label=label, pairs=lambda: pairs, **kwargs)


def _dated(label: str, column: str, lookup: str) -> DateFilter:
    return DateFilter(
        column,
        lookup,
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": f"{label}写作 2026-03-05。"},
    )


def _in_span(rows: DisputeQuerySet, _name: str, word: str) -> DisputeQuerySet:
    if word == "open":
        return rows.open()
    return rows.filter(state__in=SPANS[word][1] if word in SPANS else [word])


def _of_unit(rows: DisputeQuerySet, column: str, code: str) -> DisputeQuerySet:
    """With those of units that were merged into it (机构改革)."""
    return rows.filter(**{f"{column}__in": Department.objects.joined(code)})


def _by_road(rows: DisputeQuerySet, _name: str, word: str) -> DisputeQuerySet:
    if word == UNDECIDED:
        return rows.exclude(mode__in=LED)
    if word == UNSORTED:
        return rows.filter(mode="")
    return rows.filter(mode__in=LED if word == DECIDED else [word])


def _of_insurance(rows: DisputeQuerySet, _name: str, code: str) -> DisputeQuerySet:
    if code == UNTICKED:
        return rows.filter(insurance_types=[])
    return rows.filter(insurance_types__contains=[code])


def _lit(rows: DisputeQuerySet, _name: str, colour: str) -> DisputeQuerySet:
    return rows.filter(lamp_filter(colour, timezone.localdate()))


#: A party said 有异议, and what he said was not struck; the words belong to the procedure above,
#: and are only read from here, by their name.
IS_OBJECTED = Exists(
    Dispute.objects.order_by().filter(
        pk=OuterRef("pk"), responses__answer="objects", responses__struck_at=None
    )
)


def _objected(rows: DisputeQuerySet, _name: str, _yes: str) -> DisputeQuerySet:
    return rows.filter(IS_OBJECTED)


def _kept(rows: DisputeQuerySet, _name: str, which: str) -> DisputeQuerySet:
    today = timezone.localdate()
    shown = {"judged": rows.judged, "in_time": rows.in_time, "late": rows.late}
    return shown[which](today)


#: From then on its lead is who leads, and not only who took it in.
DECIDED = "led"
#: Whom nobody leads: its road is not chosen yet, or it was only told to go elsewhere.
UNDECIDED = "unled"
#: Nobody has chosen a road for it, or it ended before anybody could.
UNSORTED = "none"
MODES = (
    (DECIDED, "已确定主办"),
    (UNDECIDED, "未定主办或没有主办"),
    (UNSORTED, "没有办理方式"),
    *Mode.choices,
)
#: No insurance was ticked.
UNTICKED = "none"


def people() -> list[tuple[str, str]]:
    """Whoever works or worked on cases, by name; a leaver's cases are looked for too."""
    return [
        (username, f"{name}（{username}{'' if active else '，已停用'}）")
        for username, name, active in _people()
    ]


@compiled()
def _people() -> QuerySet[Any]:  # Any: number, name, whether he is still there
    ever = Term.objects.filter(post__role__in=STAFF).values("officer")
    return Officer.objects.filter(pk__in=ever).values_list("username", "name", "is_active")


#: A draft in this list is one that was sent back.
STATES = (
    *((key, label) for key, (label, _) in SPANS.items()),
    *State.choices[1:],
    (State.DRAFT.value, "退回补充"),
)


class ListFilters(FilterSet):  # type: ignore[misc]  # as above
    """Every filter is optional; an unknown word is an error, never an empty list."""

    state = Chosen("状态", STATES, method=_in_span)
    severity = Chosen("性质", Severity.choices)
    mode = Chosen("办理方式", MODES, method=_by_road)
    lead = Chosen("主办", column="lead_department", method=_of_unit)
    receiving = Chosen("受理", column="receiving_department", method=_of_unit)
    category = Chosen("类别")
    town = Chosen("辖区")
    channel = Chosen("渠道", Channel.choices)
    insurance = Chosen(
        "险种",
        (*Insurance.choices, (UNTICKED, "未填险种")),
        method=_of_insurance,
    )
    lamp = Chosen("灯", LAMPS, method=_lit)
    officer = Chosen("责任人", column="responsible_officer__username")
    kept = Chosen("按期情况", KEPT, method=_kept)
    objected = Chosen("异议", OBJECTED, method=_objected)
    since = _dated("登记自", "registered_at__date", "gte")
    until = _dated("登记至", "registered_at__date", "lte")
    concluded_since = _dated("办结自", "concluded_at__date", "gte")
    concluded_until = _dated("办结至", "concluded_at__date", "lte")
    due_before = _dated("此日前到期", "due_on", "lt")
    order = Chosen("次序", ORDERS, method=lambda rows, *_: rows)

    class Meta:
        form = ListForm

    def __init__(
        self, asked: QueryDict | dict[str, str], rows: DisputeQuerySet, words: Words
    ) -> None:
        super().__init__(asked, rows)
        for name in ("lead", "receiving"):
            self.filters[name].extra["pairs"] = lambda: words.departments
        self.filters["officer"].extra["pairs"] = people
        self.filters["category"].extra["pairs"] = lambda: words.categories
        self.filters["town"].extra["pairs"] = lambda: words.towns

    def filter_queryset(self, queryset: DisputeQuerySet) -> DisputeQuerySet:
        """By due date only the open ones: no other has a date, and the index knows it."""
        rows: DisputeQuerySet = super().filter_queryset(queryset)
        all_states = not self.form.cleaned_data["state"]
        return rows.open() if all_states and self.form.by_due_date() else rows
