"""What one action is doing: to the row it was asked for, and to each locked dispute it concerns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Generic, TypeVar

from django.conf import settings
from django.utils import timezone

from departments.roles import STAFF, THE_LEADER
from disputes.choices import State
from disputes.locking import OFFICERS
from disputes.models import Dispute
from disputes.words import one_sentence
from workflow.clocks.clocks import Clocks
from workflow.messages.notices import Letter
from workflow.procedure.rows.table import Row

if TYPE_CHECKING:
    from departments.models import Officer
    from workflow.models import Supervision

S = TypeVar("S")


@dataclass
class Move:
    """What one action is doing to one locked dispute."""

    row: Row  # type: ignore[type-arg]  # of a dispute, an assignment or a meeting
    dispute: Dispute
    by: Officer
    at: datetime
    state_before: str
    clocks: Clocks  # of all the disputes that the action concerns
    text: str = ""
    actor_label: str = ""
    same_person: bool = False
    stays: bool = False  # the dispute is only told of; whoever is writing on it is not overtaken
    counts: bool = True  # as a step of the dispute, whose version goes on
    letters: list[Letter] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Papers name the dispute's officers; whoever acts is known already."""
        for name in OFFICERS:
            if getattr(self.dispute, f"{name}_id") == self.by.pk:
                setattr(self.dispute, name, self.by)

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)

    def to(self, state: State) -> None:
        """The only place where a state is written."""
        self.dispute.state = state

    def say(self, text: str) -> None:
        """The sentence the timeline will show."""
        self.text = one_sentence(text)

    def say_also(self, text: str) -> None:
        """What follows from it, in a sentence of its own."""
        self.text = one_sentence(f"{self.text}。{text}" if self.text else text)

    def tell_workers(self, units: Iterable[int], text: str) -> None:
        """Whoever works on it beside the unit that acts; the leader, whom it was put before."""
        acting = self.by.acting_unit
        for department_id in sorted(set(units) - ({acting.pk} if acting else set())):
            self.tell(department_id, STAFF, text)
        if self.dispute.state == State.AWAITING_APPROVAL:
            self.tell(None, THE_LEADER, text)

    def tell(
        self,
        department_id: int | None,
        roles: frozenset[str],
        text: str,
        *,
        asks: str = "",
        verb: str = "",
    ) -> None:
        """A message to those posts of that department; None: wherever they are.

        One that asks for something is read when that is done (`workflow/models/asks.py`).
        """
        self.letters.append(Letter(self.dispute, department_id, roles, text, asks, verb))


@dataclass
class Act(Generic[S]):
    """One verb on one locked row, with the moves of the disputes it concerns."""

    row: Row[S]
    subject: S
    by: Officer
    at: datetime
    moves: list[Move]
    text: str = ""
    actor_label: str = ""
    letters: list[Letter] = field(default_factory=list)
    named: Callable[[], str] | None = None  # how its messages begin, where no case names them
    about: Supervision | None = None  # what its messages are about, beside the dispute

    @property
    def move(self) -> Move:
        """That of the one dispute it was asked for."""
        return self.moves[0]

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)

    def tell(
        self, department_id: int | None, roles: frozenset[str], text: str, *, asks: str = ""
    ) -> None:
        """A message that stands with the first dispute it concerns, if it concerns any."""
        dispute = self.moves[0].dispute if self.moves else None
        text = f"{self.named()} {text}" if self.named else text
        self.letters.append(Letter(dispute, department_id, roles, text, asks))

    def sign(self, label: str) -> None:
        """Who acts, as every record of it will say."""
        self.actor_label = label
        for move in self.moves:
            move.actor_label = label

    def say(self, text: str) -> None:
        """The same sentence on the timeline of each dispute, and in a 经过 of its own."""
        self.text = one_sentence(text)
        for move in self.moves:
            move.say(text)


_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """When the action at hand happens."""
    return _told.get() or timezone.now()


@contextmanager
def told_as_of(moment: datetime) -> Iterator[None]:
    """Let what follows happen at `moment`; a real portal refuses to back-date anything."""
    if not settings.DEMO:
        raise RuntimeError("只有演示库可以讲述过去发生的事")
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
