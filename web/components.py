"""What the components of a page take: any object with these attributes, or these plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Light(Protocol):
    """A lamp: whatever tells time by a colour (red, amber, green, grey) and words."""

    @property
    def colour(self) -> str: ...
    @property
    def words(self) -> str: ...


@dataclass(frozen=True)
class Act:
    """A thing to do, as the component `acts` takes it."""

    label: str
    url: str
    clause: str
    allowed: bool = True
    reason: str = ""
    why_not: str = ""
    is_forward: bool = True


def first_of(acts: list[Act]) -> Act | None:
    """The one button that is filled: what takes the case forward, if that is his to do now."""
    return acts[0] if acts and acts[0].allowed and acts[0].is_forward else None


class Step(Protocol):
    """One of the six steps of the plan; `state` is done, now or empty."""

    @property
    def label(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def state(self) -> str: ...


class Entry(Protocol):
    """A line of the timeline, in a plain sentence."""

    @property
    def at(self) -> datetime: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True)
class Page:
    """Where a keyset list stands; an empty address means there is no such page."""

    says: str
    previous_url: str = ""
    next_url: str = ""


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    count: int | str | None = None
    current: bool = False


@dataclass(frozen=True)
class File:
    name: str
    note: str = ""
    url: str = ""
    icon: str = ""
    take_url: str = ""


@dataclass(frozen=True)
class Opinion:
    department: str
    people: str
    state: str
    facts: str = ""
    basis: str = ""
    opinion: str = ""
