"""The page of what administrators changed (R106)."""

from __future__ import annotations

from django.http import HttpResponse

from departments.models import ChangeRecord
from departments.roles import ADMINISTRATORS
from departments.views.gate import OfficerRequest, for_roles
from departments.views.places import page
from web.paging import turn

PAGE_SIZE = 30


@for_roles(*ADMINISTRATORS)
def change_records(request: OfficerRequest) -> HttpResponse:
    """Newest first; nothing in it can be altered."""
    rows = ChangeRecord.objects.select_related("by")
    turned = turn(rows, request.GET, "-pk", PAGE_SIZE)
    return page(request, "change_records", "change_records", turned=turned)
