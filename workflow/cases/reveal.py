"""查看明文（留痕）: say why, be recorded, then see the plain values once."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from confidentiality.reveal import reveal
from departments.views.gate import OfficerRequest
from disputes.models import Dispute, Party
from workflow.cases.materials import RevealForm
from workflow.issuing.looking import refuse_unregistered
from workflow.summary.beside import beside
from workflow.verbs.page import dispute_or_404

LABELS = {
    "name": "姓名",
    "id_number": "证件号码",
    "credit_code": "信用代码",
    "phone": "电话",
    "address": "地址",
    "contact": "联系人",
}


@dataclass(frozen=True)
class Plain:
    """One party in clear, for this one answer."""

    title: str
    rows: list[tuple[str, str]]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def dispute_reveal(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask for the purpose; with it, record and show."""
    found = dispute_or_404(request.user, pk)
    refuse_unregistered(found, request.user)
    form = RevealForm(request.POST if request.method == "POST" else None)
    shown = {"form": form, "case": beside(found, request.user, "reveal")}
    if request.method != "POST" or not form.is_valid():
        return render(request, "workflow/dispute/reveal.html", shown, status=_status(form))
    try:
        shown["people"] = revealed(found, request, form.words)
    except PermissionDenied as refused:
        return render(request, "403.html", {"reason": str(refused)}, status=403)
    return render(request, "workflow/dispute/revealed.html", shown)


def _status(form: RevealForm) -> int:
    return 400 if form.is_bound else 200


def revealed(dispute: Dispute, request: OfficerRequest, purpose: str) -> list[Plain]:
    """Every party's sealed values that were filled in; each look is its own record."""
    return [
        _plain(party, request, purpose, dispute.number or "") for party in dispute.parties.all()
    ]


def _plain(party: Party, request: OfficerRequest, purpose: str, number: str) -> Plain:
    fields = [name for name in LABELS if not getattr(party, name).is_blank]
    if not fields:
        return Plain(str(party.get_role_display()), [("单位名称", party.unit_name or "未填")])
    opened = reveal(
        request.user,
        party,
        fields,
        purpose=purpose,
        dispute_number=number,
        address=request.META.get("REMOTE_ADDR", ""),
    )
    rows = [(LABELS[name], value) for name, value in opened.items()]
    if party.unit_name:
        rows.insert(0, ("单位名称", party.unit_name))
    return Plain(str(party.get_role_display()), rows)
