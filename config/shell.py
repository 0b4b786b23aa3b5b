"""What surrounds every page: who I am, where I may go, what waits for me, what day it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.functional import SimpleLazyObject

from confidentiality.masking import mask
from deadlines.calendar import OutsideCalendar
from deadlines.calendar_days import current_calendar
from departments.models import Officer
from departments.roles import ADMINISTRATORS, HEADS, STAFF, TASK_FORCE, THE_OFFICE, Role
from departments.trainings import reads_trainings
from workflow.models import Approval

CASES: Final = STAFF | TASK_FORCE
WEEKDAYS: Final = "一二三四五六日"


@dataclass(frozen=True)
class Place:
    """A place in the navigation: who may open it, and the letter that leads there after `g`."""

    key: str
    label: str
    icon: str
    letter: str
    roles: frozenset[Role]
    fits: Callable[[Officer], bool] = lambda officer: True


PLACES: Final = (
    Place("workbench", "工作台", "home", "w", CASES),
    Place("register", "登记", "file-plus", "r", STAFF),
    Place("tasks", "我的待办", "checklist", "t", STAFF | THE_OFFICE),
    Place("disputes", "争议事项", "folders", "d", CASES | {Role.ARCHIVIST}),
    Place("meetings", "会商", "users-group", "h", CASES),
    Place("approvals", "审批", "rubber-stamp", "s", TASK_FORCE | HEADS),
    Place("supervisions", "督办", "flag", "u", CASES),
    Place("papers", "发文登记", "files", "f", CASES | {Role.AUDITOR}),
    Place("archives", "案卷档案", "archive", "a", CASES | {Role.ARCHIVIST, Role.AUDITOR}),
    Place("disclosures", "对外提供", "external-link", "o", CASES | {Role.AUDITOR}),
    Place("statistics", "统计", "chart-bar", "j", CASES | {Role.AUDITOR}),
    Place("trainings", "培训宣传", "school", "p", CASES, reads_trainings),
    Place("administration", "管理", "settings", "m", frozenset(ADMINISTRATORS)),
)


@dataclass(frozen=True)
class NavItem:
    key: str
    label: str
    icon: str
    letter: str
    url: str
    count: int
    current: bool


@dataclass(frozen=True)
class Desk:
    """A unit at whose desk he may sit, and whether he does."""

    code: str
    words: str
    current: bool


@dataclass(frozen=True)
class Shell:
    """Everything `base.html` needs to know about the officer and the day."""

    officer_name: str
    department: str
    role_label: str
    desks: tuple[Desk, ...]
    heads_unit: bool
    lets_see: bool
    nav: tuple[NavItem, ...]
    search_url: str
    messages_url: str
    unread: int
    today: str
    day_kind: str
    watermark: str


def shell(request: HttpRequest) -> dict[str, object]:
    """The context processor; nothing is asked until a page draws its frame."""
    officer = getattr(request, "user", None)
    if not isinstance(officer, Officer):
        return {"shell": None}
    return {"shell": SimpleLazyObject(partial(build, officer, request.path))}


def build(officer: Officer, path: str) -> Shell:
    waiting = waits_for(officer)
    unit, role = unit_of(officer), role_of(officer)
    name = mask("name", officer.name)
    return Shell(
        officer_name=officer.name,  # his own; the watermark leaves the house on photographs
        department=unit,
        role_label=role,
        desks=tuple(desks(officer)),
        heads_unit=bool(officer.roles & HEADS),
        lets_see=bool(officer.roles & {*HEADS, Role.OFFICE}),
        nav=tuple(items(officer, waiting, path)),
        search_url=address("disputes") if officer.roles & CASES else "",
        messages_url=address("notices"),
        unread=waiting.get("messages", 0),
        today=date_format(timezone.localdate(), "Y年n月j日"),
        day_kind=day_kind(timezone.localdate()),
        watermark=f"{name} {unit or role} {timezone.localtime():%Y-%m-%d %H:%M}",
    )


def desks(officer: Officer) -> Iterator[Desk]:
    """Nothing to choose for whoever has one (A8)."""
    units = officer.units
    for unit in units if len(units) > 1 else []:
        own = officer.acting_for(unit.code)
        words = f"{unit.name.removesuffix('人民政府')} · {role_of(own)}"
        yield Desk(unit.code, words, unit == officer.acting_unit)


def items(officer: Officer, waiting: dict[str, int], path: str) -> Iterator[NavItem]:
    """The places this officer may open, less those whose pages are not there."""
    open_places = [p for p in PLACES if officer.roles & p.roles and p.fits(officer)]
    addresses = {place.key: address(place.key) for place in open_places}
    current = here(addresses.values(), path)
    for place in open_places:
        url, count = addresses[place.key], waiting.get(place.key, 0)
        if url:
            is_here = url == current
            yield NavItem(place.key, place.label, place.icon, place.letter, url, count, is_here)


def here(addresses: Iterable[str], path: str) -> str:
    """The place that `path` lies in, the nearest one; the workbench is only itself."""
    around = [url for url in addresses if url and (url != "/" or path == "/")]
    return max((url for url in around if path.startswith(url)), key=len, default="")


def address(key: str) -> str:
    try:
        return reverse(key)
    except NoReverseMatch:
        return ""


def waits_for(officer: Officer) -> dict[str, int]:
    """What waits for this officer, by the key of the place where it waits."""
    waiting = {"messages": officer.notices.filter(read_at=None).count()}
    if officer.roles & {Role.LEADER, *HEADS}:
        waiting["approvals"] = Approval.objects.waiting_for(officer).count()
    return waiting


def unit_of(officer: Officer) -> str:
    """His department, unless his role already names the task force."""
    if officer.department is None or officer.roles & TASK_FORCE:
        return ""
    return officer.department.name.removesuffix("人民政府")


def role_of(officer: Officer) -> str:
    return "、".join(role.label for role in Role if role in officer.roles) or "暂无岗位"


def day_kind(today: date) -> str:
    """星期五 · 工作日, by the calendar of 国办通知 when it reaches that far (R101)."""
    weekday = f"星期{WEEKDAYS[today.weekday()]}"
    try:
        works = current_calendar().is_workday(today)
    except OutsideCalendar:
        return weekday
    return f"{weekday} · {'工作日' if works else '休息日'}"
