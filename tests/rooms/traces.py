"""What one click runs through: our own files and functions, and the statements it sends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import CodeType, FrameType

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.rooms.tree import HOUSE, project

#: The switchboard, who is signed in, and the pieces of every page are no stops on the road.
ASIDE = {"templatetags", "components.py", "middleware.py", "backends.py", "migrations"}


@dataclass
class Trace:
    """Everything entered while it was taken."""

    files: set[str] = field(default_factory=set)
    functions: set[CodeType] = field(default_factory=set)
    moves: int = 0
    statements: int = 0
    last: str = ""

    def enter(self, frame: FrameType, event: str, _: object) -> None:
        """A call of ours; what a file does while it is first imported is no part of the road."""
        code = frame.f_code
        here = own_file(code.co_filename)
        if event != "call" or not here or code.co_name == "<module>":
            return
        self.moves += here != self.last
        self.last = here
        self.files.add(here)
        if not code.co_name.startswith("<"):  # some Pythons call a comprehension, some do not
            self.functions.add(code)


@cache
def own_file(name: str) -> str:
    """Its place in the house, or nothing."""
    path = Path(name)
    if not path.is_relative_to(HOUSE):
        return ""
    place = path.relative_to(HOUSE)
    rooms = set(project()["importlinter"]["root_packages"]) - {"config"}
    own = place.parts[0] in rooms and not ASIDE & {*place.parts}
    return f"{place}" if own else ""


@contextmanager
def traced() -> Iterator[Trace]:
    """Watches this thread; the savepoints of a test's own transaction are not counted."""
    trace = Trace()
    with CaptureQueriesContext(connection) as asked:
        sys.setprofile(trace.enter)
        try:
            yield trace
        finally:
            sys.setprofile(None)
    said = (query["sql"] for query in asked.captured_queries)
    trace.statements = sum("SAVEPOINT" not in sql for sql in said)
