"""What no text can hold is refused at the door: in a path, in a query, whoever asks (R107).

NUL and half of a pair stand in no word that anybody types. Asked for here, no view, no record and
no line of a log meets them.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote_to_bytes

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from config.middleware import Answer
from config.problems import MEDIA_TYPE, problem
from web.kept import API
from web.refusals import UNKEEPABLE


def nothing_unkeepable(get_response: Answer) -> Answer:
    """400 with a sentence, for a program with the names of what was wrong in its query."""

    def answer(request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if _is_text(request.path_info) and _is_text(query):
            return get_response(request)
        if not request.path.startswith(API):
            page = render_to_string("400.html", {"reason": UNKEEPABLE})
            return HttpResponse(page, status=400)
        told = {name: [UNKEEPABLE] for name, value in _said(query) if not _is_text(name, value)}
        body = problem(400, UNKEEPABLE, told)
        return JsonResponse(
            body, status=400, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False}
        )

    return answer


def _is_text(*parts: str) -> bool:
    """UTF-8 without NUL, once it is unquoted."""
    try:
        return not any("\0" in unquote_to_bytes(part).decode() for part in parts)
    except UnicodeError:  # bytes of no character, or half of a pair
        return False


def _said(query: str) -> list[tuple[str, str]]:
    """Names and values; what is no text in them is left as half of a pair, which is none either."""
    return parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
