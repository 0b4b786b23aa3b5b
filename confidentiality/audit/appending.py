"""Appending: one row says what somebody did; who and what, never what he typed or read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from django.db import connection

from confidentiality.audit.models import Kind

_NAMES: Final = (
    "kind, officer_id, post, route, verb, object_kind, object_id, status, amount, address, "
    "dispute_id"
)

_LIGHT: Final = {Kind.LOOK, Kind.LIST, Kind.SEARCH}


@dataclass(frozen=True)
class Happening:
    """One thing that somebody did, tried or was refused."""

    kind: str
    officer_id: int | None = None
    post: str = ""
    route: str = ""
    verb: str = ""
    object_kind: str = ""
    object_id: str = ""
    status: int | None = None
    amount: int | None = None
    address: str = ""

    @property
    def values(self) -> tuple[str | int | None, ...]:
        """As the columns want them, however long what was asked for is."""
        return (
            self.kind,
            self.officer_id,
            self.post,
            self.route[:120],
            self.verb[:40],
            self.object_kind[:60],
            self.object_id[:64],
            self.status,
            self.amount,
            self.address or None,
        )


def append(happening: Happening, dispute: str = "NULL", asked: Sequence[int] = ()) -> None:
    """`dispute` is SQL of ours that finds the case by what is in `asked`."""
    marks = ", ".join(["%s"] * len(happening.values))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO confidentiality_auditarrival ({_NAMES}) "  # noqa: S608 our own words
            f"VALUES ({marks}, {dispute}){_lightly(happening)}",
            [*happening.values, *asked],
        )


def append_to_each(happening: Happening, disputes: Sequence[int]) -> None:
    """The same, told to each case that was looked at through one object, in one statement."""
    row = f"({', '.join(['%s'] * len(happening.values))}, %s::bigint)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO confidentiality_auditarrival ({_NAMES}) "  # noqa: S608 our own words
            f"VALUES {', '.join([row] * len(disputes))}{_lightly(happening)}",
            [each for pk in disputes for each in (*happening.values, pk)],
        )


def _lightly(happening: Happening) -> str:
    """A look by itself does not wait for the disk, which has it within a second (0048).

    What changes something or shows a sealed value waits, as does all within a transaction.
    """
    if connection.in_atomic_block or happening.kind not in _LIGHT:
        return ""
    return " RETURNING set_config('synchronous_commit', 'off', true)"


class Remembered(list[Happening]):
    """What was remembered while a request was answered."""

    def __init__(self) -> None:
        super().__init__()
        #: The cases that were shown through another object, a meeting or an errand.
        self.cases: dict[int, None] = {}


_waiting: ContextVar[Remembered | None] = ContextVar("waiting", default=None)


def remember(happening: Happening) -> None:
    """What must be known although the transaction around it is undone: told when it has ended."""
    waiting = _waiting.get()
    if waiting is None:
        append(happening)
    else:
        waiting.append(happening)


def shows(disputes: Iterable[int]) -> None:
    """What is being answered shows these cases: the look counts to each (谁看过)."""
    if (waiting := _waiting.get()) is not None:
        waiting.cases.update(dict.fromkeys(disputes))


@contextmanager
def remembering() -> Iterator[Remembered]:
    """Around a request: what was remembered while it was answered."""
    found = Remembered()
    token = _waiting.set(found)
    try:
        yield found
    finally:
        _waiting.reset(token)
