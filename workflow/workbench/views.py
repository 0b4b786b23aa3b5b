"""工作台 and 我的待办 (interface.md §1)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from departments.models import Officer
from departments.roles import ADMINISTRATORS, STAFF, TASK_FORCE, Role
from departments.views.gate import OfficerRequest
from workflow.messages.views import latest
from workflow.workbench.coming import SIDE, coming_meetings
from workflow.workbench.page import workbench_of
from workflow.workbench.tasks import task_list


@require_safe
def workbench(request: OfficerRequest) -> HttpResponse:
    """Where the day begins; who has no cases begins elsewhere."""
    officer = request.user
    if not officer.roles & (STAFF | TASK_FORCE):
        return redirect(_elsewhere(officer))
    bench = workbench_of(officer, request.GET.get("tab", ""), request.GET.get("cursor", ""))
    shown = {
        "bench": bench,
        "notices": latest(officer, SIDE, dict(bench.words.categories)),
        "meetings": coming_meetings(officer),
        "may_register": bool(officer.roles & STAFF),
    }
    return render(request, "disputes/workbench.html", shown)


def _elsewhere(officer: Officer) -> str:
    if officer.roles & set(ADMINISTRATORS):
        return reverse("administration")
    if officer.roles & {Role.ARCHIVIST, Role.AUDITOR}:
        return reverse("archives")
    return reverse("disputes")


@require_safe
def tasks(request: OfficerRequest) -> HttpResponse:
    """我的待办: what my departments owe, and what others owe us."""
    listed = task_list(request.user, request.GET.get("tab", ""), request.GET.get("after", ""))
    return render(request, "workflow/assignment/tasks.html", {"list": listed})
