"""Who acts in the generated world: the demonstration's accounts and more clerks beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Permission
from django.utils import timezone

from deadlines.limits import WHOLE
from deadlines.models import DeadlinePolicy
from departments.models import Category, Department, Officer, Post, Term
from departments.roles import Role
from tests.bench.shares import CLERKS
from workflow.demo.people import CODES, appoint, furnish


@dataclass(frozen=True)
class Cast:
    """Ids that rows refer to, looked up once and sent to every loading process."""

    departments: dict[str, int]
    groups: dict[str, int]
    clerks: dict[str, list[int]]
    reviewers: dict[str, int]
    heads: dict[str, int]
    leader: int
    permission: int
    policies: dict[str, tuple[str, int]]
    steps: dict[str, int]
    categories: list[str]
    now: datetime
    today: date


def engage() -> Cast:
    """Fill the posts of a fresh portal."""
    people = appoint()
    furnish(people["sysadmin"])
    units = {unit.code: unit for unit in Department.objects.all()}
    clerks = {code: [people[f"{code.lower()}_clerk"].pk, *_more(units[code])] for code in CODES}
    return Cast(
        departments={code: unit.pk for code, unit in units.items()},
        groups={code: unit.group_id for code, unit in units.items()},
        clerks=clerks,
        reviewers={code: people[f"{code.lower()}_reviewer"].pk for code in CODES},
        heads={code: people[f"{code.lower()}_head"].pk for code in CODES},
        leader=people["leader"].pk,
        permission=Permission.objects.get(codename="take_part").pk,
        policies=dict(_policies()),
        steps=dict(DeadlinePolicy.objects.order_by("-id").values_list("key", "pk")),
        categories=list(Category.objects.values_list("code", flat=True)),
        now=timezone.now(),
        today=timezone.localdate(),
    )


def _policies() -> Iterator[tuple[str, tuple[str, int]]]:
    for mode, key in WHOLE.items():
        policy = DeadlinePolicy.objects.filter(key=key).order_by("id").first()
        if policy is not None:
            yield str(mode), (key, policy.pk)


def _more(unit: Department) -> Iterator[int]:
    """Colleagues who register too; nobody signs in as one of them."""
    post = Post.objects.filter(department=unit, role=Role.CLERK).earliest("pk")
    for nth in range(1, CLERKS.get(unit.code, 2)):
        username = f"{unit.code.lower()}_clerk{nth}"
        named = {"name": f"{unit.short_name}{nth}", "password": make_password(None)}
        officer, _ = Officer.objects.get_or_create(username=username, defaults=named)
        since = timezone.localdate() - timedelta(days=330)
        Term.objects.get_or_create(officer=officer, post=post, defaults={"starts_on": since})
        yield officer.pk
