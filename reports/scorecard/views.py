"""考核: the card of a period, the rows behind each number, and the card as a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from deadlines.calendar import FIRST_DAY, LAST_DAY
from departments.models import Department, Officer
from departments.roles import STAFF, TASK_FORCE, Role
from departments.views.gate import OfficerRequest, for_roles
from reports.scorecard import scorecard as cards
from reports.scorecard.scorecard_rows import Rows, rows_of
from reports.scorecard.sheet import exported
from reports.scorecard.verdicts import OF_ASSIGNMENTS, Figure, Span
from reports.statistics.counting import PERIODS, period
from reports.statistics.views import READERS, archived_only, tabs
from web.components import Page
from web.files_out import SHEET, as_file

OPENERS: Final = (*STAFF, *TASK_FORCE)
#: A year and its leap day; more is no period of anybody's and takes seconds to count.
LONGEST: Final = timedelta(days=366)
OUTSIDE: Final = f"日期应在 {FIRST_DAY.year} 年至 {LAST_DAY.year} 年之间。"
WITHIN: Final = [MinValueValidator(FIRST_DAY, OUTSIDE), MaxValueValidator(LAST_DAY, OUTSIDE)]


def _date(label: str, missing: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        validators=WITHIN,
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
        error_messages={"required": missing, "invalid": "日期写作 2026-03-05。"},
    )


class SpanForm(forms.Form):
    """From a day to a day; a named period fills both."""

    since = _date("自", "请填写开始日期。")
    until = _date("至", "请填写结束日期。")

    def clean(self) -> dict[str, Any]:  # Any: values of the form
        typed = self.cleaned_data
        since, until = typed.get("since"), typed.get("until")
        if since and until and since > until:
            self.add_error("until", "结束日期早于开始日期，请改正其中一个。")
        elif since and until and until - since >= LONGEST:
            self.add_error("until", f"一次最多统计 {LONGEST.days} 天，请缩短起止日期。")
        return typed

    @property
    def span(self) -> Span:
        return Span(self.cleaned_data["since"], self.cleaned_data["until"])


def asked(query: Mapping[str, Any]) -> tuple[SpanForm, str]:  # Any: a query's values
    """The dates that were typed, or a named period; its key is empty for free dates."""
    key = query.get("period", "")
    if key in PERIODS or not {"since", "until"} & set(query):
        key = key if key in PERIODS else "month"
        since, until = period(key, timezone.localdate())
        return SpanForm({"since": since, "until": until}), key
    return SpanForm(query), ""


@require_safe
@for_roles(*READERS)
def scorecard(request: OfficerRequest) -> HttpResponse:
    """One line a department."""
    form, key = asked(request.GET)
    is_right = form.is_valid()
    shown = {
        "form": form,
        "span": form.span if is_right else None,
        "card": cards.card(request.user, form.span) if is_right else None,
        "period": key,
        "periods": PERIODS.items(),
        "scope": _scope(request.user),
        "tabs": tabs("scorecard", request.user),
    }
    status = 200 if is_right else 400
    return render(request, "reports/statistics/scorecard.html", shown, status=status)


@require_safe
@for_roles(*OPENERS)
def scorecard_rows(request: OfficerRequest, figure: str) -> HttpResponse:
    """The rows of one number, page by page."""
    if figure not in Figure.values:
        raise Http404
    span, unit = _span_or_404(request.GET), _unit_or_404(request.user, request.GET.get("unit", ""))
    found = _page_or_404(request, Figure(figure), span, unit)
    shown = {
        "found": found,
        "figure": Figure(figure),
        "is_sent": figure in OF_ASSIGNMENTS,
        "whose": cards.name_of(unit) if unit else "全区",
        "span": span,
        "pager": _pager(request, found),
    }
    return render(request, "reports/statistics/scorecard_rows.html", shown)


@require_POST
@for_roles(*READERS)
def scorecard_export(request: OfficerRequest) -> HttpResponse:
    """导出: the card as the page shows it, after it was written down who took it."""
    span = _span_or_404(QueryDict(request.POST.get("query", "")))
    sheet = exported(request.user, span, request.META.get("REMOTE_ADDR", ""))
    return as_file(sheet, SHEET, f"scorecard-{span.since:%Y%m%d}-{span.until:%Y%m%d}.xlsx")


def _scope(officer: Officer) -> str:
    """Whose lines are shown, in words."""
    if cards.sees_all(officer):
        return "全区，数字可以点开看明细"
    if Role.AUDITOR in officer.roles:
        return archived_only()
    return "我单位，数字可以点开看明细；全区供比较"


def _span_or_404(query: Mapping[str, Any]) -> Span:  # Any: a query's values
    """Only the card itself is asked for by hand; these addresses are written by its page."""
    form, _ = asked(query)
    if not form.is_valid():
        raise Http404
    return form.span


def _unit_or_404(officer: Officer, code: str) -> Department | None:
    """None for the whole district, which is the task force's to open."""
    if not code and cards.sees_all(officer):
        return None
    unit = Department.objects.filter(code=code).first()
    if unit is None or not cards.may_read(officer, unit.pk):
        raise Http404
    return unit


def _page_or_404(
    request: OfficerRequest, figure: Figure, span: Span, unit: Department | None
) -> Rows:
    code, cursor = unit.code if unit else "", request.GET.get("cursor", "")
    return rows_of(request.user, figure, span, code, cursor)


def _pager(request: OfficerRequest, found: Rows) -> Page:
    def at(cursor: str) -> str:
        query = request.GET.copy()
        query["cursor"] = cursor
        return f"?{query.urlencode()}" if cursor else ""

    page = found.page
    return Page(f"本页 {len(found.rows)} 项", at(page.previous), at(page.next))
