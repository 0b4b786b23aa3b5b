"""Where an identity becomes an officer who is signed in: this is the one place for it.

Whoever proves an identity otherwise one day (single sign-on of the city) calls `arrive` as the
password does; the second step, the record of the sitting and its end then follow from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.utils import timezone

from departments.models import Officer
from departments.sittings import ADDRESS, BEGAN, BROWSER

BACKEND: Final = "departments.backends.OfficerBackend"
ARRIVING: Final = "arriving"
PROVEN: Final = "proven"
#: His posts ask for a second factor and he has it: not asked of the database again.
SETTLED: Final = "second_factor_settled"
#: So long somebody may look for his telephone.
PATIENCE: Final = timedelta(minutes=5)


@dataclass(frozen=True)
class Arrival:
    """Somebody whose first step was right and whose second is asked for."""

    officer: Officer
    onward: str


def arrive(request: HttpRequest, officer: Officer, onward: str) -> bool:
    """Signed in, or False: his second step is asked for first."""
    if not officer.has_second_factor:
        _let_in(request, officer)
        return True
    request.session.cycle_key()
    at = timezone.now().timestamp()
    request.session[ARRIVING] = {"officer": officer.pk, "onward": onward, "at": at}
    return False


def arrival(request: HttpRequest) -> Arrival | None:
    """Who waits at the second step in this browser, if he may still sign in."""
    told = request.session.get(ARRIVING)
    if not told or timezone.now().timestamp() - told["at"] > PATIENCE.total_seconds():
        return None
    officer = Officer.objects.filter(pk=told["officer"]).first()
    if officer is None or not officer.may_sign_in(timezone.localdate()):
        return None
    return Arrival(officer, told["onward"])


def complete(request: HttpRequest, officer: Officer) -> None:
    """His second step was right too."""
    request.session.pop(ARRIVING, None)
    _let_in(request, officer)
    prove(request)


def turn_away(request: HttpRequest) -> None:
    """Back to the first step."""
    request.session.pop(ARRIVING, None)


def prove(request: HttpRequest) -> None:
    """For some minutes he may change rights."""
    request.session[PROVEN] = timezone.now().timestamp()


def is_proven(request: HttpRequest) -> bool:
    """His second step was right a moment ago."""
    at = request.session.get(PROVEN, 0)
    since = timezone.now().timestamp() - float(at)
    return 0 <= since <= settings.PROOF_HOLDS


def _let_in(request: HttpRequest, officer: Officer) -> None:
    request.session.pop(BEGAN, None)
    login(request, officer, backend=BACKEND)
    request.session[ADDRESS] = request.META.get("REMOTE_ADDR", "")[:64]
    request.session[BROWSER] = request.headers.get("User-Agent", "")[:200]
