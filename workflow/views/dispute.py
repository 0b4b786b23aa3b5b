"""A dispute's page and the pages of its verbs (interface.md §1)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from departments.views.gate import OfficerRequest
from workflow.pages.beside import beside
from workflow.pages.convenings import meeting_address
from workflow.pages.dispute import dispute_page
from workflow.pages.loading import read_case
from workflow.views.extras import extras
from workflow.views.finding import dispute_or_404, home_of
from workflow.views.verbs import DISPUTES, VerbPage, verb_page, with_reasons


@require_safe
def dispute(request: OfficerRequest, pk: int) -> HttpResponse:
    """事项详情: everything about one case, with what I can do next."""
    read = read_case(request.user, pk)
    if read is None:
        raise Http404
    whole = request.GET.get("log") == "all"
    page = dispute_page(read, request.user, whole_log=whole)
    return render(request, "workflow/dispute/page.html", {"page": page, "whole_log": whole})


@require_http_methods(["GET", "HEAD", "POST"])
def dispute_verb(request: OfficerRequest, pk: int, verb: str) -> HttpResponse:
    """One verb: the form with the case beside it, and doing it."""
    found = dispute_or_404(request.user, pk)
    page = verb_page(DISPUTES, verb, found, request.user, typed_in(request))
    if request.method == "POST" and page.carried_out():
        say(request, page)
        return redirect(onwards(page) or home_of(found, request.user))
    shown = {"page": page, "case": beside(found, request.user, verb), **extras(page)}
    return render(request, "workflow/dispute/verb.html", shown, status=page.status)


def onwards(page: VerbPage) -> str:
    """Whoever answers 召集 plans the meeting at once; other verbs lead back to the case (R013)."""
    convenes = page.verb == "answer_convening" and page.form.cleaned_data["convene"]
    return meeting_address(page.dispute) if convenes else ""


def typed_in(request: OfficerRequest) -> QueryDict | None:
    """What was posted; the boxes of an archive page arrive as one list."""
    if request.method != "POST":
        return None
    return with_reasons(request.POST) if "missing" in request.POST else request.POST


def say(request: OfficerRequest, page: VerbPage) -> None:
    """Quiet success; a second click on what is done says so and acts no more."""
    if page.is_repeated:
        messages.info(request, f"“{page.label}”刚才已经办好，没有重复办理。")
        return
    messages.success(request, f"{page.label}：已办好。")
