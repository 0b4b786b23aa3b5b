"""会商: the month, a new meeting, one meeting and its verbs (五(三)3, 四(二), R058-R068)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from departments.models import Department, Officer
from departments.views.gate import OfficerRequest, made_by
from disputes.models import Dispute
from web.files_out import SHEET, as_file
from web.refusals import NotYours
from workflow.issuing.rehearsing import preview
from workflow.meetings import register
from workflow.meetings.act import meeting_act
from workflow.meetings.agenda import beginning, picker
from workflow.meetings.forms import NewMeeting
from workflow.meetings.month import may_plan, month_of, month_page
from workflow.meetings.page import meeting_page
from workflow.meetings.plan import plan
from workflow.models import Meeting
from workflow.verbs.page import dispute_or_404, say

#: The form's values that are lists.
LISTS = ("departments", "disputes")


@require_safe
def meetings(request: OfficerRequest) -> HttpResponse:
    """The month's meetings that concern him, and what waits for him."""
    first = month_of(request.GET.get("month", ""), timezone.localdate())
    page = month_page(request.user, first)
    return render(request, "workflow/meeting/month.html", {"page": page})


@require_safe
def meeting_register(request: OfficerRequest) -> HttpResponse:
    """会商台账: by type and period."""
    listed = register.register(request.user, request.GET)
    return render(request, "workflow/meeting/register.html", {"list": listed})


@require_POST
def meeting_register_export(request: OfficerRequest) -> HttpResponse:
    """导出: the same as a spreadsheet, after it was written down who took it."""
    asked = QueryDict(request.POST.get("query", ""))
    sheet = register.exported(request.user, asked, request.META.get("REMOTE_ADDR", ""))
    return as_file(sheet, SHEET, f"meetings-{timezone.localtime():%Y%m%d-%H%M}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_new(request: OfficerRequest) -> HttpResponse:
    """拟定会商; looking for a case of the agenda keeps everything typed."""
    own = convening_department(request.user)
    sending = request.method == "POST" and "find" not in request.POST
    form = NewMeeting(
        request.POST if sending else None,
        officer=request.user,
        own=own,
        initial=typed_so_far(request.POST) or called_from(request, own),
    )
    made = made_by(form, lambda: plan(by=request.user, **form.cleaned_data))
    if made is not None:
        messages.success(request, planned_words(made))
        return redirect(made)
    chosen = request.POST.getlist("disputes") or request.GET.getlist("dispute")
    found = picker(request.user, chosen, request.POST.get("q", ""))
    shown = {"form": form, "picker": found, "own": own}
    return render(request, "workflow/meeting/new.html", shown, status=400 if sending else 200)


@require_safe
def meeting(request: OfficerRequest, pk: int) -> HttpResponse:
    """One meeting: agenda, attendance, minutes, what can be done."""
    page = meeting_page(meeting_or_404(request.user, pk), request.user)
    return render(request, "workflow/meeting/page.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_verb(request: OfficerRequest, pk: int, verb: str) -> HttpResponse:
    """One verb: its form with the meeting beside it, and doing it."""
    found = meeting_or_404(request.user, pk)
    typed = request.POST if request.method == "POST" else None
    act = meeting_act(found, verb, request.user, typed)
    if typed is not None and act.carried_out():
        say(request, act)
        return redirect(found)
    if act.foreseen is not None:
        return preview(request, act.foreseen)
    template = "workflow/meeting/minutes.html" if act.sheets else "workflow/meeting/verb.html"
    shown = {"act": act, "page": meeting_page(found, request.user)}
    return render(request, template, shown, status=act.status)


def meeting_or_404(officer: Officer, pk: int) -> Meeting:
    """What he may not know of looks like what is not there."""
    rows = Meeting.objects.visible_to(officer).select_related("convenor", "consented_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def convening_department(officer: Officer) -> Department:
    if officer.department is None or not may_plan(officer):
        raise NotYours("会商由成员单位召集。")
    return officer.department


def typed_so_far(typed: QueryDict) -> dict[str, Any]:  # Any: lists and texts
    """What stands in the form while a case is looked for."""
    return {name: typed.getlist(name) if name in LISTS else typed[name] for name in typed}


def called_from(request: OfficerRequest, own: Department) -> dict[str, Any]:  # Any: initial values
    """召集会商 on a case's page brings the case along."""
    pk = request.GET.get("dispute", "")
    asked: Dispute | None = dispute_or_404(request.user, int(pk)) if pk.isdecimal() else None
    return beginning(asked, own)


def planned_words(made: Meeting) -> str:
    if made.state == "awaiting_approval":
        return "已拟定，并已报请组长；组长同意后才能发会商通知。"
    return "已拟定。请发会商通知，参会单位从发出通知起可以看到议题。"
