"""The pages of 管理: who may open which, what each is for, and the tabs between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from departments.models import ChangeRecord, Officer
from departments.roles import ADMINISTRATORS, STAFF, TASK_FORCE, Role
from departments.trainings import reads_trainings
from departments.views.gate import OfficerRequest, for_roles
from web.components import Tab
from web.paging import turn

#: Lines on a page of 变更记录.
RECORDS: Final = 30
EVERYBODY: Final = frozenset(Role)
ACCOUNTS: Final = frozenset({Role.SYSADMIN, Role.SECADMIN})
LOGS: Final = frozenset({Role.LOGADMIN})
TIMEKEEPERS: Final = frozenset({*ADMINISTRATORS, Role.OFFICE})


@dataclass(frozen=True, slots=True)
class Place:
    """One page of 管理."""

    key: str
    label: str
    says: str
    clause: str
    roles: frozenset[Role]
    fits: Callable[[Officer], bool] = lambda officer: True

    @property
    def url(self) -> str:
        return reverse(self.key)


PLACES: Final = (
    Place(
        "departments", "成员单位", "联系方式、内控开关，按决定增加或退出", "三、六(一)", EVERYBODY
    ),
    Place(
        "reforms",
        "机构改革",
        "单位并入、划出，由谁接着办",
        "三",
        frozenset({*ADMINISTRATORS, *TASK_FORCE}),
    ),
    Place("towns", "辖区", "事项所在辖区和对应的镇人民政府", "五(一)", EVERYBODY),
    Place("remedy_bodies", "救济机关", "告知书所写的复议、诉讼等机关", "五(四)", EVERYBODY),
    Place("officers", "账号", "建立、停用账号，设有效期，密码重置单", "六(三)", ACCOUNTS),
    Place("posts", "岗位任职", "谁在哪个岗位、从何时到何时，任免留存", "三", ACCOUNTS),
    Place("roles", "岗位说明", "每种岗位能办什么、不能办什么", "三", EVERYBODY),
    Place("matrix", "职责表", "哪类事项由谁主办、谁协助，按版本修订", "四(二)", EVERYBODY),
    Place(
        "switch_dates", "切换日", "各险种改为自行申报的日期", "四(二)", frozenset({Role.SECADMIN})
    ),
    Place(
        "delegations", "组长授权", "组长书面授权副组长代批", "五(二)", frozenset({Role.SECADMIN})
    ),
    Place("working_calendar", "工作日历", "节假日和调休，逐年导入", "五", TIMEKEEPERS),
    Place("limits", "办理时限", "各环节时限，修订留版本", "五", TIMEKEEPERS),
    Place(
        "trainings",
        "培训宣传",
        "各镇的业务培训、区人社局的工伤预防宣传",
        "四(二)",
        STAFF | TASK_FORCE,
        reads_trainings,
    ),
    Place(
        "running",
        "运行情况",
        "时钟是否在走，消息和文书是否送出",
        "五",
        frozenset({Role.SYSADMIN, Role.LOGADMIN}),
    ),
    Place("audit", "审计留痕", "谁何时看过、办过什么，核验与锚定", "六(三)", LOGS),
    Place("change_records", "变更记录", "何人何时改了什么", "六(三)", frozenset(ADMINISTRATORS)),
)


def open_to(request: OfficerRequest) -> list[Place]:
    """The places this officer may open."""
    return [
        place for place in PLACES if place.roles & request.user.roles and place.fits(request.user)
    ]


@for_roles(*ADMINISTRATORS)
def administration(request: OfficerRequest) -> HttpResponse:
    """Where an administrator starts."""
    return render(request, "departments/administration.html", {"places": open_to(request)})


@for_roles(*ADMINISTRATORS)
def change_records(request: OfficerRequest) -> HttpResponse:
    """Newest first; nothing in it can be altered."""
    rows = ChangeRecord.objects.select_related("by")
    turned = turn(rows, request.GET, "-pk", RECORDS)
    return page(request, "change_records", "change_records", turned=turned)


def page(request: OfficerRequest, here: str, template: str, **shown: object) -> HttpResponse:
    """A page of 管理 with its tabs, where there is more than one place to go."""
    tabs = [Tab(p.label, p.url, current=p.key == here) for p in open_to(request)]
    return drawn(request, template, tabs=tabs, **shown)


def drawn(request: OfficerRequest, template: str, **shown: Any) -> HttpResponse:
    """400 when it comes back with a mistake in what was sent, as every form of the portal.

    Any: what a template shows.
    """
    forms = (shown.get("form"), *shown.get("forms", ()))
    status = 400 if request.method == "POST" and any(map(_is_wrong, forms)) else 200
    return render(request, f"departments/{template}.html", shown, status=status)


def _is_wrong(form: BaseForm | None) -> bool:
    return bool(form and form.is_bound and form.errors)


def ways(request: OfficerRequest, *ways: tuple[str, Role, str]) -> dict[str, str]:
    """Of (name, role, address) those whose role this officer holds: what a page may offer him."""
    return {name: address for name, role, address in ways if request.user.has_role(role)}


@dataclass(frozen=True, slots=True)
class Ask:
    """What a page that only asks one thing says around its form."""

    title: str
    verb: str
    back: str
    says: str = ""
    warns: str = ""
    others: tuple[tuple[str, str], ...] = ()


def ask(request: OfficerRequest, here: str, what: Ask, *forms: BaseForm) -> HttpResponse:
    """The one page for every form of 管理."""
    return page(request, here, "ask", ask=what, forms=forms)
