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


class Act(Protocol):
    """A thing to do: the table's label and clause, where it is done, why now or why not."""

    @property
    def label(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def clause(self) -> str: ...
    @property
    def allowed(self) -> bool: ...
    @property
    def reason(self) -> str: ...
    @property
    def why_not(self) -> str: ...


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


@dataclass(frozen=True)
class Opinion:
    department: str
    people: str
    state: str
    facts: str = ""
    basis: str = ""
    opinion: str = ""
