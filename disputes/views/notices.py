"""消息: what I was told, newest first; opening one reads it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from confidentiality.parts import Page
from departments.views.gate import OfficerRequest
from disputes.models import Dispute
from disputes.paging import BadCursor, page_of
from workflow.reading import read, read_all

SIZE = 30


@require_safe
def notices(request: OfficerRequest) -> HttpResponse:
    """My messages, a page of them."""
    rows = request.user.notices.select_related("dispute")
    try:
        page = page_of(rows, request.GET.get("cursor", ""), SIZE)
    except BadCursor:
        page = page_of(rows, "", SIZE)
    here = reverse("notices")
    shown = {
        "notices": page.rows,
        "unread": rows.filter(read_at=None).exists(),
        "page": Page(
            f"本页 {len(page.rows)} 条",
            f"{here}?cursor={page.previous}" if page.previous else "",
            f"{here}?cursor={page.next}" if page.next else "",
        ),
    }
    return render(request, "disputes/notices.html", shown)


@require_POST
def notice(request: OfficerRequest, pk: int) -> HttpResponse:
    """Read it, and go where it leads if that may still be seen."""
    found = request.user.notices.filter(pk=pk).first()
    if found is None:
        raise Http404
    read(found)
    visible = Dispute.objects.visible_to(request.user).filter(pk=found.dispute_id or 0).first()
    return redirect(visible or "notices")


@require_POST
def notices_read(request: OfficerRequest) -> HttpResponse:
    """全部标为已读."""
    read_all(request.user)
    messages.success(request, "消息已全部标为已读。")
    return redirect("notices")
