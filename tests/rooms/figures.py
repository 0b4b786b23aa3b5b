"""The figures of the house: before its rebuilding, as it was wanted after it, and what may be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from tests.rooms import counts
from tests.rooms.arrows import plan
from tests.rooms.engines import engines
from tests.rooms.journeys import JOURNEYS, taken
from workflow.approvals.verbs import ANSWERS
from workflow.procedure.rows.assignment import ASSIGNMENT_TABLE
from workflow.procedure.rows.meeting import MEETING_TABLE
from workflow.procedure.rows.supervision import SUPERVISION_TABLE
from workflow.procedure.transitions import DISPUTE_TABLE


@dataclass(frozen=True)
class Measured:
    """A figure (None: nothing says it), a word on it, and what it counts by name."""

    value: int | None
    note: str = ""
    names: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Figure:
    """One line of the table; a `limit` is raised only by a decision that says why (0038)."""

    says: str
    before: int
    wanted: int
    limit: int
    measure: Callable[[], Measured]


#: Why a module of a few lines that one other imports, or the settings name, stands by itself.
REASONS = {
    "confidentiality.digests": "touches the ciphers, which its reader in reports may not",
    "confidentiality.logs": "the settings name it, before any model is loaded",
    "config.chromium": "`make` runs it",
    "config.formats.zh_Hans.formats": "Django looks for it there",
    "config.preloaded": "the fork server imports it by name, before anything else",
    "config.probe": "a container runs it, without Django",
    "config.serving": "gunicorn is told its name",
    "config.wsgi": "the server names it",
    "confidentiality.key_check": "asks the key ring, which config must not",
    "departments.views.desks": "where one chooses the post one acts in; one address, one module",
    "deadlines.day_numbers": "an expression of SQL beside the pure calendar, for one report",
    "departments.clock": "Celery finds its task there",
    "reports.clock": "Celery finds its tasks there",
    "reports.periodic.papers": "the drafts of its papers stand there in every room",
    "papers.forms.case_cover": "one kind of paper, one module",
    "papers.forms.case_remarks": "one kind of paper, one module",
    "web.rendering": "the settings name it",
    "workflow.archiving.verbs": "a room's one list of its verbs",
    "workflow.extensions.verbs": "a room's one list of its verbs",
    "workflow.models.heartbeat": "one table, one module",
    "workflow.models.membership_paper": "one table, one module",
    "workflow.operations.actions": "what is done stands in a room's actions",
}


def _small() -> Measured:
    """One without a reason counts for two, so that somebody looks."""
    names = counts.small_and_used_once()
    told = [f"{name}: {REASONS.get(name, 'why?')}" for name in names]
    return Measured(len(names) + len(set(names) - REASONS.keys()), names=told)


def _named(names: list[str]) -> Measured:
    return Measured(len(names), names=names)


def _arrows(names: frozenset[tuple[str, str]]) -> Measured:
    return _named(sorted(" → ".join(arrow) for arrow in names))


def _circles() -> Measured:
    return _named([" ⇄ ".join(sorted(circle)) for circle in plan().circles])


def _registries() -> Measured:
    """Of the dispute's own verbs; an assignment's of the same name stands in its own."""
    others = ASSIGNMENT_TABLE.keys() | MEETING_TABLE.keys() | SUPERVISION_TABLE.keys()
    others |= ANSWERS.keys()  # of whoever is asked for approval
    return Measured(*counts.registries(DISPUTE_TABLE.keys() - others))


def _untested() -> Measured:
    tested, of = counts.named_tests()
    return Measured(of - tested, f"{tested} of {of} have one")


def _road(name: str) -> Measured:
    trace = taken(JOURNEYS[name])
    functions, moves, statements = len(trace.functions), trace.moves, trace.statements
    note = f"{functions} functions, {moves} moves between files, {statements} statements"
    return Measured(len(trace.files), note)


def _road_of(name: str, before: int, wanted: int, limit: int) -> Figure:
    return Figure(f"own files run through: {name}", before, wanted, limit, partial(_road, name))


def _recipe_of(title: str, before: int, wanted: int) -> Figure:
    says = f"files to open: {title.lower()}"
    return Figure(says, before, wanted, wanted, lambda: Measured(counts.files_of_recipe(title)))


#: The limit is what is reached: a figure may fall, never rise; `wanted` is where it should go.
FIGURES = (
    Figure("workflow/: rooms", 68, 26, 28, lambda: Measured(len(plan().rooms))),
    Figure("workflow/: floors", 16, 12, 12, lambda: Measured(plan().floors)),
    Figure("workflow/: arrows", 316, 120, 154, lambda: Measured(len(plan().arrows))),
    Figure("workflow/: arrows up", 2, 0, 0, lambda: _arrows(plan().up)),
    Figure("workflow/: circles", 2, 0, 0, _circles),
    Figure("most flat files in one package of workflow/", 64, 12, 16,
           lambda: Measured(*counts.flat_files())),
    Figure("largest room of workflow/, %", 18, 10, 14, lambda: Measured(*counts.largest_room())),
    _road_of("accept", 29, 18, 56),
    _road_of("approve major", 44, 28, 77),
    _road_of("issue minutes", 45, 28, 75),
    _road_of("refer", 60, 35, 91),
    _road_of("case page", 41, 25, 58),
    Figure("registries a verb stands in", 6, 1, 1, _registries),
    _recipe_of("Add a paper", 11, 6),
    _recipe_of("Add a verb", 12, 4),
    _recipe_of("Add a kind of meeting", 8, 2),
    Figure("places that lock, check, write, tell", 5, 1, 1, lambda: _named(engines())),
    Figure("modules of ≤ 30 lines imported once", 30, 15, 17, _small),
    Figure("lines outside tests and migrations", 40646, 38700, 86500,
           lambda: Measured(counts.lines())),
    Figure("modules of workflow/ without a test of their name", 175, 0, 181, _untested),
)  # fmt: skip
