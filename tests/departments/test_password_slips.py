"""Promises of 重置单: two administrators, neither knows the password; the officer alone sets it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from departments.actions import passwords, tokens
from departments.models import ChangeRecord, Officer, PasswordSlip, SignInWait
from departments.roles import Role
from tests.departments.people import again, holding, signed_in, told, wide
from web.refusals import Mistyped, NotAllowed

pytestmark = pytest.mark.django_db

OLD, NEW = "Portal-2026!", "Own-Words-2026"
PAGE = "/password/slip/"


def halves(officer: Officer) -> tuple[str, str]:
    started = passwords.start_slip(officer, by=holding(Role.SYSADMIN), reason="忘记")
    return started.code, passwords.confirm_slip(started.slip, by=holding(Role.SECADMIN))


def typed(officer: Officer, code: str, second: str, new: str = NEW) -> dict[str, str]:
    return {
        "username": officer.username,
        "code": code,
        "second_code": second,
        "new_password1": new,
        "new_password2": new,
    }


def test_the_officer_sets_it_and_everything_of_before_is_closed() -> None:
    clerk = holding(Role.CLERK, "SW")
    session = signed_in(clerk)
    _, key = tokens.make(clerk, by=clerk, name="工单")
    sysadmin, secadmin = signed_in(holding(Role.SYSADMIN)), signed_in(holding(Role.SECADMIN))
    answer = sysadmin.post(reverse("officer_slip", args=[clerk.username]), {"reason": "忘记"})
    code = answer.context["started"].code
    assert code in told(answer)
    assert Client().login(username=clerk.username, password=OLD)
    assert clerk.name in told(secadmin.get(reverse("officers")))
    slip = PasswordSlip.objects.get()
    confirmed = secadmin.post(slip.confirm_url, {"reason": "当面核对工作证"})
    second = confirmed.context["code"]
    assert code not in told(confirmed)
    assert "密码已设好" in told(Client().post(PAGE, typed(clerk, wide(code.lower()), wide(second))))
    assert not Client().login(username=clerk.username, password=OLD)
    assert Client().login(username=clerk.username, password=NEW)
    assert session.get(reverse("roles")).status_code == 302
    said = {"Authorization": f"Token {key}"}
    assert Client().get("/api/v1/me/", headers=said).status_code == 401
    assert not again(clerk).must_change_password
    verbs = list(ChangeRecord.objects.values_list("verb", flat=True))
    assert {"开密码重置单", "确认密码重置单", "用重置单设置密码"} <= set(verbs)
    kept = str([*ChangeRecord.objects.values(), *PasswordSlip.objects.values()])
    assert code not in kept
    assert second not in kept


def test_one_half_opens_nothing() -> None:
    clerk = holding(Role.CLERK, "SW")
    started = passwords.start_slip(clerk, by=holding(Role.SYSADMIN), reason="忘记")
    for second in ("", "00000000"):
        answer = Client().post(PAGE, typed(clerk, started.code, second))
        assert answer.context["form"].errors
    second = passwords.confirm_slip(started.slip, by=holding(Role.SECADMIN))
    answer = Client().post(PAGE, typed(clerk, "AAAA-BBBB-CCCC", second))
    assert "重置码或确认码不对" in told(answer)
    assert Client().login(username=clerk.username, password=OLD)


def test_it_is_used_once_and_within_a_day() -> None:
    clerk = holding(Role.CLERK, "SW")
    code, second = halves(clerk)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert "已过期" in told(Client().post(PAGE, typed(clerk, code, second)))
    assert "密码已设好" in told(Client().post(PAGE, typed(clerk, code, second)))
    again_typed = typed(clerk, code, second, "Other-Words-2026")
    assert "密码已设好" not in told(Client().post(PAGE, again_typed))


def test_a_new_slip_voids_the_one_before() -> None:
    clerk = holding(Role.CLERK, "SW")
    code, second = halves(clerk)
    passwords.start_slip(clerk, by=holding(Role.SYSADMIN), reason="没打印")
    assert "密码已设好" not in told(Client().post(PAGE, typed(clerk, code, second)))


def test_the_second_code_cannot_be_guessed() -> None:
    clerk = holding(Role.CLERK, "SW")
    code, second = halves(clerk)
    for _ in range(passwords.MOST_WRONG):
        with pytest.raises(Mistyped):
            passwords.slip_of(clerk.username, code, "00000000")
    with pytest.raises(Mistyped):
        passwords.slip_of(clerk.username, code, second)


def test_whoever_tries_codes_is_slowed() -> None:
    clerk = holding(Role.CLERK, "SW")
    for _ in range(4):
        answer = Client().post(PAGE, typed(clerk, "AAAA-BBBB-CCCC", "00000000"))
    assert "秒再试" in told(answer)
    assert SignInWait.objects.exists()


def test_neither_administrator_does_both_nor_for_himself() -> None:
    sysadmin, secadmin = holding(Role.SYSADMIN), holding(Role.SECADMIN)
    with pytest.raises(NotAllowed, match="不能为自己"):
        passwords.start_slip(sysadmin, by=sysadmin, reason="忘记")
    started = passwords.start_slip(secadmin, by=sysadmin, reason="忘记")
    with pytest.raises(NotAllowed, match="本人和开单人以外"):
        passwords.confirm_slip(started.slip, by=secadmin)
    for field in ("started_by", "officer"):
        same = getattr(started.slip, field)
        with pytest.raises(IntegrityError), transaction.atomic():
            PasswordSlip.objects.filter(pk=started.slip.pk).update(confirmed_by=same)


def test_a_confirmed_one_is_not_confirmed_again() -> None:
    started = passwords.start_slip(holding(Role.CLERK, "SW"), by=None, reason="忘记")
    passwords.confirm_slip(started.slip, by=holding(Role.SECADMIN))
    with pytest.raises(NotAllowed, match="已经确认过"):
        passwords.confirm_slip(started.slip, by=holding(Role.SECADMIN))
    passwords.start_slip(started.slip.officer, by=None, reason="忘记")
    with pytest.raises(NotAllowed, match="已用过、作废或过期"):
        passwords.confirm_slip(started.slip, by=holding(Role.SECADMIN))


@pytest.mark.parametrize(
    ("new", "why"), [(OLD, "最近 5 次"), ("short", "至少"), ("12345678901", "三类")]
)
def test_a_bad_password_is_refused_beside_its_field(new: str, why: str) -> None:
    clerk = holding(Role.CLERK, "SW")
    page = told(Client().post(PAGE, typed(clerk, *halves(clerk), new)))
    assert why in page
    assert Client().login(username=clerk.username, password=OLD)


class TestAPasswordOfOnesOwn:
    def test_is_none_of_the_last_five(self) -> None:
        officer = holding(Role.CLERK, "SW")
        for number in range(7):
            passwords.choose(officer, f"Words-of-2026-{number}")
        assert officer.past_passwords.count() == passwords.REMEMBERED
        assert [passwords.was_used(officer, f"Words-of-2026-{n}") for n in range(7)] == [
            False, True, True, True, True, True, True,
        ]  # fmt: skip

    def test_ends_his_other_sittings(self) -> None:
        officer = holding(Role.CLERK, "SW")
        here, there = signed_in(officer), signed_in(officer)
        changed = {"old_password": OLD, "new_password1": NEW, "new_password2": NEW}
        assert here.post("/password/", changed).status_code == 302
        assert here.get(reverse("roles")).status_code == 200
        assert there.get(reverse("roles")).status_code == 302
        assert officer.sittings.count() == 1

    def test_too_old_is_changed_first(self, settings: Settings) -> None:
        settings.PASSWORD_DAYS = 90
        officer = holding(Role.CLERK, "SW")
        passwords.choose(officer, OLD)
        assert signed_in(officer).get(reverse("roles")).status_code == 200
        with time_machine.travel(timezone.now() + timedelta(days=91)):
            client = signed_in(again(officer))
            assert client.get(reverse("roles")).headers["Location"] == "/password/"
            assert "已用满规定的天数" in told(client.get("/password/"))
            changed = {"old_password": OLD, "new_password1": NEW, "new_password2": NEW}
            assert client.post("/password/", changed).status_code == 302
            assert client.get(reverse("roles")).status_code == 200
