"""Whether the portal is fit: database, broker, disk, clock, for whoever watches from outside."""

from __future__ import annotations

import logging
from collections.abc import Callable

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from config.settings import VERSION
from web.file_storage import room_left
from workflow.operations import heartbeat

log = logging.getLogger(__name__)


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when fit, 503 when not; says which part is not, and nothing about data."""
    parts = {"database": _sound(_database), "broker": _sound(_broker)}
    beats = heartbeat.last_beats() if parts["database"] else heartbeat.NONE
    disk = room_left().state
    fit = all(parts.values()) and beats.beating and not beats.sweep_is_late and disk != "full"
    answer = {
        "status": "ok" if fit else "unfit",
        **{name: "ok" if sound else "down" for name, sound in parts.items()},
        "disk": disk,
        "clock": "ok" if beats.beating else "silent",
        "last_beat": beats.last_beat,
        "sweep": "late" if beats.sweep_is_late else "ok",
        "last_sweep": beats.last_sweep,
        "version": VERSION,
    }
    return JsonResponse(answer, status=200 if fit else 503)


def _sound(probe: Callable[[], object]) -> bool:
    try:
        probe()
    except (DatabaseError, redis.RedisError, OSError) as error:
        log.warning("healthz: %s", type(error).__name__)
        return False
    return True


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _broker() -> None:
    patience = {"socket_timeout": 2, "socket_connect_timeout": 2}
    with redis.Redis.from_url(settings.REDIS_URL, **patience) as client:
        client.ping()
