"""检索: what is looked for travels in a body; an address holds it under a seal that is one's own.

So no address, history, Referer or log carries a name or a number (领域 4.3 ②).
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from confidentiality.sealing import SealBroken, Sealed, open_sealed, seal

BROKEN: Final = "检索的内容已失效，请重新输入。"
LONGEST: Final = 100
#: Of the page before: a new search begins at its first page.
_LEFT: Final = {"csrfmiddlewaretoken", "q", "find", "cursor", "before", "after", "file"}


def closed(officer: Model, words: str) -> str:
    """As an address or a saved view may hold it; nobody else can open it."""
    return seal(words, _place(officer)).cipher_text if words else ""


def opened(officer: Model, find: str) -> str | None:
    """The words again; None when they cannot be opened."""
    if not find:
        return ""
    try:
        return open_sealed(Sealed(find, "hidden", _place(officer)))
    except SealBroken:
        return None


def sends(request: HttpRequest) -> bool:
    """A search is being sent: posted by our form, or plain in an address that somebody wrote."""
    return request.method == "POST" or "q" in request.GET


def leads_on(request: HttpRequest) -> HttpResponse:
    """To the same list with everything that was asked, what was looked for closed."""
    sent = request.POST if request.method == "POST" else request.GET
    asked = {name: str(value) for name, value in sent.items() if value and name not in _LEFT}
    if words := (sent.get("q") or "").strip()[:LONGEST]:
        asked["find"] = closed(_asker(request), words)
    return redirect(f"{request.path}?{urlencode(asked)}" if asked else request.path)


def looked_for(request: HttpRequest) -> str:
    """What this list was asked for, opened; a seal that does not open is told and left out."""
    words = opened(_asker(request), request.GET.get("find", ""))
    if words is None:
        messages.warning(request, BROKEN)
    return words or ""


def put(asked: QueryDict, words: str) -> QueryDict:
    """The query as a form reads it, with what was looked for in clear."""
    asked = asked.copy()
    asked["q"] = words
    return asked


def _asker(request: HttpRequest) -> Model:
    assert not isinstance(request.user, AnonymousUser)
    return request.user


def _place(officer: Model) -> str:
    return f"disputes.search.{officer.pk}"
