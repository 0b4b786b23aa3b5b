"""专班交办: the register, a new one, one of them and its verbs (四(二), R022)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from departments.roles import STAFF, TASK_FORCE
from departments.views.gate import OfficerRequest, carried_out, for_roles, made_by
from web.refusals import NotYours
from workflow.errands.actions import give
from workflow.errands.forms import GiveErrand
from workflow.errands.page import errand_list, errand_or_404, errand_page
from workflow.errands.verbs import ERRANDS
from workflow.issuing.rehearsing import ASKED, previewed
from workflow.models import Errand
from workflow.procedure.who import speaks_for_task_force
from workflow.verbs.beside import beside_page
from workflow.verbs.page import say


@require_safe
@for_roles(*STAFF, *TASK_FORCE)
def errands(request: OfficerRequest) -> HttpResponse:
    """未办结, 已办结."""
    tab, cursor = request.GET.get("tab", ""), request.GET.get("cursor", "")
    listed = errand_list(request.user, tab, cursor)
    return render(request, "workflow/errand/list.html", {"list": listed})


@require_http_methods(["GET", "HEAD", "POST"])
def errand_new(request: OfficerRequest) -> HttpResponse:
    """下达 by the leader or the office."""
    if not speaks_for_task_force(request.user):
        raise NotYours("专班交办由专班组长或专班办公室下达。")
    form = GiveErrand(request.POST if request.method == "POST" else None)
    form.narrow()

    def act() -> Errand:
        return give(by=request.user, **form.cleaned_data)

    looks = ASKED in request.POST
    if looks and (seen := previewed(request, lambda: carried_out(form, act))):
        return seen
    made = None if looks else made_by(form, act)
    if made is not None:
        messages.success(request, f"已向{made.department.short_name}下达。")
        return redirect(made)
    status = 400 if request.method == "POST" else 200
    return render(request, "workflow/errand/new.html", {"form": form}, status=status)


@require_safe
def errand(request: OfficerRequest, pk: int) -> HttpResponse:
    """One of them: what was asked, what was answered, what can be done."""
    page = errand_page(errand_or_404(request.user, pk), request.user)
    return render(request, "workflow/errand/page.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def errand_verb(request: OfficerRequest, pk: int, verb: str) -> HttpResponse:
    """One verb: its form, and doing it."""
    found = errand_or_404(request.user, pk)
    typed: QueryDict | None = request.POST if request.method == "POST" else None
    page = beside_page(ERRANDS, verb, found, request.user, typed)
    if typed is not None and page.carried_out():
        say(request, page)
        return redirect(found)
    shown = {"page": page, "about": errand_page(found, request.user)}
    return render(request, "workflow/errand/verb.html", shown, status=page.status)
