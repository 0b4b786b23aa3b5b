"""鉴定报告: what was agreed and waits to be reported on, and the numbered reports (R083)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from departments.models import Department
from departments.roles import Role
from departments.views.gate import OfficerRequest, carried_out, for_roles
from reports.archives.forms import WhichUnit
from reports.archives.shelves import tabs_of
from reports.archives.views import KEEPERS
from web.paging import turn
from workflow.archiving.reporting import report, unreported
from workflow.issuing.rehearsing import ASKED, previewed
from workflow.models import AppraisalReport
from workflow.models.keeping import Proposal

SIZE: Final = 24


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*KEEPERS)
def appraisal_reports(request: OfficerRequest) -> HttpResponse:
    """One form: the unit whose report the archivist makes; beneath, those that were made."""
    waiting = waiting_units()
    form = WhichUnit(request.POST if request.method == "POST" else None)
    form.limit_to([each.unit for each in waiting])
    looks = ASKED in request.POST
    if looks and (
        seen := previewed(request, lambda: carried_out(form, lambda: _made(request, form)))
    ):
        return seen
    acts = request.method == "POST" and not looks
    if acts and carried_out(form, lambda: _make(request, form)):
        return redirect("appraisal_reports")
    rows = AppraisalReport.objects.visible_to(request.user)
    joined = rows.select_related("department", "paper", "destruction")
    shown = {
        "tabs": tabs_of(None),
        "waiting": waiting,
        "makes": request.user.has_role(Role.ARCHIVIST),
        "form": form,
        "turned": turn(joined.annotate(files=Count("lines")), request.GET, "-pk", SIZE),
    }
    status = 400 if form.errors else 200
    return render(request, "reports/archive/appraisal_reports.html", shown, status=status)


@dataclass(frozen=True)
class Waiting:
    """A unit with something to report: how many files, how many of them to be destroyed."""

    unit: Department
    files: int
    ended: int


def waiting_units() -> list[Waiting]:
    ended = Count("pk", filter=Q(appraisal__proposal=Proposal.DESTROY))
    rows = unreported().order_by().values_list("appraisal__case_file__department")
    counts = {pk: (files, end) for pk, files, end in rows.annotate(files=Count("pk"), ended=ended)}
    units = Department.objects.filter(pk__in=counts).order_by("order", "id")
    return [Waiting(unit, *counts[unit.pk]) for unit in units]


def _made(request: OfficerRequest, form: WhichUnit) -> AppraisalReport:
    return report(form.cleaned_data["department"], by=request.user)


def _make(request: OfficerRequest, form: WhichUnit) -> None:
    made = _made(request, form)
    listed = f"、销毁清册 {made.destruction.number}" if made.destruction else ""
    messages.success(request, f"已编制鉴定报告 {made.paper.number}{listed}，文书正在生成")
