"""Accounts: opened and closed by the system administrator, who knows no password (等保 8.1.4)."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Final

from django.db import transaction

from departments.actions.authority import hold, record, require, require_reach, told
from departments.actions.passwords import Started, draw_slip
from departments.models import Officer
from departments.roles import Role
from web.refusals import Mistyped, NotAllowed

#: Without letters and figures that a person confuses when reading them aloud.
_ALPHABETS: Final = ("abcdefghjkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789")
_LENGTH: Final = 12
_LABELS: Final = {
    "name": "姓名",
    "phone": "办公电话",
    "email": "办公邮箱",
    "expires_on": "账号有效期至",
}


@transaction.atomic
def open_account(
    *,
    by: Officer,
    username: str,
    name: str,
    phone: str = "",
    email: str = "",
    expires_on: date | None = None,
) -> Started:
    """A new account, and the slip with which its officer chooses his first password himself."""
    require(by, Role.SYSADMIN)
    if Officer.objects.filter(username__iexact=username).exists():
        raise Mistyped({"username": [f"工号 {username} 已有账号。"]})
    officer = Officer.objects.create_user(username, None, name=name, phone=phone)
    officer.email, officer.expires_on = email, expires_on
    officer.save(update_fields=["email", "expires_on"])
    record(by, "建立账号", f"{name}（{username}）", after=told(officer, _LABELS))
    return draw_slip(officer, by=by, reason="新账号")


@transaction.atomic
def change_account(
    officer: Officer,
    *,
    by: Officer,
    name: str,
    phone: str,
    email: str = "",
    expires_on: date | None,
) -> None:
    """Name, where he is reached, and the day the account ends."""
    require_reach(by, Role.SYSADMIN, officer.department)
    hold(officer)
    before = told(officer, _LABELS)
    officer.name, officer.phone, officer.email = name, phone, email
    officer.expires_on = expires_on
    officer.save(update_fields=["name", "name_key", "phone", "email", "expires_on"])
    record(by, "修改账号", _who(officer), before=before, after=told(officer, _LABELS))


@transaction.atomic
def disable(officer: Officer, *, by: Officer, reason: str) -> None:
    """Nobody signs in with it from now on; posts and history stay."""
    require_reach(by, Role.SYSADMIN, officer.department)
    hold(officer)
    if officer.pk == by.pk:
        raise NotAllowed("不能停用自己的账号，请由另一名系统管理员办理。")
    if not officer.is_active:
        raise NotAllowed("该账号已经停用。")
    officer.is_active = False
    officer.save(update_fields=["is_active"])
    record(by, "停用账号", _who(officer), reason=reason)


@transaction.atomic
def enable(officer: Officer, *, by: Officer, reason: str) -> None:
    """The account works again."""
    require_reach(by, Role.SYSADMIN, officer.department)
    hold(officer)
    if officer.is_active:
        raise NotAllowed("该账号正在使用。")
    officer.is_active = True
    officer.save(update_fields=["is_active"])
    record(by, "启用账号", _who(officer), reason=reason)


def first_password() -> str:
    """Twelve characters of three kinds, none of them easily confused."""
    picked = [secrets.choice(kind) for kind in _ALPHABETS]
    picked += [secrets.choice("".join(_ALPHABETS)) for _ in range(_LENGTH - len(picked))]
    secrets.SystemRandom().shuffle(picked)
    return "".join(picked)


def _who(officer: Officer) -> str:
    return f"{officer.name}（{officer.username}）"
