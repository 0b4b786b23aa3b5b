"""The second step once more, before rights, keys or what leaves the portal (六(三), 等保 8.1.4.1).

One mechanism for every door: the view says so where it stands, and a test walks the URLconf for one
that does not. Whoever has bound no telephone goes on as before; his posts decide whether he must
(SECOND_FACTOR), and a program's token is not asked (0049).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from rest_framework.request import Request

from departments import entry
from departments.models import Officer
from departments.views.gate import OfficerRequest, View, within
from web.kept import refused
from web.refusals import NotYours

#: What a view asks it for: these verbs of an address, or everything behind it.
EVERYTHING: Final = frozenset({""})
NOT_YET: Final = "刚才的一步还没有办：请先再验证一次，回来后再办。"
IN_THE_BROWSER: Final = "这一步须先在网页上再验证一次两步验证，五分钟内有效；或改用接口令牌。"
Program = TypeVar("Program", bound=Callable[..., HttpResponseBase])


def proven_afresh(view: View) -> View:
    """Whoever has a second factor shows it again, some minutes before he changes rights or keys.

    What he had typed is kept and offered when he comes back.
    """
    return proven_before()(view)


def proven_before(*verbs: str) -> Callable[[View], View]:
    """The same for some verbs of an address, or for all of it."""

    def gate(view: View) -> View:
        @wraps(view)
        def answer(request: OfficerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if verbs and kwargs.get("verb") not in verbs:
                return view(request, *args, **kwargs)
            return led_to_prove(request) or view(request, *args, **kwargs)

        answer.__dict__["proven"] = frozenset(verbs) or EVERYTHING
        return answer

    return gate


def led_to_prove(request: OfficerRequest) -> HttpResponse | None:
    """The way to the second step and back; None where it was right a moment ago, or is not his."""
    if not _lacks_proof(request, request.user):
        return None
    refused(request)
    if request.method == "POST":
        messages.warning(request, NOT_YET)
    query = urlencode({"next": _page_of(request)})
    return redirect(f"{reverse('prove')}?{query}")


def proven_program(*verbs: str) -> Callable[[Program], Program]:
    """The same of the API, where it is a session that asks: a browser leads no program anywhere."""

    def gate(view: Program) -> Program:
        @wraps(view)
        def answer(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not verbs or kwargs.get("verb") in verbs:
                refuse_unproven(request)
            return view(request, *args, **kwargs)

        return answer  # type: ignore[return-value]  # the same arguments, the same answer

    return gate


def refuse_unproven(request: Request) -> None:
    """403 for a session that has not shown its second step; a token was made behind one."""
    asker = request._request  # noqa: SLF001 DRF keeps Django's own there
    if request.auth is None and _lacks_proof(asker, request.user):
        raise NotYours(IN_THE_BROWSER)


def _lacks_proof(request: HttpRequest, officer: Any) -> bool:  # Any: or nobody
    bound = isinstance(officer, Officer) and officer.has_second_factor
    return bound and not entry.is_proven(request)


def _page_of(request: HttpRequest) -> str:
    """Where a button stood that leads to no page of its own; else the address itself."""
    if request.method != "POST":
        return request.path
    told = urlsplit(request.headers.get("Referer", ""))
    own = told.netloc == request.get_host()
    return (within(request, told.path) if own else "") or request.path
