"""One line of what the portal's own database role may do with a table (config/rights/tables.py)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


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
    rests: str = ""  # when nothing of the row may change any more
    goes: bool = False  # rows may be deleted
    stays: str = ""  # though rows go, this one does not
    locks: bool = False  # is locked FOR UPDATE, though nothing of it changes

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


def changes(columns: str, **more: str | bool) -> Line:
    """Rows are added, and of them only these columns change."""
    return _line(changes=columns, **more)


def whole(**more: str | bool) -> Line:
    """Rows are added and changed, but for what is fixed."""
    return _line(whole=True, **more)


def free() -> Line:
    """Nothing a case rests on: working rows, each officer's own, what waits to be sent."""
    return Line(whole=True, goes=True)


def _line(**said: str | bool) -> Line:
    """Columns are named in one text, conditions are texts as they are."""
    lists = {key: tuple(str(said[key]).split()) for key in _LISTS & said.keys()}
    return Line(**(said | lists))  # type: ignore[arg-type]  # the fields of Line, by name
