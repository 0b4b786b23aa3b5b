"""How many statements an answer took, told in a header; only in the bench's settings."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]


class Counter:
    """Counts what passes through a connection, transaction marks included."""

    def __init__(self) -> None:
        self.statements = 0

    def __call__(self, execute: Any, sql: str, *rest: Any) -> Any:  # Any: Django's wrapper protocol
        self.statements += 1
        return execute(sql, *rest)


def counted(get_response: Answer) -> Answer:
    def answer(request: HttpRequest) -> HttpResponse:
        counter = Counter()
        with connection.execute_wrapper(counter):
            response = get_response(request)
        response.headers["X-Statements"] = str(counter.statements)
        response.headers["X-Worker"] = str(os.getpid())
        return response

    return answer
