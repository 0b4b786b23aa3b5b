"""A merger or a part of 机构改革, registered by one administrator and carried out by another."""

from __future__ import annotations

from datetime import date
from typing import Any

from departments.models import Department, Officer, Post, Reform, Term
from departments.roles import Role
from tests import factories as f
from workflow.membership import reform as reforming


def fresh(officer: Officer) -> Officer:
    return Officer.objects.get(pk=officer.pk)


def decided(on: date | None = None) -> reforming.Decided:
    day = on or f.today()
    return reforming.Decided("乌编发〔2026〕3号", min(day, f.today()), day, "机构改革方案")


def registered(
    source: str = "YB", target: str = "RS", kind: str = "merge", **more: Any
) -> Reform:  # Any: what `register` takes
    units = {each.code: each for each in Department.objects.filter(code__in=(source, target))}
    return reforming.register(
        units[source], by=fresh(f.an_officer(Role.SYSADMIN, "ZB")), kind=kind,
        target=units[target], decided=more.pop("decided", decided()), **more,
    )  # fmt: skip


def carried_out(reform: Reform, *moving: Officer) -> Reform:
    """`moving` get the post of the same role in the unit that goes on."""
    places: dict[int, Post] = {}
    for term in Term.objects.filter(post__department=reform.source, officer__in=moving):
        seats = Post.objects.filter(department=reform.target, role=term.post.role)
        places[term.pk] = seats.order_by("single_seat", "pk")[0]
    keeper = fresh(f.an_officer(Role.SECADMIN, "ZB"))
    return reforming.carry_out(reform, by=keeper, places=places)


def merged(source: str = "YB", target: str = "RS", *moving: Officer) -> Reform:
    return carried_out(registered(source, target), *moving)


def now(code: str) -> Department:
    return Department.objects.get(code=code)
