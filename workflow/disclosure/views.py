"""信息提供（发布）: the register, a new one, one of them, its verbs, and the copy that leaves."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from departments.models import Officer
from departments.roles import STAFF, TASK_FORCE, Role
from departments.views.gate import OfficerRequest, for_roles, made_by
from departments.views.proof import proven_afresh, proven_before
from web.files_out import PDF, as_file
from web.refusals import NotAllowed
from workflow.disclosure.actions import ask
from workflow.disclosure.bundling import ASKERS, numbers_drawn
from workflow.disclosure.copies import Outgoing, hand_out
from workflow.disclosure.forms import AskDisclosure
from workflow.disclosure.page import disclosure_or_404, disclosure_page, item_or_404
from workflow.disclosure.register import register
from workflow.disclosure.verbs import DISCLOSURES, LETS_OUT
from workflow.issuing.looking import refuse_unregistered
from workflow.issuing.rehearsing import preview
from workflow.verbs.beside import beside_page
from workflow.verbs.page import say


@require_safe
@for_roles(*STAFF, *TASK_FORCE, Role.AUDITOR)
def disclosures(request: OfficerRequest) -> HttpResponse:
    """对外提供登记."""
    listed = register(request.user, request.GET, request.GET.get("cursor", ""))
    return render(request, "workflow/disclosure/list.html", {"list": listed})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*STAFF, Role.OFFICE, Role.AUDITOR)
def disclosure_new(request: OfficerRequest) -> HttpResponse:
    """Figures and words about no single case; archived files for another auditor."""
    start = {"numbers": numbers_drawn(request.GET.get("sample", ""), request.user)}
    form = AskDisclosure(request.POST if request.method == "POST" else None, initial=start)
    made = made_by(form, lambda: ask(by=request.user, **form.cleaned_data))
    if made is not None:
        messages.success(request, "已送审。")
        return redirect(made)
    status = 400 if request.method == "POST" else 200
    shown = {"form": form, "layout": _layout_for(request.user)}
    return render(request, "workflow/disclosure/new.html", shown, status=status)


def _layout_for(officer: Officer) -> str:
    """Nobody is asked for what he may not ask for."""
    may = {"text": officer.roles & {*STAFF, Role.OFFICE}, "numbers": officer.roles & ASKERS}
    return " ".join(["recipient_kind:6 recipient:6 letter:6 until:6 purpose",
                     *(name for name in may if may[name])])  # fmt: skip


@require_safe
def disclosure(request: OfficerRequest, pk: int) -> HttpResponse:
    """One of them: for whom, what, who signed, what left, what can be done."""
    found = disclosure_or_404(request.user, pk)
    if found.dispute is not None:
        refuse_unregistered(found.dispute, request.user)
    page = disclosure_page(found, request.user)
    return render(request, "workflow/disclosure/page.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@proven_before(*LETS_OUT)
def disclosure_verb(request: OfficerRequest, pk: int, verb: str) -> HttpResponse:
    """One verb: its form, and doing it."""
    found = disclosure_or_404(request.user, pk)
    if found.dispute is not None:
        refuse_unregistered(found.dispute, request.user)
    typed: QueryDict | None = request.POST if request.method == "POST" else None
    page = beside_page(DISCLOSURES, verb, found, request.user, typed)
    if typed is not None and page.carried_out():
        say(request, page)
        return redirect(found)
    if page.foreseen is not None:
        return preview(request, page.foreseen)
    shown = {"page": page, "about": disclosure_page(found, request.user)}
    return render(request, "workflow/disclosure/verb.html", shown, status=page.status)


@require_POST
@proven_afresh
def disclosure_copy(request: OfficerRequest, pk: int, item: int) -> HttpResponse:
    """制作外发件: counted and written down, then handed out as a file to keep."""
    found = disclosure_or_404(request.user, pk)
    chosen = item_or_404(found, item)
    try:
        made = hand_out(chosen, by=request.user, address=request.META.get("REMOTE_ADDR", ""))
    except NotAllowed as refusal:
        messages.error(request, refusal.sentence)
        return redirect(found)
    return sent(made)


def sent(made: Outgoing) -> HttpResponse:
    return as_file(made.pdf, PDF, made.filename)
