"""Promises of programs' tokens: hashed, named, scoped, ending, their officer's own."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from departments.actions import tokens
from departments.models import ApiToken, ChangeRecord, Officer, Post, Term
from departments.roles import Role
from tests.departments.people import holding, signed_in, today, told
from web.refusals import Mistyped, NotAllowed

pytestmark = pytest.mark.django_db

ME = "/api/v1/me/"


def asked(key: str, **headers: str):  # type: ignore[no-untyped-def]
    return Client().get(ME, headers={"Authorization": f"Token {key}", **headers})


def made(officer: Officer, **more: object) -> tuple[ApiToken, str]:
    return tokens.make(officer, by=officer, name="工单推送", **more)  # type: ignore[arg-type]


def test_a_dump_tells_nothing_that_opens() -> None:
    _, key = made(holding(Role.CLERK, "SW"))
    assert asked(key).status_code == 200
    kept = str([*ApiToken.objects.values(), *ChangeRecord.objects.values()])
    assert key not in kept


def test_it_ends_on_its_day() -> None:
    _, key = made(holding(Role.CLERK, "SW"), days=30)
    with time_machine.travel(timezone.now() + timedelta(days=29)):
        assert asked(key).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert asked(key).status_code == 401
    with pytest.raises(Mistyped, match="有效天数"):
        made(holding(Role.CLERK, "YB"), days=4000)


def test_one_that_reads_changes_nothing() -> None:
    _, key = made(holding(Role.CLERK, "SW"), scope="read")
    said = {"Authorization": f"Token {key}"}
    assert Client().get("/api/v1/disputes/", headers=said).status_code == 200
    refused = Client().post("/api/v1/disputes/", {}, "application/json", headers=said)
    assert refused.status_code == 403
    assert "只能读取" in refused.json()["detail"]
    searches = {"disputes/search/": {"q": "姜"}, "archives/search/": {"q": "姜"},
                "routing/": {"category": "TAX-1"}}  # fmt: skip
    for path, asks in searches.items():
        answer = Client().post(f"/api/v1/{path}", asks, "application/json", headers=said)
        assert "只能读取" not in answer.content.decode(), path
    answer = Client().post(
        "/api/v1/disputes/search/", {"q": "姜某某"}, "application/json", headers=said
    )
    assert answer.status_code == 200


def test_one_of_a_unit_sits_at_its_desk_alone() -> None:
    officer = holding(Role.CLERK, "SW")
    post = Post.objects.filter(department__code="YB", role=Role.CLERK).earliest("pk")
    Term.objects.create(officer=officer, post=post, starts_on=today() - timedelta(days=3))
    officer = Officer.objects.get(pk=officer.pk)
    _, key = made(officer, units=["YB"])
    answer = asked(key).json()
    assert (answer["department"], answer["desks"]) == ("YB", ["YB"])
    assert asked(key, **{"X-Acting-Post": "SW"}).status_code == 403
    with pytest.raises(Mistyped, match="没有这些单位的岗位"):
        made(officer, units=["RS"])


def test_its_officer_makes_sees_and_revokes_it() -> None:
    officer = holding(Role.CLERK, "SW")
    client = signed_in(officer)
    typed = {"name": "工单推送", "scope": "read", "days": "60"}
    answer = client.post(reverse("token_new"), typed)
    key = answer.context["key"]
    assert key in told(answer)
    assert "没有用过" in told(client.get(reverse("account")))
    assert asked(key).status_code == 200
    page = told(client.get(reverse("account")))
    assert "没有用过" not in page
    assert key not in page
    token = officer.api_tokens.get()
    another = signed_in(holding(Role.CLERK, "YB"))
    assert another.post(reverse("token_revoke", args=[token.pk])).status_code == 404
    assert client.post(reverse("token_revoke", args=[token.pk])).status_code == 302
    assert asked(key).status_code == 401
    assert "已撤销" in told(client.get(reverse("account")))
    with pytest.raises(NotAllowed, match="已经撤销"):
        tokens.revoke(ApiToken.objects.get(), by=officer)


def test_nobody_keeps_a_drawer_full() -> None:
    officer = holding(Role.CLERK, "SW")
    for _ in range(tokens.MOST):
        made(officer)
    with pytest.raises(NotAllowed, match="最多"):
        made(officer)


def test_its_use_is_not_written_with_every_call(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    _, key = made(holding(Role.CLERK, "SW"))
    asked(key)
    first = ApiToken.objects.get().last_used_at
    asked(key)
    assert ApiToken.objects.get().last_used_at == first
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        asked(key)
    assert ApiToken.objects.get().last_used_at != first


def test_a_token_of_before_goes_on_working_and_its_key_is_forgotten() -> None:
    from importlib import import_module

    officer, key = holding(Role.CLERK, "SW"), "ab" * 20
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE authtoken_token (key varchar(40), created timestamptz, user_id bigint)"
        )
        cursor.execute("INSERT INTO authtoken_token VALUES (%s, now(), %s)", [key, officer.pk])
        cursor.execute(import_module("departments.migrations.0009_tokens_hashed").HASHED)
        cursor.execute("SELECT count(*) FROM authtoken_token")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT now()")  # what is older than a year of the server's has run out
        row = cursor.fetchone()
    assert row is not None
    with time_machine.travel(row[0]):
        assert asked(key).json()["username"] == officer.username
