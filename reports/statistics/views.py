"""统计: an honest overview; every number leads to its rows."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from departments.models import Department, Officer
from departments.roles import STAFF, TASK_FORCE, Role
from departments.views.gate import OfficerRequest, for_roles
from reports.statistics.counting import PERIODS, Asked, period
from reports.statistics.statistics import figures
from web.components import Tab

READERS: Final = (*STAFF, *TASK_FORCE, Role.AUDITOR)
#: The pages of 统计, by the name of their address.
PAGES: Final = {
    "statistics": "概览",
    "scorecard": "考核",
    "period_reports": "月报季报",
    "topics": "专题",
    "precedents": "指定先例",
}
#: Those the task force alone opens.
_TASK_FORCES: Final = {"period_reports", "topics"}


@require_safe
@for_roles(*READERS)
def statistics(request: OfficerRequest) -> HttpResponse:
    """The period's figures of what he may see."""
    key = request.GET.get("period", "year")
    key = key if key in PERIODS else "year"
    units = list(Department.objects.ever_members().handling().order_by("order", "id"))
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
        "tabs": tabs("statistics", request.user),
    }
    return render(request, "reports/statistics/page.html", shown)


def tabs(current: str, officer: Officer) -> list[Tab]:
    """From one page of 统计 to the others that he may open."""
    shown = PAGES.keys() if officer.roles & TASK_FORCE else PAGES.keys() - _TASK_FORCES
    if not officer.roles & {*TASK_FORCE, Role.AUDITOR}:
        shown -= {"precedents"}
    return [
        Tab(label, reverse(name), current=name == current)
        for name, label in PAGES.items()
        if name in shown
    ]


def archived_only() -> str:
    """What an auditor is told of the numbers."""
    few = settings.SMALLEST_CELL
    return f"已归档案卷，不足 {few} 件的只写“<{few}”" if few else "已归档案卷"


def _scope(roles: set[Role]) -> str:
    """Whose cases are counted, in words."""
    if roles & TASK_FORCE:
        return "全区"
    if Role.AUDITOR in roles:
        return archived_only()
    return "我单位参与的事项"
