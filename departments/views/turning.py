"""Turning the pages of a list by the key of its edge row, never by counting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import models
from django.db.models import Q, QuerySet
from django.http import QueryDict

from confidentiality.parts import Page

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Turned(Generic[Row]):
    """The rows of one page and the ways to its neighbours."""

    rows: list[Row]
    page: Page


def turn(rows: QuerySet[Row], query: QueryDict, key: str, size: int) -> Turned[Row]:
    """The rows `after` or `before` the one that `query` names, by `key` (`-pk`: newest first)."""
    back = "before" in query
    edge = _edge(rows, query.get("before" if back else "after", ""))
    name, down = key.removeprefix("-"), key.startswith("-") != back
    if edge is not None:
        rows = rows.filter(_beyond(edge, name, "lt" if down else "gt"))
    sign = "-" if down else ""
    some = list(rows.order_by(f"{sign}{name}", f"{sign}pk")[: size + 1])
    more, some = len(some) > size, some[:size]
    if back:
        some.reverse()
    earlier = more if back else edge is not None
    later = edge is not None if back else more
    return Turned(some, _page(query, some, earlier=earlier, later=later))


def _edge(rows: QuerySet[Row], pk: str) -> Row | None:
    return rows.model._default_manager.filter(pk=pk).first() if pk.isdecimal() else None  # noqa: SLF001 Django's public name for it


def _beyond(edge: models.Model, name: str, side: str) -> Q:
    if name == "pk":
        return Q(**{f"pk__{side}": edge.pk})
    value = getattr(edge, name)
    return Q(**{f"{name}__{side}": value}) | Q(**{name: value, f"pk__{side}": edge.pk})


def _page(query: QueryDict, some: list[Row], *, earlier: bool, later: bool) -> Page:
    says = f"本页 {len(some)} 条" if earlier or later else f"共 {len(some)} 条"
    return Page(
        says,
        _address(query, "before", some[0]) if earlier and some else "",
        _address(query, "after", some[-1]) if later and some else "",
    )


def _address(query: QueryDict, way: str, row: models.Model) -> str:
    asked = query.copy()
    for old in ("before", "after"):
        asked.pop(old, None)
    asked[way] = str(row.pk)
    return f"?{asked.urlencode()}"
