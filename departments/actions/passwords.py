"""New passwords: chosen by their officer alone, whoever helped him there (等保 8.1.4.1).

重置单: the system administrator hands over a slip with one code, the security administrator tells
another after he has made sure who asks. Only who has both may choose; neither of the two has both.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone

from confidentiality.identifiers.text import without_dashes
from departments import sittings
from departments.actions.authority import record, require_reach
from departments.actions.tokens import revoke_all
from departments.models import Officer, PasswordSlip
from departments.roles import Role
from web.refusals import Mistyped, NotAllowed

#: Without letters and figures that a person confuses when reading them aloud.
_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
REMEMBERED: Final = 5
SLIP_HOLDS: Final = timedelta(hours=24)
MOST_WRONG: Final = 5
#: The same whatever is wrong: which half it was is nobody's business.
WRONG: Final = "工号、重置码或确认码不对，或重置单已过期。请核对后再试，或请系统管理员另开一张。"


@dataclass(frozen=True)
class Started:
    """A slip and its code, which is shown this once."""

    slip: PasswordSlip
    code: str


def is_too_old(officer: Officer) -> bool:
    """Past the days that a password may be used; 0 asks for no change."""
    days = settings.PASSWORD_DAYS
    changed = officer.password_changed_at or officer.created_at
    return bool(days) and timezone.now() - changed > timedelta(days=days)


def days_left(officer: Officer) -> int | None:
    """Before it must be changed; None where passwords do not grow old."""
    if not settings.PASSWORD_DAYS:
        return None
    changed = officer.password_changed_at or officer.created_at
    return max(0, settings.PASSWORD_DAYS - (timezone.now() - changed).days)


def was_used(officer: Officer, password: str) -> bool:
    """His present one or one of the last."""
    past = officer.past_passwords.values_list("password", flat=True)[:REMEMBERED]
    return any(check_password(password, each) for each in (officer.password, *past))


@transaction.atomic
def choose(officer: Officer, password: str) -> None:
    """His own, from now on; the one before is remembered so that it does not come back."""
    if officer.has_usable_password():
        officer.past_passwords.create(password=officer.password)
    kept = officer.past_passwords.values_list("pk", flat=True)[:REMEMBERED]
    officer.past_passwords.exclude(pk__in=list(kept)).delete()
    officer.set_password(password)
    officer.must_change_password = False
    officer.password_changed_at = timezone.now()
    officer.save(update_fields=["password", "must_change_password", "password_changed_at"])


@transaction.atomic
def start_slip(
    officer: Officer, *, by: Officer | None, reason: str, drops_factor: bool = False
) -> Started:
    """开重置单: the old password works until he has chosen; without `by`, on the server."""
    if by is not None:
        require_reach(by, Role.SYSADMIN, officer.department)
        if by.pk == officer.pk:
            raise NotAllowed("不能为自己开重置单，请由另一名系统管理员办理。")
    started = draw_slip(officer, by=by, reason=reason, drops_factor=drops_factor)
    record(by, "开密码重置单", _who(officer), after=_also(started.slip), reason=reason)
    return started


def draw_slip(
    officer: Officer, *, by: Officer | None, reason: str, drops_factor: bool = False
) -> Started:
    """A new one; the one before is void."""
    now = timezone.now()
    officer.password_slips.filter(done_at=None, void_at=None).update(void_at=now)
    code = "-".join(_drawn(_LETTERS, 4) for _ in range(3))
    slip = PasswordSlip.objects.create(
        officer=officer,
        reason=reason,
        drops_factor=drops_factor,
        started_by=by,
        code=make_password(code),
        expires_at=now + SLIP_HOLDS,
    )
    return Started(slip, code)


@transaction.atomic
def confirm_slip(slip: PasswordSlip, *, by: Officer | None, reason: str = "") -> str:
    """确认: he has made sure who asks; the second code, shown this once and told to the officer."""
    slip = PasswordSlip.objects.select_for_update().get(pk=slip.pk)
    if by is not None:
        require_reach(by, Role.SECADMIN, slip.officer.department)
        if by.pk in {slip.officer_id, slip.started_by_id}:
            raise NotAllowed("须由本人和开单人以外的安全管理员确认。")
    if not _is_open(slip):
        raise NotAllowed("重置单已用过、作废或过期，请系统管理员另开一张。")
    if slip.confirmed_at is not None:
        raise NotAllowed("这张重置单已经确认过。确认码没有记下的，请系统管理员另开一张。")
    code = _drawn("0123456789", 8)
    slip.confirmed_by, slip.confirmed_at = by, timezone.now()
    slip.second_code = make_password(code)
    slip.save(update_fields=["confirmed_by", "confirmed_at", "second_code"])
    record(by, "确认密码重置单", _who(slip.officer), after=_also(slip), reason=reason)
    return code


def slip_of(username: str, code: str, second_code: str) -> PasswordSlip:
    """The slip that both codes open; a wrong second one counts, so that it cannot be guessed."""
    open_ones = PasswordSlip.objects.open_at(timezone.now())
    slip = open_ones.filter(officer__username=username).select_related("officer").first()
    if slip is None or not check_password(_read(code), slip.code):
        raise Mistyped({"code": [WRONG]})
    if not check_password(without_dashes(second_code), slip.second_code):
        _count_wrong(slip)
        raise Mistyped({"code": [WRONG]})
    return slip


@transaction.atomic
def use_slip(slip: PasswordSlip, password: str) -> Officer:
    """The officer has chosen: everything that was open under the old password is closed."""
    slip = PasswordSlip.objects.select_for_update().select_related("officer").get(pk=slip.pk)
    if not _is_open(slip) or slip.confirmed_at is None:
        raise Mistyped({"code": [WRONG]})
    officer = slip.officer
    choose(officer, password)
    slip.done_at = timezone.now()
    slip.save(update_fields=["done_at"])
    ended, revoked = sittings.end_all(officer), revoke_all(officer)
    if slip.drops_factor:
        officer.drop_second_factor()
    told = f"{_also(slip)}；结束登录 {ended} 处，撤销令牌 {revoked} 个"
    record(officer, "用重置单设置密码", _who(officer), after=told)
    return officer


def _count_wrong(slip: PasswordSlip) -> None:
    """Five wrong ones void it."""
    with transaction.atomic():
        row = PasswordSlip.objects.select_for_update().get(pk=slip.pk)
        row.wrong_tries += 1
        if row.wrong_tries >= MOST_WRONG:
            row.void_at = timezone.now()
        row.save(update_fields=["wrong_tries", "void_at"])


def _is_open(slip: PasswordSlip) -> bool:
    return slip.done_at is None and slip.void_at is None and slip.expires_at > timezone.now()


def _read(code: str) -> str:
    """As it was printed: large letters, in groups of four."""
    letters = without_dashes(code)
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def _drawn(letters: str, length: int) -> str:
    return "".join(secrets.choice(letters) for _ in range(length))


def _also(slip: PasswordSlip) -> str:
    return "重设密码" + ("，同时解除两步验证" if slip.drops_factor else "")


def _who(officer: Officer) -> str:
    return f"{officer.name}（{officer.username}）"
