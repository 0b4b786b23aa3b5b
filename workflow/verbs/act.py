"""下一步: what this officer can do about a case, first what his department owes (方案五)."""

from __future__ import annotations

from dataclasses import dataclass


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
