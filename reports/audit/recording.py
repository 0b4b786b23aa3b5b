"""One place where every look, list, search, refusal and act by HTTP is written down (R096, R106).

The address that was asked for is recorded as its pattern with the number of its object: never its
query, never a body. A page whose record cannot be written is not shown (六(三)).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch

from confidentiality.audit.appending import Happening, append, append_to_each, remembering
from confidentiality.audit.models import Kind
from confidentiality.masking import mask_text
from departments.backends import known_as
from departments.models import Officer
from web.refusals import NotYours, Refusal

log = logging.getLogger(__name__)

#: What a page asks by itself, while somebody types or waits; nothing of a case is in the answer.
SILENT: Final = {"session", "kept", "register_keep", "register_look", "healthz", "api_schema"}
#: What is posted there is a search and changes nothing.
SEARCHES: Final = {"disputes", "archives", "officers", "api_disputes_search", "api_archives_search"}
REFUSALS: Final = {401, 403, 404, 409, 429}
SAFE: Final = {"GET", "HEAD"}
_REFUSED: Final = "portal.refused"
_LARGEST: Final = 2**63
_PIECE: Final = re.compile(r"<(?:\w+:)?(\w+)>")
#: The case of an object, by the noun that its address begins with.
CASES: Final = {
    "disputes": "SELECT id FROM disputes_dispute WHERE id = %s",
    "assignments": "SELECT dispute_id FROM workflow_assignment WHERE id = %s",
    "papers": "SELECT dispute_id FROM workflow_paper WHERE id = %s",
    "approvals": "SELECT dispute_id FROM workflow_approval WHERE id = %s",
    "supervisions": "SELECT dispute_id FROM workflow_supervision WHERE id = %s",
    "materials": "SELECT dispute_id FROM disputes_material WHERE id = %s",
    "disclosures": "SELECT dispute_id FROM workflow_disclosure WHERE id = %s",
    "archives": "SELECT dispute_id FROM workflow_casefile WHERE id = %s",
}


class Recording:
    """After the answer is known, before it is sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        before = request.user
        before.is_authenticated  # noqa: B018 read now: signing out leaves nobody
        with remembering() as remembered:
            response = self.get_response(request)
        try:
            record(request, response, before, tuple(remembered.cases))
            for each in dict.fromkeys(remembered):
                append(_by(each, request))
        except DatabaseError:
            if request.method in SAFE or _only_told(request, remembered):
                raise
            log.exception("审计留痕没有写入：%s", _route(request.resolver_match))
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """A refusal may become a way back with a sentence: it stays a refusal here."""
        if isinstance(error, (NotYours, PermissionDenied)):
            request.META[_REFUSED] = 403
        elif isinstance(error, Refusal):
            request.META[_REFUSED] = 409
        elif isinstance(error, Http404):
            request.META[_REFUSED] = 404


def record(
    request: HttpRequest,
    response: HttpResponseBase,
    before: Officer | AnonymousUser,
    cases: Sequence[int] = (),
) -> None:
    """One row, or none where nothing was asked that anybody will ask about."""
    status = int(request.META.get(_REFUSED, response.status_code))
    match = request.resolver_match
    name = match.url_name if match else ""
    kind = _kind(request, name or "", status)
    officer = _officer(request, before, kind)
    quiet = name in SILENT or (officer is None and kind != Kind.SIGN_IN)
    if status >= 500 or (quiet and status not in REFUSALS):
        return
    noun, number = _object(match)
    happening = Happening(
        kind=kind,
        officer_id=officer.pk if officer else None,
        post=_post(officer),
        route=_route(match),
        verb=_verb(request, match, name or "", status),
        object_kind=noun,
        object_id=mask_text(number, by_check_digit=False),
        status=status,
        amount=_amount(response),
        address=request.META.get("REMOTE_ADDR", ""),
    )
    if noun in CASES and number.isdecimal() and int(number) < _LARGEST:
        append(happening, f"({CASES[noun]})", [int(number)])
    elif cases and kind != Kind.REFUSED:
        append_to_each(happening, cases)
    else:
        append(happening)


def _only_told(request: HttpRequest, remembered: Sequence[Happening]) -> bool:
    """Posted, but a search: what it found is not shown either when nobody can tell who asked."""
    match = request.resolver_match
    searched = {each.kind for each in remembered} & {Kind.SEARCH, Kind.MATCH}
    return bool(searched) or bool(match and match.url_name in SEARCHES)


def _by(happening: Happening, request: HttpRequest) -> Happening:
    officer = request.user if isinstance(request.user, Officer) else None
    return replace(
        happening,
        officer_id=officer.pk if officer else None,
        post=_post(officer),
        address=request.META.get("REMOTE_ADDR", ""),
    )


def _kind(request: HttpRequest, name: str, status: int) -> str:
    if name in {"login", "logout"} and request.method == "POST":
        return Kind.SIGN_IN
    if status in REFUSALS:
        return Kind.REFUSED
    if request.method not in SAFE:
        return Kind.SEARCH if name in SEARCHES else Kind.ACT
    if request.GET.get("q", "").strip() or request.GET.get("find"):
        return Kind.SEARCH
    match = request.resolver_match
    return Kind.LOOK if match and match.kwargs else Kind.LIST


def _officer(request: HttpRequest, before: Officer | AnonymousUser, kind: str) -> Officer | None:
    """Who it was, also when he has just signed out or was not let in."""
    for user in (request.user, before):
        if isinstance(user, Officer):
            return user
    if kind == Kind.SIGN_IN and (typed := request.POST.get("username", "")):
        return Officer.objects.filter(username=known_as(typed[:150])).first()
    return None


def _verb(request: HttpRequest, match: ResolverMatch | None, name: str, status: int) -> str:
    if name == "login" and request.method == "POST":
        return "in" if isinstance(request.user, Officer) and status < 400 else "failed"
    if name == "logout":
        return "out"
    said = str(match.kwargs.get("verb", "")) if match else ""
    return said or (name if request.method not in SAFE else "")


def _route(match: ResolverMatch | None) -> str:
    return match.route if match else ""


def _object(match: ResolverMatch | None) -> tuple[str, str]:
    """The noun of an address and what stands behind it: disputes, 7."""
    if match is None:
        return "", ""
    parts = match.route.removeprefix("api/v1/").removeprefix("manage/").split("/")
    for nth, part in enumerate(parts):
        asked = _PIECE.fullmatch(part)
        if asked and asked[1] != "verb":
            noun = "disputes" if parts[nth - 1] == "register" else parts[nth - 1]  # a draft
            return noun, str(match.kwargs.get(asked[1], ""))
    return parts[0], ""


def _post(officer: Officer | None) -> str:
    """Where he sits, as far as this request has asked already."""
    if officer is None:
        return ""
    real = getattr(officer, "_wrapped", officer)  # of a session it is read lazily
    unit = officer.acting_unit if "posts_held" in vars(real) else None
    return unit.code if unit else officer.acting_code


def _amount(response: HttpResponseBase) -> int | None:
    """How many rows a program was given."""
    data: Any = getattr(response, "data", None)  # Any: what a view of DRF answered
    rows = data.get("results") if isinstance(data, dict) else data
    return len(rows) if isinstance(rows, list) else None
