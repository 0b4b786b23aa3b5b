"""`Idempotency-Key` on every POST: the same key and request get the same answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.http import FileResponse, QueryDict
from rest_framework.request import Request
from rest_framework.response import Response

from confidentiality.sealing import open_sealed
from web.asking import with_what_was_ignored
from web.models import IdempotencyKey
from web.refusals import Mistyped, NotAllowed, Refusal

View = Callable[..., Response]


def replayed(view: View) -> View:
    """Let a view act once for each key of an officer; without a key it just acts."""

    @wraps(view)
    def answered(request: Request, **kwargs: Any) -> Response:  # Any: parts of the address
        key = _key_of(request)
        if request.method != "POST" or not key:
            return with_what_was_ignored(request, view(request, **kwargs))

        def act() -> Answer:
            response = with_what_was_ignored(request, view(request, **kwargs))
            return Answer(response.status_code, response.data)

        answer = once(_asking(request), key, digest_of(request), act)
        return Response(answer.body, status=answer.status)

    answered.is_replayed = True  # type: ignore[attr-defined]  # a test asks every POST for it
    return answered


def given_once(view: Callable[..., FileResponse]) -> Callable[..., FileResponse]:
    """The same for a file, which is not kept to be given again: a key that comes back gets 409."""

    @wraps(view)
    def answered(request: Request, **kwargs: Any) -> FileResponse:  # Any: parts of the address
        key, given = _key_of(request), []
        if not key:
            return view(request, **kwargs)

        def act() -> Answer:
            given.append(view(request, **kwargs))
            return Answer(given[0].status_code, {})

        once(_asking(request), key, digest_of(request), act)
        if not given:
            raise NotAllowed("这一请求已经给出过文件，没有再制作；还需要一份的，请换一个键。")
        return given[0]

    answered.is_replayed = True  # type: ignore[attr-defined]  # as above
    return answered


def _key_of(request: Request) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > LONGEST_KEY or not (key.isascii() and key.isprintable()):
        raise Mistyped({"Idempotency-Key": [f"键应为 {LONGEST_KEY} 个以内的可见字符。"]})
    return key


def _asking(request: Request) -> int:
    """Nobody gets this far without signing in."""
    pk = request.user.pk
    assert pk is not None
    return int(pk)


def digest_of(request: Request) -> str:
    """What was asked, whatever the order of its keys or the boundary between its parts."""
    asked = [request.method, request.path, _content(request.data)]
    text = json.dumps(asked, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _content(data: Any) -> Any:  # Any: JSON or the parts of a form
    if not isinstance(data, QueryDict):
        return data
    return {name: [_part(each) for each in values] for name, values in data.lists()}


def _part(value: str | UploadedFile[bytes]) -> str:
    if isinstance(value, str):
        return value
    digest = hashlib.sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return f"{value.name} {digest.hexdigest()}"


LONGEST_KEY: Final = 120


class StillRunning(NotAllowed):
    """The first request with this key has not been answered yet (409)."""


class OtherRequest(Refusal):
    """The key was used for something else (422)."""


@dataclass(frozen=True)
class Answer:
    """What a request was answered: a status and a JSON value."""

    status: int
    body: object


def once(officer_id: int, key: str, digest: str, act: Callable[[], Answer]) -> Answer:
    """Act, or give again what was answered; the answer and the act are one transaction.

    Only what was done is kept: a refusal changed nothing, so the same key may try again.
    """
    with transaction.atomic():
        _hold(officer_id, key)
        known = IdempotencyKey.objects.filter(officer_id=officer_id, key=key).first()
        if known is not None:
            return _again(known, digest)
        answer = act()
        body = _plain(answer.body)
        IdempotencyKey.objects.create(
            officer_id=officer_id, key=key, request_digest=digest, status=answer.status, body=[body]
        )
        return Answer(answer.status, body)


def _hold(officer_id: int, key: str) -> None:
    """A lock that ends with the transaction, whatever becomes of it; nobody waits for it."""
    name = hashlib.sha256(f"idempotency {officer_id} {key}".encode()).digest()[:8]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(%s)", [int.from_bytes(name, "big", signed=True)]
        )
        (held,) = cursor.fetchone()
    if not held:
        raise StillRunning("同一请求正在处理，请稍后用原来的键再查。")


def _again(known: IdempotencyKey, digest: str) -> Answer:
    if known.request_digest != digest:
        raise OtherRequest("这个 Idempotency-Key 已用于另一个请求，请换一个新的键。")
    assert known.status is not None
    (body,) = json.loads(open_sealed(known.body))
    return Answer(known.status, body)


def _plain(body: object) -> object:
    """As it will be read back, so that the first answer and the repeated one are the same bytes."""
    return json.loads(json.dumps(body, cls=DjangoJSONEncoder, sort_keys=True))
