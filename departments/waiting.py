"""Wrong tries cost time: more with each, of an account and of an address, a minute at the most.

A try is charged before the password is looked at, so that a hundred at once are no more than a
hundred one after another; who was right gets it back. While somebody waits nothing is looked at and
nothing is added: another's tries never make the owner's wait longer than that minute. A browser in
which the account was used before is counted for itself, so whoever tries elsewhere, or a whole
office behind one address, does not slow it at all (docs/decisions/0049.md).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Final

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from departments.models import Officer, SignInWait

Kind = SignInWait.Kind


@dataclass(frozen=True)
class Rule:
    """So many for nothing, then so many seconds, twice as many with each that follows."""

    free: int
    first: int

    def seconds(self, level: float) -> int:
        over = round(level) - self.free
        return 0 if over < 0 else min(LONGEST, self.first * 2 ** min(over, 10))


@dataclass(frozen=True)
class Counted:
    """What a try is counted for."""

    kind: str
    key: str
    username: str = ""


LONGEST: Final = 60
NOBODYS: Final = "（没有这个账号）"
#: One wrong try is forgotten in this time.
FORGETTING: Final = timedelta(minutes=2)
RULES: Final = {
    Kind.PAIR: Rule(3, 5),
    Kind.ACCOUNT: Rule(6, 5),
    Kind.ADDRESS: Rule(10, 1),
    Kind.DEVICE: Rule(3, 5),
    Kind.CODE: Rule(3, 5),
}


def of_password(username: str, address: str, device: str = "") -> list[Counted]:
    """`device` names a browser that this account was used in before."""
    account = _unnamed(username)
    if device:
        return [Counted(Kind.DEVICE, f"{account} {device}", account)]
    place = network(address)
    return [
        Counted(Kind.ACCOUNT, account, account),
        Counted(Kind.ADDRESS, place),
        Counted(Kind.PAIR, f"{account} {place}", account),
    ]


def of_code(username: str) -> list[Counted]:
    """Whoever is asked for a code has given the password already."""
    account = _unnamed(username)
    return [Counted(Kind.CODE, account, account)]


def as_tried(request: HttpRequest | None, credentials: Mapping[str, str] | None = None) -> str:
    """Whose account was tried, for axes' book; what is nobody's account is not written down."""
    typed = (credentials or (request.POST if request else {})).get("username", "")
    return typed if Officer.objects.filter(username=typed).exists() else NOBODYS


def _unnamed(username: str) -> str:
    """What is counted in its place: somebody may type a payer's name where his own is asked."""
    return salted_hmac(__name__, username, algorithm="sha256").hexdigest()[:40]


@transaction.atomic
def charge(counted: Iterable[Counted]) -> int:
    """Seconds still to wait, or 0: then the try may go on and is counted as a wrong one."""
    now = timezone.now()
    rows = _locked(list(counted), now)
    still = max(_seconds(row, now) for row in rows)
    if still > 0:
        return math.ceil(still)
    for row in rows:
        row.level = _level(row, now) + 1
        row.last_at = now
        row.until = now + timedelta(seconds=RULES[Kind(row.kind)].seconds(row.level))
    SignInWait.objects.bulk_update(rows, ["level", "last_at", "until"])
    return 0


@transaction.atomic
def forgive(counted: Iterable[Counted]) -> None:
    """He was right: his own tries are forgotten; an address keeps those of others."""
    now = timezone.now()
    for row in _locked(list(counted), now):
        if row.kind != Kind.ADDRESS:
            row.delete()
            continue
        row.level, row.until = max(0, row.level - 1), min(row.until, now)
        row.save(update_fields=["level", "until"])


def left(counted: Iterable[Counted]) -> int:
    """Seconds before the next try is looked at."""
    now = timezone.now()
    found = (SignInWait.objects.filter(kind=c.kind, key=c.key).first() for c in counted)
    return math.ceil(max((_seconds(row, now) for row in found if row), default=0))


def seconds_of(username: str) -> int:
    """How long the account waits at the longest, wherever it is tried."""
    now = timezone.now()
    rows = SignInWait.objects.filter(username=_unnamed(username), until__gt=now)
    last = rows.order_by("-until").first()
    return math.ceil((last.until - now).total_seconds()) if last else 0


def free(username: str) -> int:
    """Forget the wrong tries of an account; in how many places."""
    return SignInWait.objects.filter(username=_unnamed(username)).delete()[0]


def network(address: str) -> str:
    """The address; of IPv6 the network that one subscriber has whole."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:64]
    if found.version == 4:
        return str(found)
    return str(ip_network(f"{found}/64", strict=False))


def _seconds(row: SignInWait, now: datetime) -> float:
    """None for a try that a wrong clock once put into the future."""
    return 0.0 if row.last_at > now else max(0.0, (row.until - now).total_seconds())


def _level(row: SignInWait, now: datetime) -> float:
    return max(0.0, row.level - (now - row.last_at) / FORGETTING)


def _locked(counted: list[Counted], now: datetime) -> list[SignInWait]:
    """In one order, so that two tries at once wait for each other and not for ever."""
    new = [
        SignInWait(kind=c.kind, key=c.key, username=c.username, last_at=now, until=now)
        for c in sorted(counted, key=lambda each: (each.kind, each.key))
    ]
    SignInWait.objects.bulk_create(new, ignore_conflicts=True)
    return [
        SignInWait.objects.select_for_update().get(kind=each.kind, key=each.key) for each in new
    ]
