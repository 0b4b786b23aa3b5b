"""专题: the list, a new one, one of them with what the office does on its page (R098)."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from departments.roles import TASK_FORCE, Role
from departments.views.gate import OfficerRequest, carried_out, for_roles, found, made_by
from disputes.words import naming_nobody
from reports.statistics.views import tabs
from reports.topics import actions
from reports.topics.forms import BeginForm, CiteForm, ConcludeForm, GatherForm, LetGoForm
from reports.topics.page import known_in, topic_page
from reports.topics.precedents import precedents as look_up
from web.paging import turn
from web.sought import leads_on, looked_for, put, sends
from workflow.models import KeyTopic

SIZE = 30
#: The button of a form on the page → its act, and what is said when it is done.
ACTS: dict[str, tuple[Callable[..., None], str]] = {
    "gather": (actions.gather, "已归集"),
    "let_go": (actions.let_go, "已移出本专题"),
    "cite": (actions.cite, "已引用"),
    "conclude": (actions.conclude, "专题已办结"),
}


@require_safe
@for_roles(*TASK_FORCE)
def topics(request: OfficerRequest) -> HttpResponse:
    """Newest first."""
    turned = turn(KeyTopic.objects.visible_to(request.user), request.GET, "-pk", SIZE)
    known = known_in(turned.rows)
    shown_here = {
        "turned": turned,
        "lines": [(row, naming_nobody(row.title, known[row.pk])) for row in turned.rows],
        "tabs": tabs("topics", request.user),
        "begins": request.user.has_role(Role.OFFICE),
    }
    return render(request, "reports/topics/list.html", shown_here)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*TASK_FORCE, Role.AUDITOR)
def precedents(request: OfficerRequest) -> HttpResponse:
    """指定先例, newest first."""
    if sends(request):
        return leads_on(request)
    asked = put(request.GET, looked_for(request))
    listed = look_up(request.user, asked, request.GET)
    shown_here = {"list": listed, "tabs": tabs("precedents", request.user)}
    return render(request, "reports/topics/precedents.html", shown_here)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*TASK_FORCE)
def topic_new(request: OfficerRequest) -> HttpResponse:
    """建立专题 by the office."""
    if not request.user.has_role(Role.OFFICE):
        raise PermissionDenied("重点难点专题由专班办公室建立。")
    form = BeginForm(request.POST if request.method == "POST" else None)
    made = made_by(form, lambda: actions.begin(by=request.user, **form.cleaned_data))
    if made is not None:
        messages.success(request, "专题已建立，请归集事项")
        return redirect(made)
    status = 400 if form.errors else 200
    return render(request, "reports/topics/new.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*TASK_FORCE)
def topic(request: OfficerRequest, pk: int) -> HttpResponse:
    """What is gathered, what came of it; while it is open, the office's forms."""
    row = found(KeyTopic.objects.visible_to(request.user), pk=pk)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    typed = _forms(request, act)
    if act in ACTS and _carried_out(request, row, act, typed[act]):
        return redirect(row)
    works = request.user.has_role(Role.OFFICE) and row.closed_at is None
    wrong = any(form.errors for form in typed.values())
    context = {
        "topic": row,
        "page": topic_page(row, request.user),
        "forms": typed if works else None,
        "mistaken": typed.get(act),
    }
    return render(request, "reports/topics/page.html", context, status=400 if wrong else 200)


def _forms(request: OfficerRequest, act: str) -> dict[str, forms.Form]:
    """Only the one that was sent is bound."""
    posted = {name: request.POST if name == act else None for name in ACTS}
    return {
        "gather": GatherForm(posted["gather"]),
        "let_go": LetGoForm(posted["let_go"]),
        "cite": CiteForm(posted["cite"], officer=request.user),
        "conclude": ConcludeForm(posted["conclude"]),
    }


def _carried_out(request: OfficerRequest, row: KeyTopic, act: str, form: forms.Form) -> bool:
    does, says = ACTS[act]
    if not carried_out(form, lambda: does(row, by=request.user, **form.cleaned_data)):
        return False
    messages.success(request, says)
    return True
