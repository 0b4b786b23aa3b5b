"""催办 in one click, from the list of what waits for others (R104)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from departments.views.gate import OfficerRequest, back_to
from workflow.supervision.urging import urge
from workflow.verbs.finding import dispute_or_404

#: What a click says; whoever has more to say opens the page of the verb.
USUAL = "请抓紧办理。"


@require_POST
def urge_now(request: OfficerRequest, pk: int) -> HttpResponse:
    """The same act as the page's, with the usual words, and back to the list."""
    found = dispute_or_404(request.user, pk)
    urge(found, by=request.user, message=USUAL)
    messages.success(request, f"已催办 {found.number}。")
    return redirect(back_to(request, found.get_absolute_url()))
