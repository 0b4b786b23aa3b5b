"""督办: the list, one of them with its case beside it, and its verbs (R104, domain 2.5)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from departments.models import Officer
from departments.roles import STAFF, TASK_FORCE
from departments.views.gate import OfficerRequest, back_to, for_roles
from workflow.issuing.rehearsing import preview
from workflow.models import Supervision
from workflow.supervision.list import supervision_list
from workflow.supervision.page import supervision_page
from workflow.supervision.urging import urge
from workflow.supervision.verbs import SUPERVISIONS
from workflow.verbs.page import dispute_or_404, say, verb_page

#: What a click says; whoever has more to say opens the page of the verb.
USUAL = "请抓紧办理。"


@require_safe
@for_roles(*STAFF, *TASK_FORCE)
def supervisions(request: OfficerRequest) -> HttpResponse:
    """待答复, 待销号, 已销号."""
    tab, cursor = request.GET.get("tab", ""), request.GET.get("cursor", "")
    listed = supervision_list(request.user, tab, cursor)
    return render(request, "workflow/supervision/list.html", {"list": listed})


@require_safe
def supervision(request: OfficerRequest, pk: int) -> HttpResponse:
    """One of them: who, how loudly, why, what was answered, what can be done."""
    page = supervision_page(supervision_or_404(request.user, pk), request.user)
    return render(request, "workflow/supervision/page.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def supervision_verb(request: OfficerRequest, pk: int, verb: str) -> HttpResponse:
    """One verb: its form, and doing it."""
    found = supervision_or_404(request.user, pk)
    typed = request.POST if request.method == "POST" else None
    page = verb_page(SUPERVISIONS, verb, found, request.user, typed)
    if request.method == "POST" and page.carried_out():
        say(request, page)
        return redirect(found)
    if page.foreseen is not None:
        return preview(request, page.foreseen)
    about = supervision_page(found, request.user)
    shown = {"page": page, "about": about, "case": about.case}
    return render(request, "workflow/supervision/verb.html", shown, status=page.status)


@require_POST
def urge_now(request: OfficerRequest, pk: int) -> HttpResponse:
    """The same act as the page's, with the usual words, and back to the list."""
    found = dispute_or_404(request.user, pk)
    urge(found, by=request.user, message=USUAL)
    messages.success(request, f"已催办 {found.number}。")
    return redirect(back_to(request, found.get_absolute_url()))


def supervision_or_404(officer: Officer, pk: int) -> Supervision:
    """What he may not know of looks like what is not there."""
    rows = Supervision.objects.visible_to(officer).select_related("answered_by", "closed_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
