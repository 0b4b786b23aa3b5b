"""案卷档案: search archived files, open one read-only, every look written down (R082, R096)."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django import forms
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from confidentiality.keys import key_ring
from departments.models import Category
from departments.roles import STAFF, TASK_FORCE, Role
from departments.views.gate import OfficerRequest, for_roles
from disputes.seeking import SoughtQuerySet
from reports.archives import archives as reads
from reports.archives import seeking, verify_package
from reports.archives.forms import Edition, Purpose
from reports.archives.handing_out import handed_out
from reports.archives.merged import merged
from reports.archives.shelves import ORIGINALS, SHELVES, Shelf, acts_of, tabs_of
from web.components import Page, Tab
from web.files_out import PDF, as_file
from web.paging import Page as Keyset
from web.paging import page_of
from web.sought import leads_on, looked_for, put, sends
from workflow.findings.page import findings_of_case, may_record
from workflow.issuing.looking import enter, looked, refuse_unregistered, why_closed
from workflow.models import CaseFile

READERS: Final = (*STAFF, *TASK_FORCE, Role.ARCHIVIST, Role.AUDITOR)
#: Who sees what waits to be done about keeping: he does it, decides it, or looks on.
KEEPERS: Final = (Role.ARCHIVIST, Role.OFFICE, Role.AUDITOR)
PER_PAGE: Final = 20


class ArchiveSearch(forms.Form):
    """Everything is optional; what cannot be is ignored rather than refused."""

    q = forms.CharField(required=False, max_length=60)
    year = forms.IntegerField(required=False, min_value=2000, max_value=2100)
    department = forms.CharField(required=False, max_length=4)
    retention = forms.ChoiceField(
        required=False, choices=[("", "全部期限"), *CaseFile.Retention.choices]
    )
    category = forms.CharField(required=False, max_length=10)
    outcome = forms.ChoiceField(required=False, choices=[("", "全部结果"), *seeking.OUTCOMES])
    overdue = forms.BooleanField(required=False)

    @property
    def wanted(self) -> seeking.Wanted:
        self.is_valid()
        typed = self.cleaned_data
        return seeking.Wanted(
            typed.get("q", "").strip(),
            typed.get("year"),
            typed.get("department", ""),
            typed.get("retention", ""),
            typed.get("category", ""),
            typed.get("outcome", ""),
            typed.get("overdue", False),
        )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*READERS)
def archives(request: OfficerRequest) -> HttpResponse:
    """The list, latest first, with one file beside it."""
    if sends(request):
        return leads_on(request)
    form = ArchiveSearch(put(request.GET, looked_for(request)))
    rows = seeking.search(request.user, form.wanted)
    page = page_of(rows, request.GET.get("cursor", ""), PER_PAGE)
    chosen = _chosen(request, page.rows)
    shown: dict[str, Any] = {  # Any: values of the template
        "lines": reads.listed(page.rows),
        "pager": _pager(request, page),
        "wanted": form.wanted,
        "total": seeking.counted(rows),
        "years": reads.years(),
        "departments": reads.departments(),
        "retentions": CaseFile.Retention.choices,
        "outcomes": seeking.OUTCOMES,
        "categories": list(Category.objects.values_list("code", "name")),
        "chosen": reads.file_page(chosen) if chosen else None,
        "closed": why_closed(chosen, request.user) if chosen else "",
        "purpose": Purpose(),
        "draws": request.user.has_role(Role.AUDITOR),
        "finds": bool(request.user.roles & {*STAFF, *TASK_FORCE, Role.AUDITOR}),
        "staff": bool(request.user.roles & {*STAFF}),
        "keeps": bool(request.user.roles & {*KEEPERS}),
    }
    return render(request, "reports/archive/list.html", shown)


@require_safe
@for_roles(*KEEPERS)
def keeping(request: OfficerRequest) -> HttpResponse:
    """档案保管: what waits for the archivist, what for the office, and the 销毁清册 (R083)."""
    tab = request.GET.get("tab", "")
    shelf = SHELVES.get(tab) or SHELVES["review"]
    shown = shelf_page(request, shelf, seeking.files_visible_to(request.user), tabs_of(shelf))
    return render(request, "reports/archive/keeping.html", shown)


@require_safe
@for_roles(*STAFF, *KEEPERS)
def originals(request: OfficerRequest) -> HttpResponse:
    """Of his own unit; who keeps, decides or looks on sees those of all, beside the other lists."""
    officer = request.user
    rows = seeking.files_visible_to(officer)
    keeps = bool(officer.roles & {*KEEPERS})
    if not keeps:
        rows = rows.filter(dispute__receiving_department__in=officer.department_ids)
    tabs = tabs_of(ORIGINALS) if keeps else []
    return render(
        request, "reports/archive/keeping.html", shelf_page(request, ORIGINALS, rows, tabs)
    )


def shelf_page(
    request: OfficerRequest, shelf: Shelf, files: SoughtQuerySet, tabs: list[Tab]
) -> dict[str, Any]:  # Any: values of the template
    """One list of the files of his."""
    page = page_of(shelf.rows(files, timezone.localdate()), request.GET.get("cursor", ""), PER_PAGE)
    lines = [shelf.line(each) for each in page.rows]
    return {"shelf": shelf, "tabs": tabs, "lines": lines, "pager": _pager(request, page)}


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*READERS)
def case_file(request: OfficerRequest, pk: int) -> HttpResponse:
    """One file, whole and read-only; the look is recorded before anything is shown."""
    found = seeking.file_or_404(request.user, pk)
    address = request.META.get("REMOTE_ADDR", "")
    if request.method != "POST":
        if not looked(found, request.user):
            why = why_closed(found, request.user)
            told = {"form": Purpose(), "file": found, "why_closed": why}
            return render(request, "reports/archive/ask.html", told)
        told = {
            "page": reads.file_page(found),
            "public_key": key_ring().signers()[0].public_key,
            "acts": acts_of(request.user, found.dispute),
            "findings": findings_of_case(found.dispute, request.user),
            "audits": may_record(found.dispute, request.user),
        }
        return render(request, "reports/archive/file.html", told)
    form = Purpose(request.POST)
    if not form.is_valid():
        told = {"form": form, "file": found}
        return render(request, "reports/archive/ask.html", told, status=400)
    enter(found, request.user, purpose=form.cleaned_data["purpose"], address=address)
    return redirect(found)


@require_safe
def case_file_package(request: OfficerRequest, pk: int) -> FileResponse:
    """The 信息包 of domain 3.7 as a zip; the taking is recorded first."""
    found = seeking.file_or_404(request.user, pk)
    refuse_unregistered(found.dispute, request.user)
    return handed_out(
        found,
        request.user,
        edition=Edition(request.GET).which(),
        purpose="下载信息包",
        address=request.META.get("REMOTE_ADDR", ""),
    )


@require_safe
def case_file_merged(request: OfficerRequest, pk: int) -> HttpResponse:
    """The whole file as one PDF, read on the screen."""
    found = seeking.file_or_404(request.user, pk)
    refuse_unregistered(found.dispute, request.user)
    content = merged(found, request.user, address=request.META.get("REMOTE_ADDR", ""))
    return as_file(content, PDF, f"{found.dispute.number}-全卷.pdf", shown=True)


@require_safe
@for_roles(*READERS)
def verifier(_request: OfficerRequest) -> HttpResponse:
    """The one file that checks a package without a portal."""
    program = Path(verify_package.__file__)
    return as_file(program.read_bytes(), "text/x-python", program.name)


def _chosen(request: OfficerRequest, rows: list[CaseFile]) -> CaseFile | None:
    """The one that was clicked: nobody registers a look at a file that he did not mean."""
    asked = request.GET.get("file", "")
    return next((each for each in rows if str(each.pk) == asked), None)


def _pager(request: OfficerRequest, page: Keyset[CaseFile]) -> Page:
    says = f"本页 {len(page.rows)} 卷"
    return Page(says, _at(request, page.previous), _at(request, page.next))


def _at(request: OfficerRequest, cursor: str) -> str:
    """The same search at another place of the list."""
    if not cursor:
        return ""
    asked = request.GET.copy()
    asked.pop("file", None)
    asked["cursor"] = cursor
    return f"?{asked.urlencode()}"
