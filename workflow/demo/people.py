"""Accounts of the demonstration: one in every post, named after the post and after nobody."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from departments.actions import members
from departments.actions.members import Decision, NewMember
from departments.models import Department, Officer, Post, Term
from departments.roles import Role
from workflow.membership import actions as membership

CODES = ("SW", "YB", "RS", "SB", "XF", "CZ", "CL", "WM")
STAFF = {"clerk": (Role.CLERK,), "reviewer": (Role.REVIEWER,), "head": (Role.HEAD, Role.TOWN_LEAD)}
SINGLE = ("leader", "deputy", "office", "archivist", "auditor", "sysadmin", "secadmin", "logadmin")
WORDS = {"clerk": "经办", "reviewer": "审核", "head": "负责人"}


def appoint() -> dict[str, Officer]:
    """Every demo account by its username, holding its post since the plan was issued."""
    password = make_password(settings.DEMO_PASSWORD)
    people = {}
    for department in Department.objects.filter(code__in=CODES):
        for kind, roles in STAFF.items():
            username = f"{department.code.lower()}_{kind}"
            name = f"{department.short_name}{WORDS[kind]}"
            people[username] = _account(username, name, password)
            _hold(people[username], department, roles)
    office = Department.objects.get(code="ZB")
    for kind in SINGLE:
        people[kind] = _account(kind, Role(kind).label, password)
        _hold(people[kind], office, (Role(kind),))
    return people


def a_leaver(department: Department) -> Officer:
    """A clerk in his last week: moved to another bureau, his post ends then."""
    name = f"{department.short_name}调出人员"
    officer = _account(
        f"{department.code.lower()}_leaver", name, make_password(settings.DEMO_PASSWORD)
    )
    _hold(officer, department, STAFF["clerk"])
    officer.terms.update(ends_on=timezone.localdate() + timedelta(days=7))
    return officer


def _account(username: str, name: str, password: str) -> Officer:
    defaults = {"name": name, "password": password, "password_changed_at": timezone.now()}
    officer, _ = Officer.objects.get_or_create(username=username, defaults=defaults)
    return officer


def _hold(officer: Officer, department: Department, roles: tuple[Role, ...]) -> None:
    since = timezone.localdate() - timedelta(days=330)
    for role in roles:
        post = Post.objects.filter(department=department, role=role).first()
        if post is not None:
            Term.objects.get_or_create(officer=officer, post=post, defaults={"starts_on": since})


def furnish(sysadmin: Officer) -> None:
    """What a county fills in before its first day: record numbers, addresses, telephones."""
    for place, department in enumerate(Department.objects.all(), 1):
        members.change_contact(
            department,
            by=sysadmin,
            fonds_number=department.fonds_number or f"{place:04d}",
            address=department.address or f"乌翠区示例路{place}号",
            phone=department.phone or f"0458-200000{place}",
            office_hours=department.office_hours or "工作日 8:30-17:00",
        )


def propose(sysadmin: Officer) -> None:
    """A unit that is to join waits for the leader's word."""
    today = timezone.localdate()
    decision = Decision(today, f"专班会议纪要〔{today.year}〕2号", today, "会议纪要扫描件")
    membership.admit(
        NewMember("SF", "区司法局", "司法局", "bureau"), by=sysadmin, decision=decision
    )
