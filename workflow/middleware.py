"""Refusals of the procedure become words on a page: 403 never his, 409 not now."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse

from confidentiality.sealing import SealBroken
from web.file_storage import NotKept
from web.kept import API, refused  # its own handler answers there with problem JSON
from web.refusals import (
    UNKEEPABLE,
    AlreadyDone,
    LookFirst,
    NotAllowed,
    NotYours,
    Refusal,
    Stale,
    is_unkeepable,
)

logger = logging.getLogger(__name__)


class RefusalMiddleware:
    """One place for all pages, so that no view repeats it (style.md 3)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """An answer for a refusal; every other error goes on."""
        if is_unkeepable(error) and not request.path.startswith(API):
            return render(request, "400.html", {"reason": UNKEEPABLE}, status=400)
        if isinstance(error, SealBroken) and not request.path.startswith(API):
            logger.error("a sealed value cannot be opened", exc_info=error)
            return render(request, "500.html", {"reason": str(error)}, status=500)
        if not isinstance(error, Refusal) or request.path.startswith(API):
            return None
        refused(request)
        if isinstance(error, LookFirst):
            return redirect(error.register)
        if isinstance(error, NotYours):
            return render(request, "403.html", {"reason": error.sentence}, status=403)
        home = home_of_verb(request)
        if isinstance(error, NotKept):
            told = {"reason": error.sentence, "back_url": home}
            return render(request, "507.html", told, status=507)
        if isinstance(error, NotAllowed) and not isinstance(error, Stale) and home:
            say = messages.info if isinstance(error, AlreadyDone) else messages.warning
            say(request, error.sentence)
            return redirect(home)
        told = {"reason": error.sentence, "back_url": home}
        return render(request, "409.html", told, status=409)


def home_of_verb(request: HttpRequest) -> str:
    """The page of the object whose verb was asked for: `dispute_verb` belongs to `dispute`."""
    match = request.resolver_match
    if match is None or not match.url_name or "pk" not in match.kwargs:
        return ""
    name = match.url_name.partition("_")[0]
    if name == match.url_name:
        return ""
    try:
        return reverse(name, args=[match.kwargs["pk"]])
    except NoReverseMatch:
        return ""
