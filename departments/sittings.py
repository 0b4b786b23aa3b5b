"""Sessions that say whose they are, end when nobody moves, and are read as JSON everywhere.

Named by the settings as the session engine: rows in PostgreSQL, a copy of them in the cache.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore as RowsAndCache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from departments.models import Officer, Sitting
from departments.models.access import IDLE, LONGEST

BEGAN: Final = "began"
SEEN: Final = "seen"
ADDRESS: Final = "address"
BROWSER: Final = "browser"


class SessionStore(RowsAndCache):
    """Every write is somebody at work; the row shows its officer what and whose it is."""

    cache_key_prefix = "sitting"

    @classmethod
    def get_model_class(cls) -> type[Sitting]:
        return Sitting

    def create_model_instance(self, data: dict[str, Any]) -> Sitting:  # Any: as Django has it
        row: Sitting = super().create_model_instance(data)  # type: ignore[assignment]
        row.officer_id = data.get(SESSION_KEY)
        row.began_at, row.seen_at = _moment(data.get(BEGAN)), _moment(data.get(SEEN))
        row.address, row.browser = data.get(ADDRESS, ""), data.get(BROWSER, "")
        return row

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 (Django's own)
        if not must_create and SESSION_KEY in self:
            now = timezone.now().timestamp()
            self.setdefault(BEGAN, now)
            self[SEEN] = now
        super().save(must_create)


def sitting(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Ends the session that idled or lasted too long before anybody asks who is signed in."""

    def answer(request: HttpRequest) -> HttpResponse:
        session = request.session
        if SESSION_KEY in session:
            seen, began = _moment(session.get(SEEN)), _moment(session.get(BEGAN))
            now = timezone.now()
            if seen is None or began is None or _is_over(began, seen, now):
                session.flush()
            elif now - seen > timedelta(seconds=settings.SESSION_SEEN_SECONDS):
                session.modified = True
        return get_response(request)

    return answer


def end(key: str) -> None:
    """Row and copy; its browser has to sign in again."""
    SessionStore(key).delete()


def end_all(officer: Officer, *, but: str | None = None) -> int:
    """Every other one of his; how many."""
    keys = officer.sittings.exclude(session_key=but or "").values_list("session_key", flat=True)
    ended = list(keys)
    for key in ended:
        end(key)
    return len(ended)


def _is_over(began: datetime, seen: datetime, now: datetime) -> bool:
    return now - seen > IDLE or now - began > LONGEST


def _moment(stamp: float | None) -> datetime | None:
    if stamp is None:
        return None
    return datetime.fromtimestamp(stamp, timezone.get_default_timezone())
