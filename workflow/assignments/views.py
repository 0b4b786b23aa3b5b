"""交办: sign, return, write and approve on one screen with the case beside it (interface.md §1)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from departments.models import Officer
from departments.views.gate import OfficerRequest
from disputes.models import Dispute
from workflow.assignments.page import assignment_page
from workflow.assignments.verbs import ASSIGNMENTS
from workflow.issuing.looking import refuse_unregistered
from workflow.issuing.rehearsing import preview
from workflow.models import Assignment
from workflow.verbs.page import VerbPage, dispute_or_404, say, verb_page


def assignment_or_404(officer: Officer, pk: int) -> Assignment:
    """An assignment is seen by whoever sees its dispute."""
    rows = Assignment.objects.select_related(
        "department", "sender", "sent_by", "officer", "believed_responsible", "meeting"
    )
    found: Assignment | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    found.dispute = dispute_or_404(officer, found.dispute_id)
    return found


def home_of_assignment(assignment: Assignment, officer: Officer) -> str:
    """The assignment's page, or his list when it is no longer his to see."""
    seen = Dispute.objects.visible_to(officer).filter(pk=assignment.dispute_id).exists()
    return assignment.get_absolute_url() if seen else reverse("tasks")


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
    if asked.foreseen is not None:
        return preview(request, asked.foreseen)
    return screen(request, found, asked)


def screen(request: OfficerRequest, found: Assignment, asked: VerbPage) -> HttpResponse:
    """The assignment's own screen, opened at this verb."""
    page = assignment_page(found, request.user, asked)
    return render(request, "workflow/assignment/page.html", {"page": page}, status=asked.status)
