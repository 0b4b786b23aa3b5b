"""What is typed is kept until it is done: on the server, sealed, for whoever typed it alone.

A form carries a token, signed when it was drawn: whose form it is, on which page. Under it the
page keeps what stands in the form while one types, and a form that was sent in vain is kept whole,
even when the sign-in has ended meanwhile. The next drawing of the same form offers it; that is a
page like any other, so what its reader may no longer see is not offered to him.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID, uuid4

from django.contrib.auth import get_user_model
from django.core import signing
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from confidentiality.sealing import SealBroken, open_sealed_json
from web.models import KeptText

#: The hidden field of a form that is kept.
#: Programs type nothing; their body is read by nobody before its own view.
API: Final = "/api/"
TOKEN: Final = "kept"  # noqa: S105 (its name, not a secret)
#: What a form posts beside what was typed.
NOT_TYPED: Final = frozenset({"csrfmiddlewaretoken", TOKEN, "version", "key", "go", "forget"})
SALT: Final = "web.kept"
#: A page that was left open over the longest holiday still keeps what is typed in it.
TOKEN_HOLDS: Final = timedelta(days=10)
LONGEST: Final = 200_000
MOST: Final = 60


class TooLong(Exception):
    """More than a form can hold."""


@dataclass(frozen=True)
class Form:
    """One form of one page, as it was drawn for one officer."""

    officer: int
    page: str
    label: str
    drawing: UUID

    @property
    def token(self) -> str:
        said = [self.officer, self.page, self.label, self.drawing.hex]
        return signing.dumps(said, salt=SALT, compress=True)

    @property
    def digest(self) -> str:
        return digest_of(self.page)


@dataclass(frozen=True)
class Offer:
    """What was typed and never done: when, and the values by their names."""

    at: datetime
    fields: Mapping[str, list[str]]

    @property
    def json(self) -> str:
        return json.dumps(self.fields, ensure_ascii=False)

    @property
    def texts(self) -> list[str]:
        """To be copied where no script fills them in."""
        return [value for values in self.fields.values() for value in values if value.strip()]


def digest_of(page: str) -> str:
    return sha256(page.encode()).hexdigest()


def form_of(token: str) -> Form | None:
    """The form a token was signed for; None when it is no token, or too old."""
    try:
        officer, page, label, drawing = signing.loads(token, salt=SALT, max_age=TOKEN_HOLDS)
        return Form(officer, page, label, UUID(drawing))
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


def drawn(request: HttpRequest, label: str, page: str = "") -> tuple[Form, Offer | None] | None:
    """The form as it is drawn now, with what is offered in it; None where nobody is signed in."""
    officer = request.user.pk if request.user.is_authenticated else None
    if officer is None:
        return None
    sent = sent_form(request)
    if sent and (sent.officer, sent.label) == (officer, label):
        refused(request)  # it is shown again with what was sent
        return sent, None
    page = page or request.get_full_path()
    for row in _rows(request, int(officer), page):
        if offer := _offer(row, int(officer), page, label):
            return Form(int(officer), page, label, row.seal_id), offer
    return Form(int(officer), page, label, uuid4()), None


def _rows(request: HttpRequest, officer: int, page: str) -> list[KeptText]:
    """What is kept of a page, the latest first; asked once for all its forms."""
    known: dict[str, list[KeptText]] = request.__dict__.setdefault("_kept_texts", {})
    if page not in known:
        rows = KeptText.objects.filter(officer_id=officer, page=digest_of(page))
        known[page] = list(rows.order_by("-kept_at"))
    return known[page]


def _offer(row: KeptText, officer: int, page: str, label: str) -> Offer | None:
    """Only what was sealed for this officer and this form, whatever the columns say."""
    try:
        told = open_sealed_json(row.content) or {}
    except SealBroken:
        return None
    if (told.get("officer"), told.get("page"), told.get("label")) != (officer, page, label):
        return None
    return Offer(row.kept_at, told["fields"])


def keep(form: Form, posted: QueryDict) -> KeptText | None:
    """Keep what stands in the form now, in place of what stood there before."""
    fields = {name: values for name, values in posted.lists() if name not in NOT_TYPED}
    if not any(value.strip() for values in fields.values() for value in values):
        forget(form)
        return None
    content = {
        "officer": form.officer,
        "page": form.page,
        "label": form.label,
        "fields": fields,
    }
    return _write(form, content)


def _write(form: Form, content: dict[str, Any]) -> KeptText | None:  # Any: JSON
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
    """So many forms at a time; the oldest go."""
    every = KeptText.objects.filter(officer_id=officer).order_by("-kept_at")
    if old := list(every.values_list("pk", flat=True)[MOST : 2 * MOST]):
        KeptText.objects.filter(pk__in=old).delete()


def forget(form: Form) -> None:
    """It was done, or he wants it no more."""
    KeptText.objects.filter(seal_id=form.drawing, officer_id=form.officer).delete()


def refused(request: HttpRequest) -> None:
    """Nothing was done, whatever the answer looks like."""
    request.__dict__["_kept_refused"] = True


def was_refused(request: HttpRequest) -> bool:
    return bool(request.__dict__.get("_kept_refused"))
