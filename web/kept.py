"""What is typed is kept until it is done: on the server, sealed, for whoever typed it alone.

A form carries a token, signed when it was drawn: whose form it is, on which page. Under it the
page keeps what stands in the form while one types, and a form that was sent in vain is kept whole,
even when the sign-in has ended meanwhile. The next drawing of the same form offers it; that is a
page like any other, so what its reader may no longer see is not offered to him. Each page that is
drawn keeps a row of its own (`two_pages`), so none of them wipes what another one kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID, uuid4

from django.contrib.auth import get_user_model
from django.core import signing
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import transaction
from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone

from confidentiality.sealing import SealBroken, open_sealed_json
from web.models import KeptText
from web.two_pages import (
    CANNOT_SAY,
    TOUCHED,
    Differing,
    Merged,
    TypedPage,
    compared,
    merged,
    touched,
)

#: The hidden field of a form that is kept.
#: Programs type nothing; their body is read by nobody before its own view.
API: Final = "/api/"
TOKEN: Final = "kept"  # noqa: S105 (its name, not a secret)
#: What a form posts beside what was typed.
NOT_TYPED: Final = frozenset(
    {"csrfmiddlewaretoken", TOKEN, TOUCHED, "version", "key", "go", "forget"}
)
#: Which version of which draft a page was typed over, where a room keeps drafts itself.
BEGUN_ON: Final = ("version", "tab")
SALT: Final = "web.kept"
#: A page that was left open over the longest holiday still keeps what is typed in it.
TOKEN_HOLDS: Final = timedelta(days=10)
LONGEST: Final = 200_000
MOST: Final = 100


class TooLong(Exception):
    """More than a form can hold."""


@dataclass(frozen=True)
class Form:
    """One form of one page, as it was drawn for one officer."""

    officer: int
    page: str
    label: str
    drawing: UUID
    #: The latest that was kept when it was drawn: what this page has loaded.
    seen: float = 0.0

    @property
    def token(self) -> str:
        said = [self.officer, self.page, self.label, self.drawing.hex, self.seen]
        return signing.dumps(said, salt=SALT, compress=True)

    @property
    def digest(self) -> str:
        return digest_of(self.page)


@dataclass(frozen=True)
class Offer:
    """What was typed and never done: when, and the values by their names."""

    at: datetime
    fields: Mapping[str, list[str]]
    differing: list[Differing] = field(default_factory=list)
    begun_on: list[Mapping[str, str]] = field(default_factory=list)

    @property
    def json(self) -> str:
        return json.dumps(self.fields, ensure_ascii=False)

    @property
    def texts(self) -> list[str]:
        """To be copied where no script fills them in."""
        typed = [value for values in self.fields.values() for value in values]
        return [value for value in typed if value.strip()]


def digest_of(page: str) -> str:
    return sha256(page.encode()).hexdigest()


def form_of(token: str) -> Form | None:
    """The form a token was signed for; None when it is no token, or too old."""
    try:
        officer, page, label, drawing, *seen = signing.loads(token, salt=SALT, max_age=TOKEN_HOLDS)
        return Form(officer, page, label, UUID(drawing), *seen)
    except (signing.BadSignature, ValueError):
        return None


def sent_form(request: HttpRequest) -> Form | None:
    """The form that a request sends; a body nobody can read sends none."""
    if request.method != "POST" or request.path.startswith(API):
        return None
    try:
        return form_of(request.POST.get(TOKEN, ""))
    except (SuspiciousOperation, RequestDataTooBig, MultiPartParserError, UnreadablePostError):
        return None


def drawn(
    request: HttpRequest, label: str, page: str = "", content: str = ""
) -> tuple[Form, Offer | None] | None:
    """The form as it is drawn now, with what is offered in it; None where nobody is signed in."""
    officer = request.user.pk if request.user.is_authenticated else None
    if officer is None:
        return None
    sent = sent_form(request)
    if sent and (sent.officer, sent.label) == (officer, label):
        refused(request)  # it is shown again with what was sent
        return sent, None
    page = page or request.get_full_path()
    fresh = Form(int(officer), page, label, uuid4())
    kept = _of_form(_rows(request, int(officer), page), fresh)
    found = merged([typed for _, typed in kept])
    if found.is_blank:
        return fresh, None
    at = max(row.kept_at for row, _ in kept)
    begun_on = [typed.begun_on for _, typed in kept]
    offer = Offer(at, found.fields, compared(found, content), begun_on)
    return Form(fresh.officer, page, label, fresh.drawing, at.timestamp()), offer


def _rows(request: HttpRequest, officer: int, page: str) -> list[KeptText]:
    """What is kept of a page; asked once for all its forms."""
    known: dict[str, list[KeptText]] = request.__dict__.setdefault("_kept_texts", {})
    if page not in known:
        known[page] = list(KeptText.objects.filter(officer_id=officer, page=digest_of(page)))
    return known[page]


def _of_form(rows: list[KeptText], form: Form) -> list[tuple[KeptText, TypedPage]]:
    """Only what was sealed for this officer and this form, whatever the columns say."""
    mine = (form.officer, form.page, form.label)
    found = []
    for row in rows:
        try:
            told = open_sealed_json(row.content) or {}
        except SealBroken:
            continue
        if (told.get("officer"), told.get("page"), told.get("label")) == mine:
            found.append((row, TypedPage.of(row, told)))
    return found


def _kept_of(form: Form) -> list[tuple[KeptText, TypedPage]]:
    rows = KeptText.objects.filter(officer_id=form.officer, page=form.digest)
    return _of_form(list(rows.select_for_update().order_by("pk")), form)


def sent_words(posted: QueryDict) -> list[str]:
    """What somebody typed, of what his form sends: what says something, not what was chosen."""
    every = (value for name, values in posted.lists() if name not in NOT_TYPED for value in values)
    return [value for value in every if len(value.strip()) > 1 and not value.isascii()]


@transaction.atomic
def keep(form: Form, posted: QueryDict) -> Merged | None:
    """Keep what was typed on this page, beside what other pages of the form keep."""
    pages = [typed for _, typed in _kept_of(form)]
    own = next((each for each in pages if each.drawing == form.drawing.hex), None)
    sent = {name: values for name, values in posted.lists() if name not in NOT_TYPED}
    new = touched(sent, posted.get(TOUCHED, CANNOT_SAY), own, pages)
    if new:
        others = [each for each in pages if each is not own]
        if (row := _write(form, posted, own, new)) is None:
            return None
        pages = [*others, _of_form([row], form)[0][1]]
    found = merged(pages)
    gone = [page.row for page in pages] if found.is_blank else found.idle
    if gone:
        KeptText.objects.filter(pk__in=gone).delete()
    return None if found.is_blank else found


def _write(
    form: Form, posted: QueryDict, own: TypedPage | None, new: Mapping[str, list[str]]
) -> KeptText | None:
    content = {
        "officer": form.officer,
        "page": form.page,
        "label": form.label,
        "fields": {**(own.fields if own else {}), **new},
        "at": {**(own.at if own else {}), **dict.fromkeys(new, timezone.now().timestamp())},
        "seen": form.seen,
        "begun_on": {name: posted.get(name, "") for name in BEGUN_ON},
    }
    if len(json.dumps(content, ensure_ascii=False)) > LONGEST:
        raise TooLong
    if not get_user_model().objects.filter(pk=form.officer, is_active=True).exists():
        return None
    row, is_new = KeptText.objects.update_or_create(
        seal_id=form.drawing,
        officer_id=form.officer,
        page=form.digest,
        defaults={"content": content},
    )
    if is_new:
        _thin_out(form.officer)
    return row


def _thin_out(officer: int) -> None:
    """So many pages at a time; the oldest go."""
    every = KeptText.objects.filter(officer_id=officer).order_by("-kept_at")
    if old := list(every.values_list("pk", flat=True)[MOST : 2 * MOST]):
        KeptText.objects.filter(pk__in=old).delete()


@transaction.atomic
def forget(form: Form) -> None:
    """It was done, or he wants it no more: what this page holds, and what it had loaded.

    What another page keeps that this one never showed stays to be offered.
    """
    gone = [
        row.pk
        for row, typed in _kept_of(form)
        if typed.drawing == form.drawing.hex or row.kept_at.timestamp() <= form.seen
    ]
    if gone:
        KeptText.objects.filter(pk__in=gone).delete()


def refused(request: HttpRequest) -> None:
    """Nothing was done, whatever the answer looks like."""
    request.__dict__["_kept_refused"] = True


def was_refused(request: HttpRequest) -> bool:
    return bool(request.__dict__.get("_kept_refused"))
