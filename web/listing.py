"""How a list is asked for and answered: narrowed by codes, newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet
from django_filters import CharFilter, FilterSet
from rest_framework.request import Request
from rest_framework.response import Response

from web.asking import Json, body, cleaned
from web.filters import Number, as_it_is
from web.paging import BadCursor, page_of
from web.refusals import Mistyped

USUAL_PAGE = 200
Rows = QuerySet[Any]  # Any: whatever is listed
Answered = Callable[[list[Any]], Iterable[Any]]  # Any: rows, and what a program gets of each


class ListFilter(FilterSet):  # type: ignore[misc]  # django-filter has no types
    """Every filter is optional; an unknown word is 400, never an empty list."""

    page_size = Number(label="条数", min_value=1, max_value=USUAL_PAGE, method=as_it_is)
    cursor = CharFilter(label="位置", max_length=60, method=as_it_is)


def in_year(column: str) -> Number:
    return Number(column, label="年度", min_value=2000, max_value=2100)


def listed(request: Request, kind: type[ListFilter], rows: Rows, answered: Answered) -> Response:
    """When there are more, the header `Link` says where they go on (RFC 8288)."""
    sent = sent_in(request) if request.method == "POST" else request.query_params
    filters = kind(sent, rows, request=request)
    asked = cleaned(filters.form)
    try:
        page = page_of(filters.qs, asked["cursor"], asked["page_size"] or USUAL_PAGE)
    except BadCursor as error:
        raise Mistyped({"cursor": ["位置标记无效，请从第一页重新取。"]}) from error
    onward = {"Link": f'<{at(request, page.next)}>; rel="next"'} if page.next else {}
    return Response(list(answered(page.rows)), headers=onward)


def sent_in(request: Request) -> Json:
    """What a search asks in its body; where a page begins may stand in the address."""
    return {"cursor": request.query_params.get("cursor", "")} | body(request)


def at(request: Request, cursor: str) -> str | None:
    """The address of this list at another place."""
    if not cursor:
        return None
    query: Any = request.query_params.copy()  # Any: DRF hides that it is a QueryDict
    query["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
