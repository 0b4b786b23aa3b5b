"""培训宣传: the register of the towns and of 人社局, and its yearly figures (R024, R025)."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from confidentiality.models import AccessRecord
from confidentiality.reveal import record_access
from departments.actions import trainings as actions
from departments.forms.trainings import CorrectionForm, TrainingForm
from departments.forms.units import ReasonForm
from departments.models import Department, Officer, Training
from departments.trainings import (
    NOT_FOR_HIM,
    NOT_HIS_OWN,
    keeper_of,
    keeps,
    kind_of,
    reads_trainings,
    year_lines,
)
from departments.views.gate import OfficerRequest, carried_out, found
from departments.views.places import Ask, ask, page
from web.paging import turn

PAGE_SIZE = 30
YEARS = range(2000, 2101)


def trainings(request: OfficerRequest) -> HttpResponse:
    """What was held, newest first, below what it adds up to."""
    if not reads_trainings(request.user):
        raise PermissionDenied(NOT_FOR_HIM)
    rows = Training.objects.visible_to(request.user).select_related("department")
    year, unit = request.GET.get("year", ""), request.GET.get("unit", "")
    year = year if year.isdecimal() and int(year[:5]) in YEARS else ""
    if year:
        rows = rows.filter(held_on__year=int(year))
    if unit:
        rows = rows.filter(department__code=unit)
    shown = {
        "turned": turn(rows, request.GET, "-held_on", PAGE_SIZE),
        "years": list(year_lines(request.user)),
        "asked": [word for word in (f"{year}年" if year else "", _name(unit)) if word],
        "register": _register(request.user),
    }
    return page(request, "trainings", "trainings", **shown)


def _register(officer: Officer) -> str:
    """What the button says: the menu has a 登记 of its own, for disputes."""
    unit = keeper_of(officer)
    kind = kind_of(unit) if unit else None
    return f"登记{kind.label}" if kind else ""


def _name(code: str) -> str:
    unit = Department.objects.filter(code=code).first()
    return unit.name if unit else ""


def training(request: OfficerRequest, pk: int) -> HttpResponse:
    """One of them."""
    row = training_or_404(request, pk)
    may = keeps(request.user, row) and not row.void_reason
    return page(request, "trainings", "training", training=row, keeps=may)


def training_or_404(request: OfficerRequest, pk: int) -> Training:
    rows = Training.objects.visible_to(request.user).select_related("department", "recorded_by")
    return found(rows, pk=pk)


def own_training(request: OfficerRequest, pk: int) -> Training:
    """Refused before the form is shown, by the rule that the action asks again."""
    row = training_or_404(request, pk)
    if not keeps(request.user, row):
        raise PermissionDenied(NOT_HIS_OWN)
    return row


def training_new(request: OfficerRequest) -> HttpResponse:
    """登记: what is asked follows from the unit."""
    unit = keeper_of(request.user)
    kind = kind_of(unit) if unit else None
    if kind is None:
        raise PermissionDenied("培训由各镇登记，工伤预防宣传由区人社局登记。")
    form = TrainingForm(request.POST or None, request.FILES or None, kind=kind)
    if carried_out(form, lambda: actions.register(by=request.user, **form.cleaned_data)):
        messages.success(request, "已登记")
        return redirect("trainings")
    what = Ask(f"登记{kind.label}", "登记", reverse("trainings"), "办完以后登记，按年按单位统计。")
    return ask(request, "trainings", what, form)


def training_correct(request: OfficerRequest, pk: int) -> HttpResponse:
    """更正, or add the sheet that was scanned later."""
    row = own_training(request, pk)
    kind = Training.Kind(row.kind)
    form = CorrectionForm(request.POST or None, request.FILES or None, instance=row, kind=kind)
    if carried_out(form, lambda: actions.correct(row, by=request.user, **form.cleaned_data)):
        messages.success(request, "已更正，更正前的内容留在变更记录")
        return redirect(row)
    says = f"已有签到附件：{row.sheet_name}，不选则不变。" if row.sheet else ""
    return ask(request, "trainings", Ask("更正登记", "更正", row.get_absolute_url(), says), form)


def training_strike_out(request: OfficerRequest, pk: int) -> HttpResponse:
    """作废."""
    row = own_training(request, pk)
    form = ReasonForm(request.POST or None)
    if carried_out(form, lambda: actions.strike_out(row, by=request.user, **form.cleaned_data)):
        messages.success(request, "已作废，不再计入统计")
        return redirect(row)
    warns = "作废后不再计入统计，登记和理由仍保留。"
    what = Ask("作废登记", "作废", row.get_absolute_url(), str(row), warns)
    return ask(request, "trainings", what, form)


def training_sheet(request: OfficerRequest, pk: int) -> FileResponse:
    """The sheet names people: who took it is written down first (六(三), R096)."""
    row = training_or_404(request, pk)
    if not row.sheet:
        raise Http404("这次没有签到附件。")
    action, address = AccessRecord.Action.DOWNLOAD, request.META.get("REMOTE_ADDR", "")
    record_access(request.user, row, action=action, purpose="下载签到附件", address=address)
    answer = FileResponse(
        row.sheet.open("rb"),
        as_attachment=True,
        filename=row.sheet_name,
        content_type=row.sheet_type,
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
