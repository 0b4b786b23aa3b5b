"""Every way of paging walks to the end and back, meeting each row once, ties included."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Count
from django.http import QueryDict

from departments.models import Officer
from disputes.models import Dispute
from tests import factories
from web.paging import BadCursor, page_by_due, page_of, page_of_all_by_due, turn

pytestmark = pytest.mark.django_db


def pages(paged: Any, rows: Any, way: str) -> list[list[Any]]:
    """From the first page onward, then from the last page back."""
    page = paged(rows, "", 2)
    onward = [page.rows]
    while page.next:
        page = paged(rows, page.next, 2)
        onward.append(page.rows)
    if way == "onward":
        return onward
    back = [page.rows]
    while page.previous:
        page = paged(rows, page.previous, 2)
        back.insert(0, page.rows)
    return back


def turned(rows: Any, address: str, key: str) -> Any:
    return turn(rows, QueryDict(address.removeprefix("?")), key, 2)


def walk(key: str) -> tuple[list[Any], list[Any]]:
    rows = Officer.objects.all()
    some = turned(rows, "", key)
    onward = [*some.rows]
    while some.page.next_url:
        some = turned(rows, some.page.next_url, key)
        onward += some.rows
    back = [*some.rows]
    while some.page.previous_url:
        some = turned(rows, some.page.previous_url, key)
        back = [*some.rows, *back]
    return onward, back


@pytest.mark.parametrize("paged", [page_of, page_by_due])
def test_disputes_are_met_once_on_the_way_there_and_back(paged: Any) -> None:
    for _ in range(5):
        factories.registered()
    newest = list(Dispute.objects.order_by("-pk"))
    wanted = newest if paged is page_of else newest[::-1]
    assert Dispute.objects.values("due_on").annotate(Count("pk")).count() == 1
    for way in ("onward", "back"):
        walked = pages(paged, Dispute.objects.all(), way)
        assert [row for rows in walked for row in rows] == wanted
        assert all(len(rows) <= 2 for rows in walked)


@pytest.mark.parametrize("dated", [0, 2, 3, 5])
def test_those_without_a_date_come_last_on_the_way_there_and_back(dated: int) -> None:
    for _ in range(5):
        factories.registered()
    rows = list(Dispute.objects.order_by("pk"))
    Dispute.objects.filter(pk__in=[row.pk for row in rows[dated:]]).update(due_on=None)
    for way in ("onward", "back"):
        walked = pages(page_of_all_by_due, Dispute.objects.all(), way)
        assert [row for some in walked for row in some] == rows
        assert all(len(some) <= 2 for some in walked)


@pytest.mark.parametrize("key", ["name_key", "-pk"])
def test_officers_of_one_name_are_met_once_on_the_way_there_and_back(key: str) -> None:
    for nth in range(1, 6):
        factories.an_officer("clerk", "SW", nth=nth)
    Officer.objects.filter(username__startswith="sw_clerk").update(name_key="ouyang")
    onward, back = walk(key)
    wanted = list(Officer.objects.order_by(*dict.fromkeys((key, "pk" if key[0] != "-" else key))))
    assert onward == back == wanted


def test_an_address_names_no_officer_and_keeps_what_was_asked() -> None:
    for nth in range(1, 6):
        factories.an_officer("clerk", "SW", nth=nth)
    some = turned(Officer.objects.all(), "?q=sw&after=", "name_key")
    assert some.page.next_url == f"?q=sw&after={some.rows[-1].pk}"
    assert some.page.previous_url == ""


@pytest.mark.parametrize("cursor", ["!!", "bjEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz", "x", "é"])
def test_a_place_no_list_was_left_at_is_refused(cursor: str) -> None:
    for paged in (page_of, page_by_due, page_of_all_by_due):
        with pytest.raises(BadCursor):
            paged(Dispute.objects.all(), cursor, 2)
