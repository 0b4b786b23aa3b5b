"""管理 → 工作日历、办理时限: the pages of those who keep them; each says what a change would do."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from deadlines.actions import narrow_limit, revise_limit
from deadlines.calendar import FIRST_DAY, LAST_DAY
from deadlines.calendar_days import current_calendar
from deadlines.calendar_year import holidays, known_years, months
from deadlines.models import CalendarStamp, DeadlinePolicy
from deadlines.policies import PolicyBook, check_policies
from departments.models import Officer
from departments.roles import Role
from departments.views.gate import OfficerRequest, carried_out, for_roles
from departments.views.places import TIMEKEEPERS, page
from disputes.choices import Mode
from disputes.models import Dispute
from web.refusals import Stale
from workflow.clocks.calendar_import import import_year, preview_import
from workflow.clocks.forms import (
    CalendarImportForm,
    ConfirmedImportForm,
    LimitForm,
    NarrowLimitForm,
)
from workflow.clocks.lines import provisional_warning


@require_safe
@for_roles(*TIMEKEEPERS)
def working_calendar(request: OfficerRequest, year: int | None = None) -> HttpResponse:
    """A year at a glance: holidays, make-up days, where they come from."""
    today = timezone.localdate()
    shown = year or today.year
    if not FIRST_DAY.year <= shown <= LAST_DAY.year:
        raise Http404
    calendar = current_calendar()
    context = {
        "year": shown,
        "years": known_years(shown, today),
        "months": months(shown, calendar),
        "holidays": holidays(shown),
        "is_announced": shown in calendar.announced_years,
        "warning": provisional_warning(today),
        "stamp": CalendarStamp.objects.first(),
        "may_import": request.user.has_role(Role.SYSADMIN),
    }
    return page(request, "working_calendar", "calendar/year", **context)


@require_http_methods(["GET", "POST"])
@for_roles(Role.SYSADMIN)
def calendar_import(request: OfficerRequest) -> HttpResponse:
    """Paste or choose a file; nothing is written before the preview was seen."""
    form = CalendarImportForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return page(request, "working_calendar", "calendar/import", form=form)
    return _preview(request, form)


def _preview(request: OfficerRequest, form: CalendarImportForm) -> HttpResponse:
    """Which clocks it would move, as the calendar stands now."""
    preview = preview_import(form.reading)
    told = {name: form.cleaned_data[name] for name in ("source", "text")}
    seen = Dispute.objects.visible_to(request.user).filter(
        pk__in=[m.dispute_id for m in preview.moves]
    )
    visible = set(seen.values_list("pk", flat=True))
    context = {
        "form": ConfirmedImportForm(initial=told | {"stamp": _stamp()}),
        "reading": form.reading,
        "preview": preview,
        "moves": [move for move in preview.moves if move.dispute_id in visible],
    }
    return page(request, "working_calendar", "calendar/preview", **context)


@require_http_methods(["POST"])
@for_roles(Role.SYSADMIN)
def calendar_confirm(request: OfficerRequest) -> HttpResponse:
    """Import what was previewed and recompute every open clock."""
    form = ConfirmedImportForm(request.POST)
    if not form.is_valid():
        return page(request, "working_calendar", "calendar/import", form=form)
    reading, drawn = form.reading, form.cleaned_data["stamp"]
    try:
        stamp = import_year(
            reading, by=request.user, source=form.cleaned_data["source"], drawn=drawn
        )
    except Stale as overtaken:
        messages.warning(request, overtaken.sentence)
        return _preview(request, form)
    done = f"{stamp.moved} 个期限已重算" if stamp.is_computed else "在办期限正在后台重算"
    messages.success(request, f"已导入 {len(reading.days)} 天，{done}")
    return redirect("working_calendar_of", reading.years[-1])


def _stamp() -> str:
    """The version of the calendar by which everything is computed; empty before the first."""
    found = CalendarStamp.objects.values_list("version", flat=True).first()
    return str(found or "")


@require_safe
@for_roles(*TIMEKEEPERS)
def limits(request: OfficerRequest) -> HttpResponse:
    """Every limit in force, its legal bound, and whether they can be kept together."""
    book = PolicyBook.on(timezone.localdate())
    pending = DeadlinePolicy.objects.filter(valid_from__gt=timezone.localdate())
    context = {
        "rows": [(row, applies_to(row)) for row in book.in_order()],
        "pending": [
            (row, applies_to(row)) for row in pending.select_related("department", "changed_by")
        ],
        "problems": check_policies(book),
        "may_revise": request.user.has_role(Role.SECADMIN),
    }
    return page(request, "limits", "calendar/limits", **context)


@require_http_methods(["GET", "POST"])
@for_roles(Role.SECADMIN)
def limit(request: OfficerRequest, pk: int) -> HttpResponse:
    """A new version of one limit; what the law or the total forbids is said beside the field."""
    row = _drawn(request, _limit_or_404(pk))
    now = {"limit": row.limit, "unit": row.unit}
    form = LimitForm(request.POST or None, initial=now, row=row)
    if carried_out(form, lambda: revise_limit(row, by=request.user, revision=form.revision)):
        messages.success(request, f"“{row.label}”已改为{form.revision.limit}，只影响以后起算的环节")
        return redirect("limits")
    return page(request, "limits", "calendar/limit", **_about(row, form))


@require_http_methods(["GET", "POST"])
@for_roles(Role.SECADMIN)
def limit_of_its_own(request: OfficerRequest, pk: int) -> HttpResponse:
    """The same step with a limit of its own for one department or category (R023)."""
    row = _drawn(request, _limit_or_404(pk))
    form = NarrowLimitForm(request.POST or None, initial={"limit": row.limit, "unit": row.unit})
    if carried_out(form, lambda: _narrow(row, request.user, form)):
        messages.success(request, f"已为“{row.label}”单独设定时限")
        return redirect("limits")
    return page(request, "limits", "calendar/limit", own=True, **_about(row, form))


def _narrow(row: DeadlinePolicy, by: Officer, form: NarrowLimitForm) -> DeadlinePolicy:
    typed = form.cleaned_data
    place = {"department": typed["department"], "category": typed["category"]}
    return narrow_limit(row, by=by, revision=form.revision, **place)


def _limit_or_404(pk: int) -> DeadlinePolicy:
    row = DeadlinePolicy.objects.select_related("department").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _drawn(request: OfficerRequest, row: DeadlinePolicy) -> DeadlinePolicy:
    """The version that holds now, with which a page that was drawn before is compared (R107)."""
    if request.method == "POST" and "seen" not in request.POST:
        return row
    same = {"key": row.key, "mode": row.mode, "department": row.department}
    versions = DeadlinePolicy.objects.select_related("department").filter(**same)
    return versions.filter(category=row.category).latest("version")


def _about(row: DeadlinePolicy, form: Form) -> dict[str, object]:
    """The row, what is typed, and the versions before it."""
    versions = DeadlinePolicy.objects.filter(
        key=row.key, mode=row.mode, department=row.department, category=row.category
    )
    earlier = versions.select_related("changed_by").order_by("-version")
    return {"row": row, "where": applies_to(row), "form": form, "versions": earlier}


def applies_to(row: DeadlinePolicy) -> str:
    """For whom the limit is, in words."""
    mode = Mode(row.mode).label if row.mode else ""
    unit = row.department.short_name if row.department else ""
    return "、".join(word for word in (mode, unit, row.category) if word) or "通用"
