"""How a list is asked for and answered: narrowed by codes, newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from departments.models import Department
from disputes.api.filters import CodesFilter
from disputes.api.views import at
from disputes.paging import BadCursor, page_of
from workflow.api.asking import cleaned
from workflow.refusals import Mistyped

USUAL_PAGE = 200
Rows = QuerySet[Any]  # Any: whatever is listed
Answered = Callable[[list[Any]], Iterable[Any]]  # Any: rows, and what a program gets of each


class ListFilter(forms.Form):
    """Every filter is optional; an unknown word is 400, never an empty list."""

    page_size = forms.IntegerField(label="条数", required=False, min_value=1, max_value=USUAL_PAGE)
    cursor = forms.CharField(label="位置", required=False, max_length=60)


def units() -> CodesFilter:
    """By the codes of departments."""
    return CodesFilter(lambda: Department.objects.values_list("code", flat=True), "单位")


def year_field(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=2000, max_value=2100)


def narrowed(rows: Rows, asked: dict[str, Any], **columns: str) -> Rows:
    """By the filters that were filled in; `columns` says what each of them looks at."""
    wanted = {f"{column}__in": asked[name] for name, column in columns.items() if asked[name]}
    return rows.filter(**wanted)


def listed(request: Request, rows: Rows, asked: dict[str, Any], answered: Answered) -> Response:
    """When there are more, the header `Link` says where they go on (RFC 8288)."""
    try:
        page = page_of(rows, asked["cursor"], asked["page_size"] or USUAL_PAGE)
    except BadCursor as error:
        raise Mistyped({"cursor": ["位置标记无效，请从第一页重新取。"]}) from error
    onward = {"Link": f'<{at(request, page.next)}>; rel="next"'} if page.next else {}
    return Response(list(answered(page.rows)), headers=onward)


def filled_in(form: type[ListFilter], request: Request) -> dict[str, Any]:  # Any: its values
    return cleaned(form(request.query_params))
