"""Promises of `api_token` and `password_slip`: printed once, none for who may not sign in."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from departments.models import ApiToken, ChangeRecord
from departments.roles import Role
from tests.departments.people import holding

pytestmark = pytest.mark.django_db


def printed(username: str) -> str:
    out = StringIO()
    call_command("api_token", username, stdout=out)
    return out.getvalue().strip()


def test_each_time_a_new_token_is_printed_and_both_work(client: Client) -> None:
    clerk = holding(Role.CLERK, "SW")
    first, second = printed(clerk.username), printed(clerk.username)
    assert len(first) == 40
    assert first != second
    for token in (first, second):
        said = {"Authorization": f"Token {token}"}
        assert client.get("/api/v1/me/", headers=said).json()["username"] == clerk.username
    assert ChangeRecord.objects.filter(verb="建立接口令牌").count() == 2
    kept = str([*ChangeRecord.objects.values(), *ApiToken.objects.values()])
    assert first not in kept
    assert second not in kept


def test_a_slip_of_the_server_is_confirmed_and_recorded(client: Client) -> None:
    keeper, out = holding(Role.SYSADMIN), StringIO()
    call_command("password_slip", keeper.username, "--reason", "只剩一人", stdout=out)
    words = out.getvalue().split()
    typed = {"username": keeper.username, "code": words[2], "second_code": words[4],
             "new_password1": "Own-Words-2026", "new_password2": "Own-Words-2026"}  # fmt: skip
    assert "密码已设好" in client.post("/password/slip/", typed).content.decode()
    assert ChangeRecord.objects.filter(verb="开密码重置单", by=None, reason="只剩一人").exists()
    with pytest.raises(CommandError, match="没有工号"):
        call_command("password_slip", "nobody", "--reason", "无")


def test_who_may_not_sign_in_gets_none() -> None:
    with pytest.raises(CommandError, match="没有工号为 nobody 的账号"):
        printed("nobody")
    clerk = holding(Role.CLERK, "SW")
    clerk.is_active = False
    clerk.save()
    with pytest.raises(CommandError, match="已停用"):
        printed(clerk.username)
