"""A dispute's page and the pages of its verbs (interface.md §1)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from departments.views.gate import OfficerRequest
from departments.views.proof import proven_before
from workflow.archiving.page import checked, with_reasons
from workflow.cases.page import dispute_page
from workflow.cases.verbs import DISPUTES, GIVES_RIGHTS
from workflow.decisions.page import has_cards, service_cards, sheets
from workflow.handling.convening import meeting_address
from workflow.issuing.looking import CLOSING, asks_first, enter, leads_to
from workflow.issuing.rehearsing import preview
from workflow.procedure.facts import continuation
from workflow.summary.beside import beside
from workflow.summary.read import read_case
from workflow.verbs.page import VerbPage, dispute_or_404, home_of, say, verb_page


@require_safe
def dispute(request: OfficerRequest, pk: int) -> HttpResponse:
    """事项详情: everything about one case, with what I can do next."""
    read = read_case(request.user, pk)
    if read is None:
        raise Http404
    if registers := leads_to(read.file_to_sign_for):
        return redirect(registers)
    whole = request.GET.get("log") == "all"
    page = dispute_page(read, request.user, whole_log=whole)
    return render(request, "workflow/dispute/page.html", {"page": page, "whole_log": whole})


@require_http_methods(["GET", "HEAD", "POST"])
@proven_before(*GIVES_RIGHTS)
def dispute_verb(request: OfficerRequest, pk: int, verb: str) -> HttpResponse:
    """One verb: the form with the case beside it, and doing it."""
    found = dispute_or_404(request.user, pk)
    if request.method != "POST" and (registers := asks_first(found, request.user)):
        return redirect(registers)
    if request.method != "POST" and verb == "register":
        return redirect("draft", pk)  # what was sent back is put right before it is sent again
    page = verb_page(DISPUTES, verb, found, request.user, typed_in(request), request.FILES)
    if request.method == "POST" and page.carried_out():
        say(request, page)
        if verb == "archive" and not page.is_repeated:
            address = request.META.get("REMOTE_ADDR", "")
            enter(found.case_file, request.user, purpose=CLOSING, address=address)
        return redirect(onwards(page) or home_of(found, request.user))
    if page.foreseen is not None:
        return preview(request, page.foreseen)
    shown = {"page": page, "case": beside(found, request.user, verb), **more_about(page)}
    return render(request, "workflow/dispute/verb.html", shown, status=page.status)


def more_about(page: VerbPage) -> dict[str, Any]:  # Any: values of a template, of many types
    """送达, 归档 and 更正 show their own in place of the plain form, 签发 something before it."""
    if page.verb == "sign_decision":
        return {"sheets": sheets(page)}
    if has_cards(page):
        template = "_serve.html" if page.verb == "serve" else "_sides.html"
        return {"cards": service_cards(page), "template": f"workflow/dispute/{template}"}
    if page.verb == "archive":
        held = checked(page.dispute, page.form.data)
        return {"held": held, "template": "workflow/dispute/_archive.html"}
    if page.verb == "correct":
        return {"template": "workflow/dispute/_correct.html"}
    return {}


def onwards(page: VerbPage) -> str:
    """Whoever answers 召集 plans the meeting at once, 重启 leads to the new dispute (R013, R074).

    Other verbs lead back to the case.
    """
    if page.verb == "reopen":
        fresh = continuation(page.dispute)
        return fresh.get_absolute_url() if fresh else ""
    convenes = page.verb == "answer_convening" and page.form.cleaned_data["convene"]
    return meeting_address(page.dispute) if convenes else ""


def typed_in(request: OfficerRequest) -> QueryDict | None:
    """What was posted; the boxes of an archive page arrive as one list."""
    if request.method != "POST":
        return None
    return with_reasons(request.POST) if "missing" in request.POST else request.POST
