"""The present moment of an action; a demonstration may tell a story that began weeks ago."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.conf import settings
from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """When the action at hand happens."""
    return _told.get() or timezone.now()


@contextmanager
def told_as_of(moment: datetime) -> Iterator[None]:
    """Let what follows happen at `moment`; a real portal refuses to back-date anything."""
    if not settings.DEMO:
        raise RuntimeError("只有演示库可以讲述过去发生的事")
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
