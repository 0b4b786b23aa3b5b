"""Two-step sign-in: a code of the officer's telephone, or one of his recovery codes."""

from __future__ import annotations

import hashlib
import secrets
from base64 import b32encode
from typing import Final
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_otp.oath import TOTP

from confidentiality.identifiers.text import is_digits, without_dashes
from confidentiality.sealing import open_sealed
from departments.actions.authority import record
from departments.models import Officer, RecoveryCode, SecondFactor
from departments.roles import ADMINISTRATORS, TASK_FORCE, Role
from web.refusals import Mistyped, NotAllowed

#: Whose sign-in needs two steps on a server (SECOND_FACTOR=roles).
ASKED: Final = frozenset({*TASK_FORCE, *ADMINISTRATORS, Role.AUDITOR, Role.ARCHIVIST})
CODES: Final = 10
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
#: Clocks of telephones differ by a step of thirty seconds at the most.
TOLERANCE: Final = 1
WRONG: Final = "动态码不对或已用过。请等手机上换出下一个，再填一次。"


def must_have(officer: Officer) -> bool:
    """Whether this place asks it of his posts; a demonstration asks nobody who has not begun."""
    return settings.SECOND_FACTOR == "roles" and not ASKED.isdisjoint(officer.roles)


@transaction.atomic
def start(officer: Officer) -> SecondFactor:
    """A new secret; it is asked for when its first code has been right, and not before."""
    factor = SecondFactor.objects.filter(officer=officer).first()
    if factor is not None and factor.confirmed_at is not None:
        raise NotAllowed("已经绑定手机。换手机请先解除，再重新绑定。")
    if factor is None:
        factor = SecondFactor(officer=officer)
    factor.secret = secrets.token_hex(20)
    factor.save()
    return factor


@transaction.atomic
def confirm(officer: Officer, code: str) -> list[str]:
    """绑定: the telephone has shown that it knows; the recovery codes, shown this once."""
    factor = SecondFactor.objects.select_for_update().filter(officer=officer).first()
    if factor is None or factor.confirmed_at is not None:
        raise NotAllowed("请从“开始绑定”做起。")
    if not _takes(factor, code):
        raise Mistyped({"code": [WRONG]})
    factor.confirmed_at = timezone.now()
    factor.save(update_fields=["confirmed_at"])
    record(officer, "绑定两步验证", _who(officer))
    return new_codes(officer)


@transaction.atomic
def new_codes(officer: Officer) -> list[str]:
    """Ten, instead of those that were left."""
    officer.recovery_codes.all().delete()
    codes = [f"{_drawn(5)}-{_drawn(5)}" for _ in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(officer=officer, digest=_digest(code)) for code in codes
    )
    record(officer, "生成备用码", _who(officer))
    return codes


@transaction.atomic
def proves(officer: Officer, code: str) -> bool:
    """A code of the telephone or a recovery code; neither is taken twice."""
    factor = SecondFactor.objects.select_for_update().filter(officer=officer).first()
    if factor is None or factor.confirmed_at is None:
        return False
    if _takes(factor, code):
        return True
    unused = officer.recovery_codes.filter(digest=_digest(code), used_at=None)
    return bool(unused.update(used_at=timezone.now()))


@transaction.atomic
def drop(officer: Officer) -> None:
    """解除: only where his posts do not ask for it, or to bind another telephone at once."""
    if not SecondFactor.objects.filter(officer=officer).exists():
        raise NotAllowed("还没有绑定两步验证。")
    officer.drop_second_factor()
    record(officer, "解除两步验证", _who(officer))


def secret_text(factor: SecondFactor) -> str:
    """To be typed where the picture cannot be read."""
    text = b32encode(_key(factor)).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def address_of(factor: SecondFactor) -> str:
    """What the picture says to the telephone."""
    issuer, secret = settings.ISSUER, secret_text(factor).replace(" ", "")
    label = quote(f"{issuer}:{factor.officer.username}")
    query = urlencode({"secret": secret, "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{label}?{query}"


def _takes(factor: SecondFactor, code: str) -> bool:
    figures = without_dashes(code)  # of a Chinese keyboard they may be full width
    if not (is_digits(figures) and len(figures) == 6):
        return False
    totp = TOTP(_key(factor))
    totp.time = timezone.now().timestamp()
    if not totp.verify(int(figures), tolerance=TOLERANCE, min_t=factor.last_step + 1):
        return False
    factor.last_step = totp.t()
    factor.save(update_fields=["last_step"])
    return True


def _key(factor: SecondFactor) -> bytes:
    return bytes.fromhex(open_sealed(factor.secret))


def _digest(code: str) -> str:
    letters = without_dashes(code).lower()
    return hashlib.sha256(letters.encode()).hexdigest()


def _drawn(length: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def _who(officer: Officer) -> str:
    return f"{officer.name}（{officer.username}）"
