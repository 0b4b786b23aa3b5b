"""A password that somebody else gave is changed before anything else is done (等保 8.1.4.1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from departments.models import Officer
from web.kept import refused

Answer = Callable[[HttpRequest], HttpResponse]

#: What an officer with a given password may still open.
OPEN: Final = ("password_change", "password_change_done", "logout", "session", "healthz")


def own_password_first(get_response: Answer) -> Answer:
    """Leads to the page of the new password; a demonstration does not insist."""

    def answer(request: HttpRequest) -> HttpResponse:
        if settings.DEMO or request.path in map(reverse, OPEN) or not _given(request):
            return get_response(request)
        refused(request)
        return redirect("password_change")

    return answer


def _given(request: HttpRequest) -> bool:
    return isinstance(request.user, Officer) and request.user.must_change_password
