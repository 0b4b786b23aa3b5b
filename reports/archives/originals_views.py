"""待移交原件: a department's list of files whose paper originals are still on its shelf (A19)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from departments.roles import STAFF
from departments.views.gate import OfficerRequest, for_roles
from reports.archives import seeking
from reports.archives.shelves import ORIGINALS, tabs_of
from reports.archives.views import KEEPERS, shelf_page


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
