"""统计: an honest overview; every number leads to its rows."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from departments.models import Department
from departments.roles import CASE_ROLES, Role
from departments.views.gate import OfficerRequest, for_roles
from reports.counting import PERIODS, Asked, period
from reports.statistics import figures

READERS: Final = (*CASE_ROLES, Role.LEADER, Role.DEPUTY, Role.OFFICE, Role.AUDITOR)
WHOLE: Final = frozenset({Role.LEADER, Role.DEPUTY, Role.OFFICE})


@require_safe
@for_roles(*READERS)
def statistics(request: OfficerRequest) -> HttpResponse:
    """The period's figures of what he may see."""
    key = request.GET.get("period", "year")
    key = key if key in PERIODS else "year"
    units = list(Department.objects.exclude(code="ZB").order_by("order", "id"))
    lead = request.GET.get("lead", "")
    lead = lead if lead in {unit.code for unit in units} else ""
    asked = Asked(*period(key, timezone.localdate()), lead)
    shown = {
        "figures": figures(request.user, asked),
        "asked": asked,
        "period": key,
        "periods": PERIODS.items(),
        "units": units,
        "scope": _scope(request.user.roles),
    }
    return render(request, "reports/statistics/page.html", shown)


def _scope(roles: set[Role]) -> str:
    """Whose cases are counted, in words."""
    if roles & WHOLE:
        return "全区"
    return "已归档案卷，不足 5 件的只写“<5”" if Role.AUDITOR in roles else "我单位参与的事项"
