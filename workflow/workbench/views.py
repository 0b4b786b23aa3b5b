"""交办: sign, return, write and approve on one screen with the case beside it (interface.md §1)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from departments.views.gate import OfficerRequest
from workflow.workbench.tasks import task_list


@require_safe
def tasks(request: OfficerRequest) -> HttpResponse:
    """我的待办: what my departments owe, and what others owe us."""
    listed = task_list(request.user, request.GET.get("tab", ""), request.GET.get("after", ""))
    return render(request, "workflow/assignment/tasks.html", {"list": listed})
