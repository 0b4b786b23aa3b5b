"""Everything the API refuses, as RFC 9457 problem JSON with Chinese sentences (interface §3)."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views import defaults
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from confidentiality.sealing import SealBroken
from departments.routing import UnknownCategory
from web.file_storage import NotKept
from web.kept import API
from web.receiving import SENTENCE, is_no_room
from web.refusals import LookFirst, Mistyped, NotAllowed, NotYours
from web.replay import OtherRequest

logger = logging.getLogger(__name__)

MEDIA_TYPE: Final = "application/problem+json; charset=utf-8"
NOT_FOUND: Final = "没有这个对象，或者您不能查看它。"
_WRONG: Final = "所填内容有误，请按各项提示修改。"
_TITLES: Final = {
    400: "所填内容有误",
    401: "尚未登录",
    403: "无权办理",
    404: "不存在",
    405: "不支持的方法",
    406: "不支持的格式",
    409: "现在不能办理",
    415: "不支持的正文格式",
    422: "请求冲突",
    429: "请求过于频繁",
    500: "系统出错",
    503: "系统暂时不可用",
    507: "服务器磁盘已满",
}
#: The database is away, or too busy to answer in time: nothing was written, and it comes back.
_AWAY: Final = (OperationalError, InterfaceError)
_AWAY_SENTENCE: Final = "数据库暂时连不上，这一步没有写入，请过半分钟再试。"
_COMES_BACK: Final = "30"  # seconds
#: What a program tells apart from every other 403: it may come again once it has registered.
LOOK_FIRST: Final = "look_first"
Sentences = Mapping[str, list[str]]


def problem(status: int, detail: str, errors: Sentences | None = None) -> dict[str, Any]:
    """The body of a refusal. Any: words and numbers."""
    title = _TITLES.get(status) or HTTPStatus(status).phrase
    return {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "errors": dict(errors or {}),
    }


def answer(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's exception handler. What is no refusal is None: an error of ours, logged, 500."""
    found = _of_ours(error) or _of_drf(error)
    if found is None:
        return None
    return Response(found, status=found["status"], headers=_headers(error), content_type=MEDIA_TYPE)


def _of_ours(error: Exception) -> dict[str, Any] | None:
    if is_no_room(error) and not isinstance(error, NotKept):
        return problem(507, SENTENCE)
    for kinds, told in _OURS:
        if isinstance(error, kinds):
            return told(error)
    return None


def _sentence(status: int) -> Callable[[Any], dict[str, Any]]:  # Any: an error with a sentence
    return lambda error: problem(status, error.sentence)


def _validation(error: ValidationError) -> dict[str, Any]:
    errors = error.message_dict if hasattr(error, "error_dict") else {"all": error.messages}
    return problem(400, _WRONG, errors)


def _broken(error: SealBroken) -> dict[str, Any]:
    """Nothing is put in its place; whoever keeps the server has to look (六(三))."""
    logger.error("a sealed value cannot be opened", exc_info=error)
    return problem(500, str(error))


_OURS: Final[tuple[tuple[Any, Callable[[Any], dict[str, Any]]], ...]] = (
    (Mistyped, lambda e: problem(400, _WRONG, e.errors)),
    (ValidationError, _validation),
    (UnknownCategory, lambda e: problem(400, _WRONG, {"category": [str(e)]})),
    (DataError, lambda e: problem(400, "有一项数值超出了允许的范围。")),
    (_AWAY, lambda e: problem(503, _AWAY_SENTENCE)),
    (RecursionError, lambda e: problem(400, "请求正文嵌套太深。")),
    (NotKept, _sentence(507)),
    (SealBroken, _broken),
    (LookFirst, lambda e: problem(403, e.sentence) | {"code": LOOK_FIRST}),
    (NotYours, _sentence(403)),
    (PermissionDenied, lambda e: problem(403, str(e) or "您没有这个权限。")),
    (NotAllowed, _sentence(409)),
    (IntegrityError, lambda e: problem(409, "与已有记录冲突，没有保存，请刷新后核对。")),
    (OtherRequest, _sentence(422)),
    ((Http404, ObjectDoesNotExist), lambda e: problem(404, NOT_FOUND)),
)


def _of_drf(error: Exception) -> dict[str, Any] | None:
    """What DRF itself refuses, before a view is asked."""
    if not isinstance(error, exceptions.APIException):
        return None
    status = error.status_code
    if status == HTTPStatus.NOT_FOUND:
        return problem(404, NOT_FOUND)
    return problem(status, _SAID.get(status) or str(error.detail))


_SAID: Final = {
    400: "请求正文不是有效的 JSON。",
    401: "请先登录，或在 Authorization 头中给出有效的 Token。",
    405: "这个地址不支持此方法。",
    406: "只提供 JSON。",
    415: "请求正文请用 application/json；上传材料用 multipart/form-data。",
    429: "请求过于频繁，请稍后再试。",
}


def _headers(error: Exception) -> dict[str, str]:
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(error.auth_header)  # type: ignore[attr-defined]
    if getattr(error, "wait", None):
        headers["Retry-After"] = f"{error.wait:.0f}"  # type: ignore[attr-defined]
    if isinstance(error, _AWAY):
        headers["Retry-After"] = _COMES_BACK
    return headers


@extend_schema(exclude=True)
@api_view(["GET", "POST", "PUT", "PATCH", "DELETE"])
def nowhere(request: Request) -> Response:
    """An address the API does not have looks like an object that is not there."""
    raise Http404


def server_error(request: HttpRequest) -> HttpResponse:
    """An error of ours says nothing of its inside; the log has it. What will pass is told."""
    error = sys.exc_info()[1]
    if isinstance(error, _AWAY):
        return _away(request)
    if is_no_room(error):
        return _no_room(request)
    if not request.path.startswith(API):
        return defaults.server_error(request)
    return _json(problem(500, "系统出错，已记录，请稍后再试。"))


def _away(request: HttpRequest) -> HttpResponse:
    if request.path.startswith(API):
        response = _json(problem(503, _AWAY_SENTENCE))
    else:
        response = HttpResponse(render_to_string("503.html"), status=503)
    response.headers["Retry-After"] = _COMES_BACK
    return response


def _json(body: dict[str, Any]) -> HttpResponse:
    return JsonResponse(
        body,
        status=body["status"],
        content_type=MEDIA_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )


def _no_room(request: HttpRequest) -> HttpResponse:
    """The request itself could not be put down (507)."""
    if not request.path.startswith(API):
        return HttpResponse(render_to_string("507.html", {"reason": SENTENCE}), status=507)
    return _json(problem(507, SENTENCE))
