"""Promises of the second step: who must have it, when it is asked for, what takes its place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from pytest_django import Settings

from confidentiality.sealing import open_sealed
from departments.actions import factors, passwords
from departments.models import Officer, SecondFactor
from departments.roles import Role
from tests.departments.people import again, holding, signed_in, somebody, told, wide

pytestmark = pytest.mark.django_db

PASSWORD = "Portal-2026!"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


def shown_now(officer: Officer) -> str:
    """What his telephone shows."""
    factor = SecondFactor.objects.get(officer=officer)
    totp = TOTP(bytes.fromhex(open_sealed(factor.secret)))
    totp.time = timezone.now().timestamp()
    return f"{totp.token():06d}"


def bound(officer: Officer, clock: time_machine.Traveller) -> list[str]:
    factors.start(officer)
    codes = factors.confirm(officer, shown_now(officer))
    clock.shift(timedelta(seconds=60))
    return codes


def first_step(officer: Officer, **query: str) -> Client:
    client = Client()
    typed = {"username": officer.username, "password": PASSWORD, **query}
    assert client.post("/login/", typed).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("roles")).status_code == 200


def test_the_password_alone_opens_nothing(clock: time_machine.Traveller) -> None:
    officer = holding(Role.LEADER)
    bound(officer, clock)
    client = first_step(officer, next="/ui/")
    assert not is_in(client)
    wrong = client.post("/login/second-step/", {"code": "000000"})
    assert "动态码不对" in told(wrong)
    assert not is_in(client)
    answer = client.post("/login/second-step/", {"code": shown_now(officer)})
    assert answer["Location"] == "/ui/"
    assert is_in(client)


def test_no_code_is_taken_twice(clock: time_machine.Traveller) -> None:
    officer = holding(Role.LEADER)
    bound(officer, clock)
    code = shown_now(officer)
    for expected in (302, 200):
        answer = first_step(officer).post("/login/second-step/", {"code": code})
        assert answer.status_code == expected


def test_a_recovery_code_works_once_in_any_letters(clock: time_machine.Traveller) -> None:
    officer = holding(Role.LEADER)
    code, *_ = bound(officer, clock)
    client = first_step(officer)
    assert client.post("/login/second-step/", {"code": wide(code.upper())}).status_code == 302
    assert is_in(client)
    assert first_step(officer).post("/login/second-step/", {"code": code}).status_code == 200
    assert officer.recovery_codes.filter(used_at=None).count() == factors.CODES - 1


def test_codes_are_slowed_as_passwords_are(clock: time_machine.Traveller) -> None:
    officer = holding(Role.LEADER)
    bound(officer, clock)
    client = first_step(officer)
    for _ in range(4):
        answer = client.post("/login/second-step/", {"code": "000000"})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) <= 60
    late = client.post("/login/second-step/", {"code": shown_now(officer)})
    assert late.status_code == 429


def test_whoever_looks_for_his_telephone_too_long_begins_again(
    clock: time_machine.Traveller,
) -> None:
    officer = holding(Role.LEADER)
    bound(officer, clock)
    client = first_step(officer)
    clock.shift(timedelta(minutes=6))
    answer = client.post("/login/second-step/", {"code": shown_now(officer)})
    assert answer["Location"] == "/login/"
    assert Client().get("/login/second-step/")["Location"] == "/login/"


def test_an_account_disabled_meanwhile_does_not_get_in(clock: time_machine.Traveller) -> None:
    officer = holding(Role.LEADER)
    bound(officer, clock)
    client = first_step(officer)
    Officer.objects.filter(pk=officer.pk).update(is_active=False)
    client.post("/login/second-step/", {"code": shown_now(officer)})
    assert not is_in(client)


@pytest.mark.parametrize("role", sorted(factors.ASKED))
def test_a_server_leads_these_posts_to_bind_a_telephone_first(
    role: Role, settings: Settings
) -> None:
    settings.SECOND_FACTOR = "roles"
    client = signed_in(holding(role))
    for name in ("roles", "account"):
        assert client.get(reverse(name))["Location"] == reverse("second_factor")
    assert "登录须两步" in told(client.get(reverse("second_factor")))
    assert client.post(reverse("logout")).status_code == 302


def test_the_posts_are_those_of_the_plan() -> None:
    assert {
        Role.LEADER, Role.DEPUTY, Role.OFFICE, Role.AUDITOR, Role.ARCHIVIST,
        Role.SYSADMIN, Role.SECADMIN, Role.LOGADMIN,
    } == factors.ASKED  # fmt: skip


def test_a_clerk_is_not_asked_and_a_demonstration_asks_nobody(settings: Settings) -> None:
    assert settings.SECOND_FACTOR == "enrolled"
    assert is_in(first_step(holding(Role.LEADER)))
    settings.SECOND_FACTOR = "roles"
    assert is_in(first_step(holding(Role.CLERK, "SW")))


def test_an_officer_binds_his_telephone(settings: Settings, clock: time_machine.Traveller) -> None:
    settings.SECOND_FACTOR = "roles"
    officer = holding(Role.AUDITOR)
    client = signed_in(officer)
    wrong = client.post(reverse("second_factor"), {"password": "not his"})
    assert "密码不对" in told(wrong)
    bind = client.post(reverse("second_factor"), {"password": PASSWORD})["Location"]
    page = told(client.get(bind))
    secret = factors.secret_text(SecondFactor.objects.get())
    assert "data:image/svg+xml" in page
    assert secret in page
    assert not is_in(client)
    assert "动态码不对" in told(client.post(bind, {"code": "12345x"}))
    done = client.post(bind, {"code": shown_now(officer)})
    assert len(done.context["codes"]) == factors.CODES
    assert is_in(client)
    assert client.get(bind).status_code == 302
    assert client.get(reverse("second_factor")).status_code == 302
    assert "已绑定" in told(client.get(reverse("account")))


def test_the_secret_and_the_recovery_codes_are_not_in_the_database(
    clock: time_machine.Traveller,
) -> None:
    officer = holding(Role.LEADER)
    codes = bound(officer, clock)
    secret = open_sealed(SecondFactor.objects.get().secret)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f::text, (SELECT string_agg(c::text, ' ') FROM departments_recoverycode c) "
            "FROM departments_secondfactor f"
        )
        kept = "".join(cursor.fetchone())
    assert secret not in kept
    assert not [code for code in codes if code in kept or code.replace("-", "") in kept]


def test_rights_are_changed_only_within_minutes_of_a_code(clock: time_machine.Traveller) -> None:
    keeper = holding(Role.SECADMIN)
    bound(keeper, clock)
    client = first_step(keeper)
    client.post("/login/second-step/", {"code": shown_now(keeper)})
    page = reverse("post_new")
    assert client.get(page).status_code == 200
    clock.shift(timedelta(minutes=6))
    led = client.post(page, {"title": "二科"})
    assert led["Location"] == f"/login/prove/?next={page.replace('/', '%2F')}"
    assert "请再验证一次" in told(client.get(led["Location"]))
    assert client.post(led["Location"], {"code": "000000"}).status_code == 200
    answer = client.post(led["Location"], {"code": shown_now(keeper)})
    assert answer["Location"] == page
    assert client.get(page).status_code == 200
    assert client.post("/login/prove/?next=https://evil.example/", {"code": "1"}).status_code == 200


def test_whoever_has_none_is_not_asked_again() -> None:
    client = signed_in(holding(Role.SECADMIN))
    assert client.get(reverse("post_new")).status_code == 200
    assert client.get("/login/prove/?next=/manage/")["Location"] == "/manage/"


def test_new_recovery_codes_end_the_old_ones(clock: time_machine.Traveller) -> None:
    officer = holding(Role.LEADER)
    old, *_ = bound(officer, clock)
    client = first_step(officer)
    client.post("/login/second-step/", {"code": shown_now(officer)})
    assert client.get(reverse("second_factor_codes")).status_code == 200
    made = client.post(reverse("second_factor_codes")).context["codes"]
    assert not factors.proves(officer, old)
    assert factors.proves(officer, made[0])
    assert signed_in(somebody()).post(reverse("second_factor_codes")).status_code == 302


def test_it_is_let_go_and_a_slip_lets_it_go_as_well(clock: time_machine.Traveller) -> None:
    officer = holding(Role.LEADER)
    bound(officer, clock)
    client = first_step(officer)
    client.post("/login/second-step/", {"code": shown_now(officer)})
    assert client.post(reverse("second_factor_drop"))["Location"] == reverse("account")
    assert not again(officer).has_second_factor
    assert is_in(first_step(officer))
    bound(again(officer), clock)
    started = passwords.start_slip(officer, by=None, reason="手机丢了", drops_factor=True)
    passwords.confirm_slip(started.slip, by=None)
    passwords.use_slip(started.slip, "Own-Words-2026")
    assert not again(officer).has_second_factor
    assert not officer.recovery_codes.exists()
