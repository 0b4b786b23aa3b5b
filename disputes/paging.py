"""Newest first, page by page, by key: the thousandth page costs what the first does (R14)."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

from disputes.querysets import DisputeQuerySet

M = TypeVar("M", bound=Model)
LARGEST_ID = 2**63 - 1


class BadCursor(ValueError):
    """Not a place this list was ever left at."""


@dataclass(frozen=True)
class Page(Generic[M]):
    """Some rows, and where the pages before and after them begin."""

    rows: list[M]
    next: str
    previous: str


def page_of(rows: QuerySet[M], cursor: str, size: int) -> Page[M]:
    """The page at `cursor` (the first when empty); ordered by id, newest first."""
    back, edge = _read(cursor)
    if back:
        newer = list(_beyond(rows, "gt", edge).order_by("pk")[: size + 1])
        more, shown = len(newer) > size, newer[:size][::-1]
        before, after = more, True
    else:
        older = _beyond(rows, "lt", edge) if cursor else rows
        found = list(older.order_by("-pk")[: size + 1])
        before, after, shown = bool(cursor), len(found) > size, found[:size]
    if not shown:
        return Page([], "", "")
    return Page(
        shown,
        next=_write("n", shown[-1].pk) if after else "",
        previous=_write("p", shown[0].pk) if before else "",
    )


def _beyond(rows: QuerySet[M], side: str, edge: int) -> QuerySet[M]:
    """Disputes know best how to begin in the middle."""
    if isinstance(rows, DisputeQuerySet):
        return rows.beyond(side, edge)
    return rows.filter(**{f"pk__{side}": edge})


def _write(direction: str, pk: int) -> str:
    return base64.urlsafe_b64encode(f"{direction}{pk}".encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[bool, int]:
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
