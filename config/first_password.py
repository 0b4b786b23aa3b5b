"""A password that somebody else gave, or that is too old, is changed first (等保 8.1.4.1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from departments.actions.passwords import is_too_old
from departments.models import Officer
from web.kept import refused

Answer = Callable[[HttpRequest], HttpResponse]

#: What an officer with a given password may still open.
OPEN: Final = ("password_change", "password_change_done", "logout", "session", "healthz")


def own_password_first(get_response: Answer) -> Answer:
    """Leads to the page of the new password; a demonstration insists only on an age it was told."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path in map(reverse, OPEN) or not _ended(request.user):
            return get_response(request)
        refused(request)
        return redirect("password_change")

    return answer


def _ended(user: object) -> bool:
    if not isinstance(user, Officer):
        return False
    return (user.must_change_password and not settings.DEMO) or is_too_old(user)
