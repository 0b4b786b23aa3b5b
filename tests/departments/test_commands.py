"""Promises of `api_token`: one token an officer, none for who may not sign in."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from departments.models import ChangeRecord
from departments.roles import Role
from tests.departments.people import holding

pytestmark = pytest.mark.django_db


def printed(username: str) -> str:
    out = StringIO()
    call_command("api_token", username, stdout=out)
    return out.getvalue().strip()


def test_the_same_token_is_printed_every_time() -> None:
    clerk = holding(Role.CLERK, "SW")
    token = printed(clerk.username)
    assert len(token) == 40
    assert printed(clerk.username) == token
    assert ChangeRecord.objects.filter(verb="建立接口令牌").count() == 1
    assert token not in str(ChangeRecord.objects.values())


def test_who_may_not_sign_in_gets_none() -> None:
    with pytest.raises(CommandError, match="没有工号为 nobody 的账号"):
        printed("nobody")
    clerk = holding(Role.CLERK, "SW")
    clerk.is_active = False
    clerk.save()
    with pytest.raises(CommandError, match="已停用"):
        printed(clerk.username)
