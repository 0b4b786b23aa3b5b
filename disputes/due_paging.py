"""Page by page in the order of due dates, by key: the last page costs what the first does."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from disputes.models import Dispute
from disputes.paging import BadCursor, Page

if TYPE_CHECKING:
    from disputes.querysets import DisputeQuerySet


def page_by_due(rows: DisputeQuerySet, cursor: str, size: int) -> Page[Dispute]:
    """Those that have a date, earliest first; the cursor reads n2026-11-20.17 or p…"""
    back, edge = _read(cursor)
    rows = rows.filter(due_on__isnull=False)
    if edge is not None:
        rows = rows.filter(_beyond(*edge, back=back))
    order = ("-due_on", "-pk") if back else ("due_on", "pk")
    found = list(rows.order_by(*order)[: size + 1])
    more, shown = len(found) > size, found[:size]
    if back:
        shown.reverse()
    if not shown:
        return Page([], "", "")
    later, earlier = (True, more) if back else (more, edge is not None)
    return Page(
        shown,
        next=_write("n", shown[-1]) if later else "",
        previous=_write("p", shown[0]) if earlier else "",
    )


def _beyond(day: date, pk: int, *, back: bool) -> Q:
    """The bound by day alone lets the index begin at the edge."""
    side = "lt" if back else "gt"
    same_day = Q(due_on=day, **{f"pk__{side}": pk})
    return Q(**{f"due_on__{side}e": day}) & (Q(**{f"due_on__{side}": day}) | same_day)


def _write(direction: str, edge: Dispute) -> str:
    return f"{direction}{edge.due_on:%Y-%m-%d}.{edge.pk}"


def _read(cursor: str) -> tuple[bool, tuple[date, int] | None]:
    if not cursor:
        return False, None
    day, _, pk = cursor[1:].partition(".")
    try:
        edge = (date.fromisoformat(day), int(pk))
    except ValueError as error:
        raise BadCursor from error
    if cursor[0] not in "np" or not 0 <= edge[1] < 2**63:
        raise BadCursor
    return cursor[0] == "p", edge
