"""What Django can do at best on the same rows: one indexed SELECT, a plain page, nobody asked why.

The same middleware, session, frame and templates as the portal; no permissions, masking, lamps,
history or outbox. The ratio of a real page to its neighbour here is what the targets speak of.
"""

from __future__ import annotations

from uuid import uuid4

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from departments.models import Officer
from departments.views.gate import OfficerRequest
from disputes.models import Dispute, Party
from disputes.seeking import NOTHING
from workflow.models import TimelineEntry

SIZE, WALKED = 50, 20_000
_COLUMNS = ("id", "number", "state", "category", "town", "registered_at", "due_on")


class NearFilter(forms.Form):
    """Typed parameters, as anybody would check them."""

    state = forms.CharField(required=False)
    department = forms.IntegerField(required=False)
    before = forms.IntegerField(required=False)
    q = forms.CharField(required=False)


class NearForm(forms.Form):
    channel = forms.ChoiceField(choices=[("visit", "来访"), ("phone", "电话")])
    name = forms.CharField(max_length=40)
    category = forms.CharField(max_length=10)
    facts = forms.CharField(max_length=5000)


def near_list(request: HttpRequest) -> HttpResponse:
    """Newest first, by key; narrowed by state and department where asked."""
    return render(request, "near/list.html", {"rows": _page(request)})


def near_json(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"results": list(_page(request))})


def near_search(request: HttpRequest) -> HttpResponse:
    """The newest twenty thousand one by one; of what is not met there often, the bigram index."""
    q = request.GET["q"]
    edge = (Dispute.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) - WALKED
    recent = Dispute.objects.walked(q, NOTHING).filter(pk__gt=edge)
    rows = list(recent.order_by("-pk").values(*_COLUMNS)[:SIZE])
    if len(rows) < SIZE:
        rows = list(Dispute.objects.containing(q).order_by("-pk").values(*_COLUMNS)[:SIZE])
    return render(request, "near/list.html", {"rows": rows})


def near_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The row and what happened to it."""
    dispute = Dispute.objects.get(pk=pk)
    entries = TimelineEntry.objects.filter(dispute=pk).order_by("id").only("at", "text", "seal_id")
    return render(request, "near/detail.html", {"dispute": dispute, "entries": list(entries)})


def near_create(request: OfficerRequest) -> HttpResponse:
    """A row, its party and an event, in one transaction."""
    form = NearForm(request.POST or None)
    if form.is_valid():
        return redirect("near_detail", _created(request.user, form).pk)
    return render(request, "near/create.html", {"form": form})


def _page(request: HttpRequest) -> list[dict[str, object]]:
    asked = NearFilter(request.GET)
    asked.is_valid()
    rows = Dispute.objects.order_by("-pk")
    if department := asked.cleaned_data["department"]:
        rows = rows.filter(receiving_department=department)
    if state := asked.cleaned_data["state"]:
        rows = rows.filter(state=state)
    if before := asked.cleaned_data["before"]:
        rows = rows.filter(pk__lt=before)
    return list(rows.values(*_COLUMNS)[:SIZE])


def _created(officer: Officer, form: NearForm) -> Dispute:
    typed = form.cleaned_data
    with transaction.atomic():
        dispute = Dispute(
            year=2026, channel=typed["channel"], category=typed["category"], facts=typed["facts"],
            search_text=typed["facts"], first_contact_officer=officer, responsible_officer=officer,
            first_contact_department_id=1, receiving_department_id=1, lead_department_id=1,
        )  # fmt: skip
        dispute.save()
        Party.objects.create(dispute=dispute, role="payer", kind="employee", name=typed["name"],
                             seal_id=uuid4())  # fmt: skip
        TimelineEntry.objects.create(
            dispute=dispute, version=0, at=dispute.created_at, actor=officer, actor_label="经办员",
            verb="near", text="登记。",
        )  # fmt: skip
    return dispute
