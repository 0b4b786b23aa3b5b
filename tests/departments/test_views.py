"""Promises of 管理: pages open for their own, refuse others, cost the same at any length."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from departments.actions.authority import record
from departments.models import Department, Officer, Post, Term
from departments.roles import Role
from tests.departments.people import holding, signed_in, somebody, today, told

pytestmark = pytest.mark.django_db

SYS, SEC, LOG = Role.SYSADMIN, Role.SECADMIN, Role.LOGADMIN
ANYBODY = {SYS, SEC, LOG, Role.LEADER, Role.CLERK}

PAGES: list[tuple[str, list[object], set[Role]]] = [
    ("administration", [], {SYS, SEC, LOG}),
    ("departments", [], ANYBODY),
    ("department", ["SW"], ANYBODY),
    ("department_new", [], {SYS}),
    ("department_contact", ["SW"], {SYS}),
    ("department_switches", ["SW"], {SEC}),
    ("department_leave", ["SW"], {SYS}),
    ("towns", [], ANYBODY),
    ("town_new", [], {SYS}),
    ("town", ["230718100"], {SYS}),
    ("department_rename", ["CL"], {SYS}),
    ("reform_new", ["CL"], {SYS}),
    ("officers", [], {SYS, SEC}),
    ("officer", ["looked_at"], {SYS, SEC}),
    ("officer_new", [], {SYS}),
    ("officer_change", ["looked_at"], {SYS}),
    ("officer_slip", ["looked_at"], {SYS}),
    ("officer_unlock", ["looked_at"], {SEC}),
    ("officer_disable", ["looked_at"], {SYS}),
    ("officer_enable", ["looked_at"], {SYS}),
    ("posts", [], {SYS, SEC}),
    ("post_new", [], {SEC}),
    ("roles", [], ANYBODY),
    ("matrix", [], ANYBODY),
    ("matrix_edition", [1], ANYBODY),
    ("switch_dates", [], {SEC}),
    ("switch_date", ["pension"], {SEC}),
    ("delegations", [], {SEC}),
    ("delegation_new", [], {SEC}),
    ("change_records", [], {SYS, SEC, LOG}),
]


def place_of(role: Role) -> str:
    return "SW" if role == Role.CLERK else "ZB"


@pytest.mark.parametrize("role", sorted(ANYBODY))
def test_each_page_opens_for_its_own_and_refuses_the_others(role: Role) -> None:
    Officer.objects.create_user("looked_at", "Portal-2026!", name="被看的人")
    client = signed_in(holding(role, place_of(role)))
    for name, args, roles in PAGES:
        answer = client.get(reverse(name, args=args))
        assert answer.status_code == (200 if role in roles else 403), name
        if role not in roles:
            assert client.post(reverse(name, args=args)).status_code == 403, name


def test_nobody_opens_one_without_signing_in() -> None:
    for name, args, _ in PAGES:
        assert Client().get(reverse(name, args=args)).status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "/manage/departments/NO/",
        "/manage/departments/NO/contact/",
        "/manage/towns/0/",
        "/manage/officers/nobody/",
        "/manage/officers/nobody/disable/",
        "/manage/matrix/99/",
    ],
)
def test_what_is_not_there_is_not_found(address: str) -> None:
    assert signed_in(holding(SYS)).get(address).status_code == 404


class TestLists:
    def cost(self, client: Client, name: str) -> int:
        client.get(reverse(name))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(reverse(name)).status_code == 200
        return len(queries)

    def test_of_accounts_cost_the_same_with_five_and_fifty(self) -> None:
        client = signed_in(holding(SYS))
        clerks = Post.objects.get(department__code="SW", role=Role.CLERK)
        costs = []
        for number in (5, 45):
            for _ in range(number):
                Term.objects.create(officer=somebody(), post=clerks, starts_on=today())
            costs.append(self.cost(client, "officers"))
        assert costs[0] == costs[1] <= 15

    def test_of_posts_cost_the_same_with_five_and_fifty(self) -> None:
        client = signed_in(holding(SEC))
        unit = Department.objects.get(code="SW")
        costs = []
        for number in (5, 45):
            for _ in range(number):
                title = f"岗位{unit.posts.count()}"
                post = Post.objects.create(department=unit, role=Role.CLERK, title=title)
                Term.objects.create(officer=somebody(), post=post, starts_on=today())
            costs.append(self.cost(client, "posts"))
        assert costs[0] == costs[1] <= 15

    def test_of_records_cost_the_same_with_five_and_fifty(self) -> None:
        officer = holding(LOG)
        client = signed_in(officer)
        costs = []
        for number in (5, 45):
            for _ in range(number):
                record(officer, "试", "对象")
            costs.append(self.cost(client, "change_records"))
        assert costs[0] == costs[1] <= 15

    @pytest.mark.parametrize("name", ["departments", "towns", "matrix", "switch_dates"])
    def test_of_other_things_ask_little(self, name: str) -> None:
        assert self.cost(signed_in(holding(SEC)), name) <= 18

    def test_turn_on_and_back_without_losing_or_repeating_anybody(self) -> None:
        admin = holding(SYS)
        for number in range(70):
            somebody(f"张{number}")
        client = signed_in(admin)
        seen: list[str] = []
        address = reverse("officers")
        for _ in range(3):
            turned = client.get(address).context["turned"]
            seen += [row.username for row in turned.rows]
            address = reverse("officers") + turned.page.next_url
        assert len(seen) == len(set(seen)) == Officer.objects.count()
        assert turned.page.next_url == ""
        back = client.get(reverse("officers") + turned.page.previous_url).context["turned"]
        assert [row.username for row in back.rows] == seen[30:60]
        assert back.page.next_url

    def test_find_an_officer_by_number_name_or_sounds(self) -> None:
        client = signed_in(holding(SYS))
        sought = Officer.objects.create_user("gh0042", "Portal-2026!", name="欧阳测试")
        for words in ("gh00", "阳测", "ou1 yang2"):
            rows = (
                client.post(reverse("officers"), {"q": words}, follow=True).context["turned"].rows
            )
            assert rows == [sought]
        assert "没有符合的账号" in told(
            client.post(reverse("officers"), {"q": "无此人"}, follow=True)
        )
