"""审计发现: the list, one of them and its verbs; a new one is the archived case's verb (R082)."""

from __future__ import annotations

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from departments.roles import STAFF, TASK_FORCE, Role
from departments.views.gate import OfficerRequest, for_roles
from web.paging import BadCursor
from workflow.findings.page import finding_list, finding_or_404, finding_page
from workflow.findings.verbs import FINDINGS
from workflow.verbs.beside import beside_page
from workflow.verbs.page import say


@require_safe
@for_roles(*STAFF, *TASK_FORCE, Role.AUDITOR)
def findings(request: OfficerRequest) -> HttpResponse:
    """未答复, 逾期, 待复核, 已办结."""
    tab, cursor = request.GET.get("tab", ""), request.GET.get("cursor", "")
    try:
        listed = finding_list(request.user, tab, cursor)
    except BadCursor:
        raise Http404 from None
    return render(request, "workflow/finding/list.html", {"list": listed})


@require_safe
def finding(request: OfficerRequest, pk: int) -> HttpResponse:
    """One of them: what was found, what was answered, what can be done."""
    page = finding_page(finding_or_404(request.user, pk), request.user)
    return render(request, "workflow/finding/page.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def finding_verb(request: OfficerRequest, pk: int, verb: str) -> HttpResponse:
    """One verb: its form, and doing it."""
    found = finding_or_404(request.user, pk)
    typed: QueryDict | None = request.POST if request.method == "POST" else None
    page = beside_page(FINDINGS, verb, found, request.user, typed)
    if typed is not None and page.carried_out():
        say(request, page)
        return redirect(found)
    shown = {"page": page, "about": finding_page(found, request.user)}
    return render(request, "workflow/finding/verb.html", shown, status=page.status)
