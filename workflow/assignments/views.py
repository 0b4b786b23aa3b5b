"""交办: sign, return, write and approve on one screen with the case beside it (interface.md §1)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from departments.views.gate import OfficerRequest
from workflow.assignments.page import assignment_page
from workflow.assignments.verbs import ASSIGNMENTS
from workflow.issuing.looking import refuse_unregistered
from workflow.models import Assignment
from workflow.verbs.page import VerbPage, assignment_or_404, home_of_assignment, say, verb_page


@require_safe
def assignment(request: OfficerRequest, pk: int) -> HttpResponse:
    """One assignment with its case."""
    found = assignment_or_404(request.user, pk)
    refuse_unregistered(found.dispute, request.user)
    page = assignment_page(found, request.user)
    return render(request, "workflow/assignment/page.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def assignment_verb(request: OfficerRequest, pk: int, verb: str) -> HttpResponse:
    """One verb of an assignment; refused, the whole screen comes back with what was typed."""
    found = assignment_or_404(request.user, pk)
    refuse_unregistered(found.dispute, request.user)
    typed = request.POST if request.method == "POST" else None
    asked = verb_page(ASSIGNMENTS, verb, found, request.user, typed)
    if request.method == "POST" and asked.carried_out():
        say(request, asked)
        return redirect(home_of_assignment(found, request.user))
    return screen(request, found, asked)


def screen(request: OfficerRequest, found: Assignment, asked: VerbPage) -> HttpResponse:
    """The assignment's own screen, opened at this verb."""
    page = assignment_page(found, request.user, asked)
    return render(request, "workflow/assignment/page.html", {"page": page}, status=asked.status)
