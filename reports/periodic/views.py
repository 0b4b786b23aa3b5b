"""月报季报: the list, one report with what the office says to it, its approval, its spreadsheet."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from departments.roles import TASK_FORCE, Role
from departments.views.gate import OfficerRequest, carried_out, for_roles, found
from disputes import words
from reports.periodic import actions
from reports.periodic.page import exported, told
from reports.statistics.views import tabs
from web import form_fields
from web.files_out import SHEET, as_file
from web.paging import turn
from workflow.issuing.rehearsing import ASKED, previewed
from workflow.models import PeriodReport

SIZE = 24
LONGEST = 600


class RemarkForm(forms.Form):
    """本期情况说明, with the version it was written upon."""

    remark = form_fields.words(
        "本期情况说明",
        required=False,
        rows=5,
        length=LONGEST,
        help_text=f"可不填，{LONGEST} 字以内，印在报告最后；不写缴费人姓名等个人信息",
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


@require_safe
@for_roles(*TASK_FORCE)
def period_reports(request: OfficerRequest) -> HttpResponse:
    """Newest first; leader and deputies see what was approved."""
    rows = PeriodReport.objects.visible_to(request.user).select_related("paper")
    shown = {
        "turned": turn(rows, request.GET, "-pk", SIZE),
        "tabs": tabs("period_reports", request.user),
        "approves": request.user.has_role(Role.OFFICE),
    }
    return render(request, "reports/periodic/list.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*TASK_FORCE)
def period_report(request: OfficerRequest, pk: int) -> HttpResponse:
    """Its numbers; while it waits, the office writes and approves in one form."""
    rows = PeriodReport.objects.visible_to(request.user).select_related("paper", "approved_by")
    report = found(rows, pk=pk)
    written = {"remark": report.remark, "version": report.version}
    form = RemarkForm(request.POST if request.method == "POST" else None, initial=written)

    def approved() -> None:
        actions.approve(report, by=request.user, **form.cleaned_data)

    looks = ASKED in request.POST
    if looks and (seen := previewed(request, lambda: carried_out(form, approved))):
        return seen
    acts = request.method == "POST" and not looks
    if acts and carried_out(form, lambda: _act(request, report, form)):
        return redirect(report)
    shown = {
        "report": report,
        "told": told(report, request.user),
        "remark": words.shown(report.remark),
        "form": form if report.approved_at is None else None,
    }
    return render(request, "reports/periodic/page.html", shown, status=400 if form.errors else 200)


def _act(request: OfficerRequest, report: PeriodReport, form: RemarkForm) -> None:
    """By which of the two buttons it was sent."""
    if "approve" in request.POST:
        actions.approve(report, by=request.user, **form.cleaned_data)
        messages.success(request, "已批准报送，文书正在生成")
    else:
        actions.write_remark(report, by=request.user, **form.cleaned_data)
        messages.success(request, "情况说明已保存")


@require_POST
@for_roles(*TASK_FORCE)
def period_report_export(request: OfficerRequest, pk: int) -> HttpResponse:
    """导出, after it was written down who took it."""
    rows = PeriodReport.objects.visible_to(request.user).select_related("paper")
    report = found(rows, pk=pk)
    sheet = exported(report, request.user, request.META.get("REMOTE_ADDR", ""))
    return as_file(sheet, SHEET, f"report-{report.kind}-{report.since:%Y%m%d}.xlsx")
