"""The words a procedure table is written in: who, needs, row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from departments.models import Officer

T = TypeVar("T")


@dataclass(frozen=True)
class Who(Generic[T]):
    """A named predicate: which officers may ever do this to that object."""

    name: str
    label: str
    allows: Callable[[Officer, T], bool]
    says: Callable[[T], str] | None = None  # to a stranger, where it depends on the object


@dataclass(frozen=True)
class Need(Generic[T]):
    """A condition on stored facts, with the sentence shown when it does not hold."""

    name: str
    sentence: str
    holds: Callable[[Officer, T], bool]
    says: Callable[[Officer, T], str] | None = None  # where the sentence names a fact

    def why(self, officer: Officer, subject: T) -> str:
        """The sentence for this officer and object."""
        return self.says(officer, subject) if self.says else self.sentence


@dataclass(frozen=True)
class Row(Generic[T]):
    """One thing a person can do (procedure.md)."""

    verb: str
    label: str
    sources: frozenset[str]
    targets: frozenset[str]
    who: Who[T]
    clause: str
    needs: tuple[Need[T], ...] = ()
    warning: str = ""  # said once before an act that cannot be undone
    hint: str = ""
    #: How the dispute may move: by an assignment's verb, or by its own from one source alone.
    moves_dispute: tuple[tuple[str, str], ...] = ()

    @property
    def steps(self) -> set[tuple[str, str]]:
        """Every (from, to) of what the row is about."""
        drawn = {(source, target) for source in self.sources for target in self.targets}
        return drawn | {step for step in self.moves_dispute if step[0] in self.sources}

    def whose(self, subject: T) -> str:
        """What a stranger is told: who does it."""
        says = self.who.says
        return says(subject) if says else f"“{self.label}”由{self.who.label}办理。"

    def refusal(self, officer: Officer, subject: T) -> str:
        """What stands against it now: the state, or a stored fact; empty when nothing does."""
        kept: Any = subject  # a row of one of the tables: each has a state and its word
        if kept.state not in self.sources:
            return f"现在的状态是“{kept.get_state_display()}”，不能办理“{self.label}”。"
        missing = next((n for n in self.needs if not n.holds(officer, subject)), None)
        return missing.why(officer, subject) if missing else ""
