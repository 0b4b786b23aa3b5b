"""Page by page, by the key of the edge row: the thousandth page costs what the first does (R14)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, QueryDict

from web import components
from web.reading import Edge, Reading

M = TypeVar("M", bound=Model)
LARGEST_ID = 2**63 - 1
NEVER = date(9999, 12, 31)


class BadCursor(Http404):
    """Not a place this list was ever left at: no such page, unless whoever asks knows better."""


@dataclass(frozen=True)
class Page(Generic[M]):
    """Some rows, and where the pages before and after them begin."""

    rows: list[M]
    next: str
    previous: str
    #: So many were asked again when it stopped; `next`, or `previous`, goes on from there.
    looked_at: int = 0


@dataclass(frozen=True, slots=True)
class Turned(Generic[M]):
    """The rows of one page and the ways to its neighbours."""

    rows: list[M]
    page: components.Page


def page_of(
    rows: QuerySet[M], cursor: str, size: int, *, first: Collection[int] = (), most: int = 0
) -> Page[M]:
    """The page at `cursor` (the first when empty); by id, newest first, those of `first` before.

    `most` bounds how many it looks at, of rows that are asked again and none of which is `first`.
    """
    back, pk = _id_of(cursor)
    edge = (pk, pk) if cursor else None
    if first:
        shown, earlier, later = _read_after(first, rows, edge, size, back=back)
        return _paged(shown, shown, earlier=earlier, later=later)
    reading = Reading(rows, _order("-pk", back=back), size + 1, most)
    found = reading.read(edge)
    if reading.stopped_at is None:
        shown, earlier, later = _turned(found, size, back=back, came=edge is not None)
        return _paged(shown, shown, earlier=earlier, later=later)
    last = rows.model(pk=reading.stopped_at)
    shown, ends = (found[::-1], [last, *found[::-1]]) if back else (found, [*found, last])
    came = edge is not None
    told = _paged(shown, ends, earlier=back or came, later=came if back else True)
    return replace(told, looked_at=reading.looked_at)


def _paged(rows: list[M], ends: list[M], *, earlier: bool, later: bool) -> Page[M]:
    return Page(
        rows,
        next=_id_cursor("n", ends[-1].pk) if later else "",
        previous=_id_cursor("p", ends[0].pk) if earlier else "",
    )


def newest_keys(rows: QuerySet[M], most: int) -> list[int]:
    """Of the newest of them, that is those with the highest ids."""
    return [row.pk for row in Reading(rows.only("pk"), ("-pk",), most).read(None)]


def page_by_due(rows: QuerySet[M], cursor: str, size: int) -> Page[M]:
    """Those that have a date, earliest first; the cursor reads n2026-11-20.17 or p…"""
    return _by_day(rows.filter(due_on__isnull=False), "due_on", cursor, size)


def page_of_all_by_due(rows: QuerySet[M], cursor: str, size: int) -> Page[M]:
    """The same with those that have none, at the end: each part in the order an index has it."""
    edge, back = _day_of(cursor) if cursor else None, cursor[:1] == "p"
    parts = [(rows.filter(due_on__isnull=False), "due_on"), (rows.filter(due_on=None), "pk")]
    if back:
        parts.reverse()
    if edge is not None:
        is_undated = edge[0] == NEVER
        parts = parts[is_undated != back :]
        edge = (edge[1], edge[1]) if is_undated else edge
    found: list[M] = []
    for part, key in parts:
        found += Reading(part, _order(key, back=back), size + 1 - len(found)).read(edge)
        edge = None
        if len(found) > size:
            break
    return _dated(_turned(found, size, back=back, came=bool(cursor)))


def _by_day(rows: QuerySet[M], key: str, cursor: str, size: int) -> Page[M]:
    edge = _day_of(cursor) if cursor else None
    return _dated(_read(rows, key, edge, size, back=cursor[:1] == "p"))


def _dated(turned: tuple[list[M], bool, bool]) -> Page[M]:
    shown, earlier, later = turned
    return Page(
        shown,
        next=_day_cursor("n", shown[-1]) if later else "",
        previous=_day_cursor("p", shown[0]) if earlier else "",
    )


def turn(rows: QuerySet[M], query: QueryDict, key: str, size: int) -> Turned[M]:
    """The rows `after` or `before` the one that `query` names, by `key` (`-pk`: newest first).

    The address holds no more than an id: what rows are in order of may be a name (领域 4.3).
    """
    back = "before" in query
    pk = query.get("before" if back else "after", "")
    row = rows.model._default_manager.filter(pk=pk).first() if pk.isdecimal() else None  # noqa: SLF001 Django's public name for it
    edge = (getattr(row, key.removeprefix("-")), row.pk) if row else None
    shown, earlier, later = _read(rows, key, edge, size, back=back)
    page = components.Page(
        f"本页 {len(shown)} 条" if earlier or later else f"共 {len(shown)} 条",
        _address(query, "before", shown[0]) if earlier else "",
        _address(query, "after", shown[-1]) if later else "",
    )
    return Turned(shown, page)


def _read(
    rows: QuerySet[M], key: str, edge: Edge | None, size: int, *, back: bool
) -> tuple[list[M], bool, bool]:
    """The rows beyond `edge`, and whether there are some before and after them."""
    found = Reading(rows, _order(key, back=back), size + 1).read(edge)
    return _turned(found, size, back=back, came=edge is not None)


def _order(key: str, *, back: bool) -> tuple[str, ...]:
    name, down = key.removeprefix("-"), key.startswith("-") != back
    return tuple(f"-{each}" if down else each for each in dict.fromkeys((name, "pk")))


def _turned(found: list[M], size: int, *, back: bool, came: bool) -> tuple[list[M], bool, bool]:
    """One more was read than is shown."""
    more, came = len(found) > size, came and bool(found)
    return (found[:size][::-1], more, came) if back else (found[:size], came, more)


def _read_after(
    first: Collection[int], rows: QuerySet[M], edge: Edge | None, size: int, *, back: bool
) -> tuple[list[M], bool, bool]:
    """As `_read`, of a few rows and then all others."""
    few, others = list(rows.filter(pk__in=first).order_by("-pk")), rows.exclude(pk__in=first)
    ids = [row.pk for row in few]
    at = ids.index(edge[1]) if edge and edge[1] in ids else None
    if back:
        near = [] if at is not None else _read(others, "-pk", edge, size + 1, back=True)[0]
        line = [*few[:at], *near]
        return line[-size:], len(line) > size, bool(line)
    ahead = few if edge is None else [] if at is None else few[at + 1 :]
    begin = None if edge is None or at is not None else edge
    line = [*ahead, *_read(others, "-pk", begin, size + 1, back=False)[0]]
    return line[:size], edge is not None and bool(line), len(line) > size


def _address(query: QueryDict, way: str, row: Model) -> str:
    asked = query.copy()
    for old in ("before", "after"):
        asked.pop(old, None)
    asked[way] = str(row.pk)
    return f"?{asked.urlencode()}"


def _id_cursor(direction: str, pk: int) -> str:
    return base64.urlsafe_b64encode(f"{direction}{pk}".encode()).decode().rstrip("=")


def _id_of(cursor: str) -> tuple[bool, int]:
    if not cursor:
        return False, 0
    try:
        text = base64.urlsafe_b64decode(f"{cursor}{'=' * (-len(cursor) % 4)}").decode()
    except (binascii.Error, UnicodeError, ValueError) as error:
        raise BadCursor from error
    found = re.fullmatch(r"([np])([0-9]{1,19})", text, re.ASCII)
    if found is None or int(found[2]) > LARGEST_ID:
        raise BadCursor
    return found[1] == "p", int(found[2])


def _day_cursor(direction: str, row: Any) -> str:  # Any: a row with a due date
    return f"{direction}{row.due_on or NEVER:%Y-%m-%d}.{row.pk}"


def _day_of(cursor: str) -> Edge:
    day, _, pk = cursor[1:].partition(".")
    try:
        edge = (date.fromisoformat(day), int(pk))
    except ValueError as error:
        raise BadCursor from error
    if cursor[0] not in "np" or not 0 <= edge[1] <= LARGEST_ID:
        raise BadCursor
    return edge
