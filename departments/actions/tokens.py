"""Tokens of programs: made by their officer, shown once, taken back by him."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from departments.actions.authority import record
from departments.models import ApiToken, Officer
from web.refusals import Mistyped, NotAllowed

#: Days that a token works when nothing else is said, and at the most.
DAYS: Final = 180
MOST_DAYS: Final = 365
MOST: Final = 20


def digest_of(key: str) -> str:
    """A key is 160 bits of chance: nothing slower is needed to keep it."""
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def make(
    officer: Officer,
    *,
    by: Officer | None,
    name: str,
    scope: str = ApiToken.Scope.WRITE,
    units: Sequence[str] = (),
    days: int = DAYS,
) -> tuple[ApiToken, str]:
    """The token and its key, which nobody can be shown again; without `by`, on the server."""
    if not 1 <= days <= MOST_DAYS:
        raise Mistyped({"days": [f"有效天数为 1 至 {MOST_DAYS}。"]})
    unknown = set(units) - {unit.code for unit in officer.units}
    if unknown:
        raise Mistyped({"units": [f"您今天没有这些单位的岗位：{'、'.join(sorted(unknown))}。"]})
    if by and officer.api_tokens.good_at(timezone.now()).count() >= MOST:
        raise NotAllowed(f"有效的令牌最多 {MOST} 个，请先撤销不用的。")
    key = secrets.token_hex(20)
    token = ApiToken.objects.create(
        officer=officer,
        name=name,
        digest=digest_of(key),
        scope=scope,
        units=sorted(units),
        expires_at=timezone.now() + timedelta(days=days),
    )
    record(by, "建立接口令牌", f"{officer.name}（{officer.username}）", after=_told(token))
    return token, key


@transaction.atomic
def revoke(token: ApiToken, *, by: Officer) -> None:
    """It opens nothing from now on."""
    if token.revoked_at is not None:
        raise NotAllowed("这个令牌已经撤销。")
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    record(by, "撤销接口令牌", f"{by.name}（{by.username}）", before=_told(token))


def revoke_all(officer: Officer) -> int:
    """With a new password nothing of the old time opens anything; how many."""
    now = timezone.now()
    return int(officer.api_tokens.good_at(now).update(revoked_at=now))


def _told(token: ApiToken) -> str:
    units = "、".join(token.units) or "全部岗位"
    until = timezone.localtime(token.expires_at)
    return f"{token.name}；{token.get_scope_display()}；{units}；有效期至 {until:%Y-%m-%d}"
