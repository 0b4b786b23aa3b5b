"""A request that is sent again acts once: the first answer is kept and given again (R107)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from confidentiality.sealing import open_sealed
from workflow.models import IdempotencyKey
from workflow.refusals import NotAllowed, Refusal

if TYPE_CHECKING:
    from departments.models import Officer

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


def once(officer: Officer, key: str, digest: str, act: Callable[[], Answer]) -> Answer:
    """Act, or give again what was answered; the answer and the act are one transaction.

    Only what was done is kept: a refusal changed nothing, so the same key may try again.
    """
    with transaction.atomic():
        _hold(officer.pk, key)
        known = IdempotencyKey.objects.filter(officer=officer, key=key).first()
        if known is not None:
            return _again(known, digest)
        answer = act()
        body = _plain(answer.body)
        IdempotencyKey.objects.create(
            officer=officer, key=key, request_digest=digest, status=answer.status, body=[body]
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
