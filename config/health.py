"""Whether the portal is fit: database, broker, disk, clock, for whoever watches from outside."""

from __future__ import annotations

import logging
from collections.abc import Callable

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from confidentiality import virus_scan
from config import fitness
from config.middleware import Answer
from config.settings import VERSION
from papers.printing.glyphs import fonts_are_there
from web.file_storage import room_left
from workflow.operations import heartbeat

HEALTHZ = "/healthz"

log = logging.getLogger(__name__)


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when fit, 503 when not; says which part is not, and nothing about data."""
    parts = {"database": _sound(_database), "broker": _sound(_broker)}
    papers = fonts_are_there()  # a demonstration without Pango still has its pages
    beats, wrong = heartbeat.NONE, list[str]()
    if parts["database"]:
        beats, wrong = _asked()
    clock = "doubtful" if beats.is_doubtful else "ok" if beats.beating else "silent"
    disk = room_left().state
    fit = all(parts.values()) and clock == "ok" and not beats.sweep_is_late and not wrong
    fit = fit and disk != "full" and (papers or settings.DEMO)
    answer = {
        "status": "ok" if fit else "unfit",
        **{name: "ok" if sound else "down" for name, sound in parts.items()},
        "disk": disk,
        "clock": clock,
        "last_beat": beats.last_beat,
        "sweep": "late" if beats.sweep_is_late else "ok",
        "last_sweep": beats.last_sweep,
        "papers": "ok" if papers else "no fonts",
        "virus_scan": _virus_scan(),
        "wrong": wrong,
        "version": VERSION,
    }
    return JsonResponse(answer, status=200 if fit else 503)


def without_a_session(get_response: Answer) -> Answer:
    """Answered before anybody asks who is signed in: that needs the database it tells about."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path == HEALTHZ:
            request.get_host()  # a forged one is refused here as everywhere
            return healthz(request)
        return get_response(request)

    return answer


def _asked() -> tuple[heartbeat.LastBeats, list[str]]:
    """What the rows say; a database of another version may lack the very tables."""
    try:
        wrong = fitness.faults()
        beats = heartbeat.NONE if wrong else heartbeat.last_beats()
        return beats, wrong or fitness.hour_faults()
    except Error as error:
        log.warning("healthz: %s", type(error).__name__)
        return heartbeat.NONE, ["数据库结构与程序不符：请先运行 manage.py migrate。"]


def _virus_scan() -> str:
    """Without it no file comes in, while all else goes on: told, and still fit."""
    if not settings.CLAMD:
        return "off"
    return "ok" if virus_scan.answers() else "down"


def _sound(probe: Callable[[], object]) -> bool:
    try:
        probe()
    except (Error, redis.RedisError, OSError) as error:
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
