"""The rooms of workflow/ and who imports whom: arrows, floors, circles, and what points upwards."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from tests.rooms.tree import PROCEDURE, imports, project, within

Arrow = tuple[str, str]


def is_room(name: str) -> bool:
    """A direct child, module or package; addresses and commands only open the door to them."""
    return name not in {"__init__", "management"} and name.split("_")[-1] != "urls"


@dataclass(frozen=True)
class Plan:
    """The rooms, and an arrow wherever anything in one imports anything in another."""

    rooms: frozenset[str]
    arrows: frozenset[Arrow]

    @cached_property
    def up(self) -> frozenset[Arrow]:
        """Those that the written order forbids; where none is written, what closes a circle."""
        against = frozenset(a for a in self.arrows if _points_up(*a))
        return against | frozenset(_opening(self.arrows - against))

    @cached_property
    def circles(self) -> list[frozenset[str]]:
        return circles(self.arrows)

    @property
    def floors(self) -> int:
        """The longest way down when nothing points up."""
        down = self.arrows - self.up

        @cache
        def height(room: str) -> int:
            return 1 + max((height(below) for above, below in down if above == room), default=0)

        return max(map(height, self.rooms))


@cache
def plan() -> Plan:
    """As the files are now."""
    rooms = frozenset(m.place[1] for m in within(PROCEDURE) if is_room(m.place[1]))
    arrows = {
        (module.place[1], target.split(".")[1])
        for module in within(PROCEDURE)
        for target in imports()[module.name]
        if target.startswith(f"{PROCEDURE}.")
    }
    between = {(a, b) for a, b in arrows if a != b and {a, b} <= rooms}
    return Plan(rooms, frozenset(between))


def circles(arrows: Collection[Arrow]) -> list[frozenset[str]]:
    """Rooms that reach each other both ways."""
    rooms = {room for arrow in arrows for room in arrow}
    reach = {room: _reached(room, arrows) for room in rooms}
    merged = {frozenset(b for b in reach[a] if a in reach[b]) for a in rooms}
    return sorted(filter(None, merged), key=sorted)


def _reached(start: str, arrows: Collection[Arrow]) -> set[str]:
    found: set[str] = set()
    ahead = [start]
    while ahead:
        here = ahead.pop()
        new = {b for a, b in arrows if a == here} - found
        found |= new
        ahead.extend(new)
    return found


def _opening(arrows: frozenset[Arrow]) -> Iterator[Arrow]:
    """Taken away one by one, always the one that leaves the least in a circle."""
    left = _in_circles(arrows)
    while left:
        gone = min(sorted(left), key=lambda arrow: len(_in_circles(left - {arrow})))
        left = _in_circles(left - {gone})
        yield gone


def _in_circles(arrows: frozenset[Arrow]) -> frozenset[Arrow]:
    found = circles(arrows)
    return frozenset(a for a in arrows if any(circle.issuperset(a) for circle in found))


def _points_up(above: str, below: str) -> bool:
    return any(
        above in order and below in order and order[above] > order[below]
        for order in written_orders()
    )


@cache
def written_orders() -> tuple[dict[str, int], ...]:
    """The import contracts that order these rooms: the room → its place from the top."""
    contracts = project()["importlinter"]["contracts"]
    return tuple(_order(c) for c in contracts if c["type"] == "layers")


def _order(contract: dict[str, list[str]]) -> dict[str, int]:
    inside = [f"{container}." for container in contract.get("containers", [])] or [""]
    named = (
        (f"{container}{name.strip(' ()')}", rank)
        for container in inside
        for rank, layer in enumerate(contract["layers"])
        for name in layer.replace(":", "|").split("|")
    )
    prefix = f"{PROCEDURE}."
    return {name.removeprefix(prefix): rank for name, rank in named if name.startswith(prefix)}
