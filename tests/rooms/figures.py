"""The figures of the house, each with what it was before the rebuilding and what it may be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from tests.rooms import counts
from tests.rooms.arrows import plan
from tests.rooms.engines import engines
from tests.rooms.journeys import JOURNEYS, taken
from workflow.procedure.assignment_rows import ASSIGNMENT_TABLE
from workflow.procedure.meeting_rows import MEETING_TABLE
from workflow.procedure.supervision_rows import SUPERVISION_TABLE
from workflow.procedure.transitions import DISPUTE_TABLE


@dataclass(frozen=True)
class Measured:
    """A figure (None: nothing says it), a word on it, and what it counts by name."""

    value: int | None
    note: str = ""
    names: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Figure:
    """One line of the table; `limit` is lowered when the house got better, never raised."""

    says: str
    before: int
    limit: int
    measure: Callable[[], Measured]


def _named(names: list[str]) -> Measured:
    return Measured(len(names), names=names)


def _arrows(names: frozenset[tuple[str, str]]) -> Measured:
    return _named(sorted(" → ".join(arrow) for arrow in names))


def _circles() -> Measured:
    return _named([" ⇄ ".join(sorted(circle)) for circle in plan().circles])


def _registries() -> Measured:
    """Of the dispute's own verbs; an assignment's of the same name stands in its own."""
    others = ASSIGNMENT_TABLE.keys() | MEETING_TABLE.keys() | SUPERVISION_TABLE.keys()
    return Measured(*counts.registries(DISPUTE_TABLE.keys() - others))


def _untested() -> Measured:
    tested, of = counts.named_tests()
    return Measured(of - tested, f"{tested} of {of} have one")


def _road(name: str) -> Measured:
    trace = taken(JOURNEYS[name])
    functions, moves, statements = len(trace.functions), trace.moves, trace.statements
    note = f"{functions} functions, {moves} moves between files, {statements} statements"
    return Measured(len(trace.files), note)


def _road_of(name: str, before: int, limit: int) -> Figure:
    return Figure(f"own files run through: {name}", before, limit, partial(_road, name))


def _recipe_of(title: str, before: int, limit: int) -> Figure:
    says = f"files to open: {title.lower()}"
    return Figure(says, before, limit, lambda: Measured(counts.files_of_recipe(title)))


FIGURES = (
    Figure("workflow/: rooms", 68, 68, lambda: Measured(len(plan().rooms))),
    Figure("workflow/: floors", 16, 16, lambda: Measured(plan().floors)),
    Figure("workflow/: arrows", 316, 316, lambda: Measured(len(plan().arrows))),
    Figure("workflow/: arrows up", 2, 2, lambda: _arrows(plan().up)),
    Figure("workflow/: circles", 2, 2, _circles),
    Figure("most flat files in one package", 64, 64, lambda: Measured(*counts.flat_files())),
    Figure("largest room of workflow/, %", 18, 18, lambda: Measured(*counts.largest_room())),
    _road_of("accept", 29, 29),
    _road_of("approve major", 44, 44),
    _road_of("issue minutes", 45, 45),
    _road_of("refer", 60, 60),
    _road_of("case page", 41, 41),
    Figure("registries a verb stands in", 6, 6, _registries),
    _recipe_of("Add a paper", 11, 11),
    _recipe_of("Add a verb", 12, 12),
    _recipe_of("Add a kind of meeting", 8, 8),
    Figure("places that lock, check, write, tell", 5, 1, lambda: _named(engines())),
    Figure("modules of ≤ 30 lines imported once", 30, 30,
           lambda: _named(counts.small_and_used_once())),
    Figure("lines outside tests and migrations", 40646, 40646, lambda: Measured(counts.lines())),
    Figure("modules of workflow/ without a test of their name", 175, 175, _untested),
)  # fmt: skip
