"""The pages of 审计管理员, and 谁看过 of a case (R096, R099, R106)."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Final

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from confidentiality.audit.anchoring import AnchorUnread, kept_anchors
from confidentiality.audit.models import AuditRecord, Kind
from confidentiality.audit.sealing import seal
from confidentiality.reveal import record_export
from departments.models import Officer
from departments.roles import Role
from departments.views.gate import OfficerRequest, for_roles
from departments.views.places import page
from departments.views.proof import proven_afresh
from reports.audit import anchors
from reports.audit.forms import AuditSearch
from reports.audit.lines import HEADS, cells, lines
from reports.audit.looks import looks_at
from reports.audit.watching import unusual
from web.files_out import SHEET, as_file
from web.paging import turn
from web.refusals import NotAllowed
from web.spreadsheet import plain_text, spreadsheet
from workflow.issuing.looking import refuse_unregistered
from workflow.verbs.page import dispute_or_404

PER_PAGE: Final = 50
MOST: Final = 5000
DAYS: Final = 30


@require_safe
@for_roles(Role.LOGADMIN)
def audit(request: OfficerRequest) -> HttpResponse:
    """Search: by day, officer, kind, number; newest first."""
    seal()
    form = AuditSearch(request.GET)
    turned = turn(form.rows(), request.GET, "-seq", PER_PAGE)
    shown = {"form": form, "turned": turned, "lines": lines(turned.rows)}
    return page(request, "audit", "audit", **shown)


@require_POST
@for_roles(Role.LOGADMIN)
def audit_export(request: OfficerRequest) -> HttpResponse:
    """The newest 5,000 of what was searched, after it was written down who took it."""
    form = AuditSearch(request.POST)
    taken = lines(list(form.rows().order_by("-seq")[:MOST]))
    purpose, address = f"导出审计留痕 {len(taken)} 条", request.META.get("REMOTE_ADDR", "")
    record_export(request.user, [], purpose=purpose, address=address)
    heads = [name for name, _ in HEADS]
    name = f"audit-{timezone.localtime():%Y%m%d-%H%M}"
    if request.POST.get("as") == "csv":
        return as_file(_csv([heads, *cells(taken)]), "text/csv; charset=utf-8", f"{name}.csv")
    note = f"{request.user.name} {timezone.localtime():%Y-%m-%d %H:%M} 导出，{len(taken)} 条"
    return as_file(spreadsheet("审计留痕", note, HEADS, cells(taken)), SHEET, f"{name}.xlsx")


def _csv(rows: list[tuple[str, ...] | list[str]]) -> bytes:
    """With a mark at its beginning, or a spreadsheet takes it for another encoding."""
    written = io.StringIO()
    csv.writer(written).writerows([plain_text(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


@require_safe
@for_roles(Role.LOGADMIN)
def audit_unusual(request: OfficerRequest) -> HttpResponse:
    """Officers' days with too much of something, of the last month."""
    seal()
    found = unusual(timezone.now() - timedelta(days=DAYS))
    officers = Officer.objects.in_bulk([each.officer_id for each in found])
    rows = [(each.day, officers[each.officer_id], each.reasons.values()) for each in found]
    return page(request, "audit", "audit_unusual", rows=rows, days=DAYS)


@require_safe
@for_roles(Role.LOGADMIN)
def audit_chain(request: OfficerRequest) -> HttpResponse:
    """The anchors, the newest to be printed; when it was verified and with what result."""
    seal()
    try:
        kept, unread = kept_anchors(), ""
    except AnchorUnread as error:
        kept, unread = [], str(error)
    month = AuditRecord.objects.filter(at__gte=timezone.now() - timedelta(days=DAYS))
    by_role = month.order_by("role").values_list("role").annotate(Count("seq"))
    shown = {
        "newest": kept[-1] if kept else None,
        "anchors": kept[::-1][:DAYS],
        "unread": unread,
        "verified": lines(list(_of(Kind.VERIFY)[:5])),
        "last": AuditRecord.objects.order_by("-seq").first(),
        "roles": list(by_role),
        "days": DAYS,
    }
    return page(request, "audit", "audit_chain", **shown)


def _of(kind: Kind) -> QuerySet[AuditRecord]:
    return AuditRecord.objects.filter(kind=kind).select_related("officer").order_by("-seq")


@require_POST
@for_roles(Role.LOGADMIN)
def audit_verify(request: OfficerRequest) -> HttpResponse:
    """核验 what came since the last anchor."""
    try:
        found = anchors.verify_now(request.user.pk)
    except NotAllowed as broken:
        messages.error(request, f"核验未通过：{broken.sentence}")
    else:
        messages.success(request, f"核验通过：{found.rows} 条与入链时相同。")
    return redirect("audit_chain")


@require_POST
@for_roles(Role.LOGADMIN)
@proven_afresh
def audit_anchor(request: OfficerRequest) -> HttpResponse:
    """现在锚定, before something is done to the database for instance."""
    try:
        anchor = anchors.anchor_now(request.user.pk)
    except NotAllowed as broken:
        messages.error(request, f"没有锚定，核验未通过：{broken.sentence}")
    else:
        messages.success(request, f"已锚定到第 {anchor.seq} 条，请打印或另存。")
    return redirect("audit_chain")


@require_safe
def dispute_looks(request: OfficerRequest, pk: int) -> HttpResponse:
    """谁看过: for whoever may see the case."""
    found = dispute_or_404(request.user, pk)
    refuse_unregistered(found, request.user)
    shown = {"dispute": found, "looks": looks_at(found, request.GET)}
    return render(request, "reports/audit/looks.html", shown)
