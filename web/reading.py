"""Rows read until a page is full, where some are asked again after they were read (decision 0051).

An index may only guess (`Asks`). Whoever shows a page of such rows can bound how many it looks at:
what was looked at is told exactly, and the way on begins where it stopped (decision 0076).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Generic, Protocol, TypeVar, runtime_checkable

from django.db.models import Model, Q, QuerySet, prefetch_related_objects

M = TypeVar("M", bound=Model)
Edge = tuple[Any, int]  # Any: what the rows are in order of, and the id
#: So many rows are read at once where few of them hold, and nobody bounded how many.
MOST_AT_ONCE: Final = 2000


@runtime_checkable
class Begins(Protocol):
    """Rows that know best how to begin in the middle."""

    def beyond(self, side: str, edge: int) -> Any: ...  # Any: the same rows


@runtime_checkable
class Asks(Protocol):
    """Rows that an index guessed at, each of which is asked again when it was read."""

    def that_hold(self, found: list[Any]) -> list[Any]: ...  # Any: its rows

    def newest_first(self, edge: int | None) -> Any: ...  # Any: the same rows, the newest; or None


@dataclass
class Reading(Generic[M]):
    """So many rows in an order; `most` may be asked again for them, 0 is any number."""

    rows: QuerySet[M]
    order: tuple[str, ...]
    wanted: int
    most: int = 0
    looked_at: int = 0
    #: The id of the last one it looked at when that was enough, and more were left.
    stopped_at: int | None = None

    @property
    def key(self) -> str:
        return self.order[0].removeprefix("-")

    @property
    def side(self) -> str:
        return "lt" if self.order[0].startswith("-") else "gt"

    def read(self, edge: Edge | None) -> list[M]:
        """Those beyond `edge`, or all there are; what belongs to them is fetched for these only."""
        held: list[M] = []
        for some, is_full in self._handfuls(edge, held):
            held += self.rows.that_hold(some) if isinstance(self.rows, Asks) else some
            self.looked_at += len(some)
            if len(held) >= self.wanted:
                break
            if is_full and self.looked_at == self.most:
                self.stopped_at = some[-1].pk
                break
        prefetch_related_objects(held[: self.wanted], *_ahead(self.rows))
        return held[: self.wanted]

    def _handfuls(self, edge: Edge | None, held: list[M]) -> Iterator[tuple[list[M], bool]]:
        """One statement after the other, each beginning where the last one ended."""
        size = 0
        for way in self._ways(edge):
            is_full = True
            while is_full:
                size = self._size(len(held), size)
                begun = way if edge is None else beyond(way, self.key, self.side, edge)
                some = list(begun.prefetch_related(None).order_by(*self.order)[:size])
                is_full = len(some) == size
                edge = (getattr(some[-1], self.key), some[-1].pk) if some else edge
                yield some, is_full

    def _ways(self, edge: Edge | None) -> Iterator[QuerySet[M]]:
        if isinstance(self.rows, Asks) and (self.key, self.side) == ("pk", "lt"):
            newest = self.rows.newest_first(edge and edge[1])
            if newest is not None:
                yield newest
        yield self.rows

    def _size(self, held: int, last: int) -> int:
        """Where all have held, as many as are wanted. Where some have not, all that may still be
        looked at: each statement would gather anew what the index guesses."""
        left = self.most - self.looked_at if self.most else self.wanted
        if held == self.looked_at:
            return min(self.wanted, left)
        return left if self.most else min(last * 4, MOST_AT_ONCE)


def beyond(rows: QuerySet[M], name: str, side: str, edge: Edge) -> QuerySet[M]:
    """The bound by the value alone lets the index begin at the edge."""
    value, pk = edge
    if isinstance(rows, Begins) and name == "pk":
        return rows.beyond(side, pk)  # type: ignore[no-any-return]
    if name == "pk":
        return rows.filter(**{f"pk__{side}": pk})
    past, same = Q(**{f"{name}__{side}": value}), Q(**{name: value, f"pk__{side}": pk})
    return rows.filter(Q(**{f"{name}__{side}e": value}) & (past | same))


def _ahead(rows: QuerySet[M]) -> tuple[Any, ...]:  # Any: names and `Prefetch`es
    return rows._prefetch_related_lookups  # type: ignore[attr-defined,no-any-return]  # noqa: SLF001 - Django has no public name for it
