"""One line of what the portal's own database role may do with a table (config/rights/tables.py)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class With:
    """What a row comes to rest with: the file it lies in, the meeting it is of."""

    parent: str
    key: str
    state: str
    via: str = ""  # the table between, whose row holds the key; and where that row is named
    via_key: str = ""

    def rests(self, row: str) -> str:
        """SQL: whether it rests already."""
        if not self.via:
            return (
                f"EXISTS (SELECT FROM {self.parent} d "
                f"WHERE d.id = {row}.{self.key} AND d.state = '{self.state}')"
            )
        return (
            f"EXISTS (SELECT FROM {self.via} v JOIN {self.parent} d ON d.id = v.{self.key} "
            f"WHERE v.id = {row}.{self.via_key} AND d.state = '{self.state}')"
        )

    def under(self, row: str, parent: str) -> str:
        """SQL: whether it is of that parent."""
        if not self.via:
            return f"{row}.{self.key} = {parent}"
        found = f"SELECT v.id FROM {self.via} v WHERE v.{self.key} = {parent}"  # noqa: S608
        return f"{row}.{self.via_key} IN ({found})"


@dataclass(frozen=True)
class Line:
    """One table. Names are those of columns; conditions are SQL over OLD and NEW."""

    adds: bool = True
    changes: tuple[str, ...] = ()  # these columns alone may be named in an UPDATE
    whole: bool = False  # Django saves the whole row, so that a trigger compares it
    fixed: tuple[str, ...] = ()  # as they were inserted, for ever
    once: tuple[str, ...] = ()  # filled later, and fixed from then on
    passes: tuple[str, ...] = ()  # from a unit to the one that goes on with it, in its 机构改革
    grows: tuple[str, ...] = ()  # never less than it was
    times: tuple[str, ...] = ()  # the moment of writing, by the server's own clock
    copied: str = ""  # when a time may be an earlier one
    final: str = ""  # when nothing of the row may change any more
    rests_with: With | None = None  # or what its coming to rest is told by
    refuses: str = ""  # which changes besides
    goes: bool = False  # rows may be deleted
    stays: str = ""  # though rows go, this one does not
    locks: bool = False  # is locked FOR UPDATE, though nothing of it changes

    @property
    def rests(self) -> str:
        """When nothing of the row may change any more, whatever says so."""
        filed = self.rests_with.rests("OLD") if self.rests_with else ""
        return " OR ".join(filter(None, (self.final, filed, self.refuses)))

    @property
    def needs_trigger(self) -> bool:
        """What rights alone cannot say."""
        said = (self.fixed, self.once, self.passes, self.grows, self.times, self.rests, self.stays)
        return any(said) or self.locks


_LISTS: Final = {"changes", "fixed", "once", "passes", "grows", "times"}


def reads() -> Line:
    """Given by migrations and never by people."""
    return Line(adds=False)


def adds(times: str = "", *, locks: bool = False, copied: str = "") -> Line:
    """History: rows are only ever added."""
    return Line(times=tuple(times.split()), locks=locks, copied=copied)


def changes(columns: str, **more: str | bool | With) -> Line:
    """Rows are added, and of them only these columns change."""
    return _line(changes=columns, **more)


def whole(**more: str | bool | With) -> Line:
    """Rows are added and changed, but for what is fixed."""
    return _line(whole=True, **more)


def free() -> Line:
    """Nothing a case rests on: working rows, each officer's own, what waits to be sent."""
    return Line(whole=True, goes=True)


def _line(**said: str | bool | With) -> Line:
    """Columns are named in one text, conditions are texts as they are."""
    lists = {key: tuple(str(said[key]).split()) for key in _LISTS & said.keys()}
    return Line(**(said | lists))  # type: ignore[arg-type]  # the fields of Line, by name
