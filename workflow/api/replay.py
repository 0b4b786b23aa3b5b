"""`Idempotency-Key` on every POST: the same key and request get the same answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from rest_framework.request import Request
from rest_framework.response import Response

from workflow.api.asking import officer_of
from workflow.idempotency import LONGEST_KEY, Answer, once
from workflow.refusals import Mistyped

View = Callable[..., Response]


def replayed(view: View) -> View:
    """Let a view act once for each key of an officer; without a key it just acts."""

    @wraps(view)
    def answered(request: Request, **kwargs: Any) -> Response:  # Any: parts of the address
        key = request.headers.get("Idempotency-Key", "")
        if request.method != "POST" or not key:
            return view(request, **kwargs)
        if len(key) > LONGEST_KEY or not (key.isascii() and key.isprintable()):
            raise Mistyped({"Idempotency-Key": [f"键应为 {LONGEST_KEY} 个以内的可见字符。"]})

        def act() -> Answer:
            response = view(request, **kwargs)
            return Answer(response.status_code, response.data)

        answer = once(officer_of(request), key, digest_of(request), act)
        return Response(answer.body, status=answer.status)

    answered.is_replayed = True  # type: ignore[attr-defined]  # a test asks every POST for it
    return answered


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
