"""Searching and carrying away have a pace; beyond it the answer is 429 and says when to come again.

Counted in the cache, which may be emptied at any time: without it nobody counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from web.kept import API

if TYPE_CHECKING:
    from rest_framework.views import APIView  # which asks for this module while it is loaded


@dataclass(frozen=True)
class Pace:
    """So many, a setting, within so many seconds."""

    setting: str
    seconds: int
    says: str


SEARCH: Final = Pace("SEARCHES_A_MINUTE", 60, "检索得太频繁，请过一分钟再查。")
EXPORT: Final = Pace("EXPORTS_AN_HOUR", 3600, "一小时内导出、下载得太多，请稍后再取。")
#: By the name of the address; a list is searched when it is asked for words.
OF: Final = {
    **dict.fromkeys(("api_disputes_search", "api_archives_search"), SEARCH),
    **dict.fromkeys(("disputes_export", "scorecard_export", "audit_export"), EXPORT),
    **dict.fromkeys(("papers_export", "case_file_package", "api_archive_package"), EXPORT),
    "meeting_register_export": EXPORT,
    "case_file_merged": EXPORT,
}
LISTS: Final = {"disputes", "archives", "officers", "precedents", "api_disputes", "api_archives"}
Answer = Callable[[HttpRequest], HttpResponse]


class Pacing:
    """Before the view, once it is known who asks for what."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, *_view: Any
    ) -> HttpResponse | None:  # Any: a view and its arguments
        pace = None if request.path.startswith(API) else pace_of(request)
        if pace is None or not request.user.is_authenticated:
            return None
        most = getattr(settings, pace.setting)
        if not too_often(f"{pace.setting}.{request.user.pk}", pace.seconds, most):
            return None
        answer = render(request, "429.html", {"reason": pace.says}, status=429)
        answer.headers["Retry-After"] = str(pace.seconds)
        return answer


class ProgramPace(BaseThrottle):
    """The same for programs, who are known by their token within the call alone."""

    pace = SEARCH

    def allow_request(self, request: Request, view: APIView) -> bool:
        pace = pace_of(request._request)  # noqa: SLF001 DRF keeps Django's own there
        if pace is None:
            return True
        self.pace = pace
        name = f"{pace.setting}.{request.user.pk}"
        return not too_often(name, pace.seconds, getattr(settings, pace.setting))

    def wait(self) -> float:
        return self.pace.seconds


def pace_of(request: HttpRequest) -> Pace | None:
    match = request.resolver_match
    name = match.url_name if match else ""
    if name in LISTS and any(request.GET.get(each) for each in ("q", "find")):
        return SEARCH
    return OF.get(name or "")


def too_often(name: str, seconds: int, most: int) -> bool:
    """Counted by whole spans; `most` 0 counts nothing."""
    if not most:
        return False
    key = f"pace.{name}.{int(timezone.now().timestamp()) // seconds}"
    count = int(cache.get(key, 0)) + 1
    cache.set(key, count, 2 * seconds)
    return count > most
