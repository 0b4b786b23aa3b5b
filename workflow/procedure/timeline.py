"""A sentence on another dispute's timeline, when an action there touches it too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from departments.roles import Role
from disputes.choices import State
from disputes.models import Dispute
from workflow.clocks.clocks import Clocks
from workflow.messages.notices import Letter
from workflow.models import TimelineEntry
from workflow.procedure.moving import OFFICERS
from workflow.procedure.table import Row

if TYPE_CHECKING:
    from departments.models import Officer


def note_on(dispute: Dispute, move: Move, text: str) -> None:
    """Tell `dispute` what was done elsewhere; its own state stays."""
    TimelineEntry.objects.create(
        dispute=dispute,
        version=dispute.version,
        at=move.at,
        actor=move.by,
        actor_label=move.actor_label or str(move.by),
        department=move.by.department,
        verb=move.row.verb,
        text=text,
        clause=move.row.clause,
        state_before=dispute.state,
        state_after=dispute.state,
    )


def signs_as(officer: Officer) -> str:
    """The leader himself, or “某某 代 组长”; every record says which (A11)."""
    if officer.has_role(Role.LEADER):
        return signature(officer)
    return officer.signs_as


#: Who the timeline says it was when it was nobody.
SYSTEM: Final = "系统提醒"


@dataclass
class Move:
    """What one action is doing to one locked dispute."""

    row: Row  # type: ignore[type-arg]  # of a dispute, an assignment or a meeting
    dispute: Dispute
    by: Officer
    at: datetime
    state_before: str
    text: str = ""
    actor_label: str = ""
    same_person: bool = False
    frozen: bool = False
    letters: list[Letter] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Papers name the dispute's officers; whoever acts is known already."""
        for name in OFFICERS:
            if getattr(self.dispute, f"{name}_id") == self.by.pk:
                setattr(self.dispute, name, self.by)

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)

    @cached_property
    def clocks(self) -> Clocks:
        """Those of the dispute; a meeting's moves share one set."""
        return Clocks([self.dispute], self.today, none_run=self.state_before == State.DRAFT)

    def to(self, state: State) -> None:
        """The only place where a state is written."""
        self.dispute.state = state

    def say(self, text: str) -> None:
        """The sentence the timeline will show."""
        self.text = text

    def tell(self, department_id: int | None, roles: frozenset[str], text: str) -> None:
        """A message to those posts of that department; None: wherever they are."""
        self.letters.append(Letter(self.dispute, department_id, roles, text))


def remember(moves: Iterable[Move]) -> None:
    """One entry in the timeline of each dispute; it never changes."""
    TimelineEntry.objects.bulk_create(_entry(move) for move in moves)


def _entry(move: Move) -> TimelineEntry:
    before, after = move.state_before, move.dispute.state
    return TimelineEntry(
        dispute=move.dispute,
        version=move.dispute.version,
        at=move.at,
        actor=move.by,
        actor_label=move.actor_label or signature(move.by),
        department=move.by.department,
        verb=move.row.verb,
        text=move.text,
        clause=move.row.clause,
        state_before=before,
        state_after=after,
        same_person=move.same_person,
    )


def remember_time(dispute: Dispute, verb: str, text: str, clause: str, at: datetime) -> None:
    """By nobody's hand: time itself or the table called for it, and the state is as it was."""
    TimelineEntry.objects.create(
        dispute=dispute,
        version=dispute.version,
        at=at,
        actor_label=SYSTEM,
        verb=verb,
        text=text,
        clause=clause,
        state_before=dispute.state,
        state_after=dispute.state,
    )


def signature(officer: Officer) -> str:
    """“区税务局 王某”: unit and name as they are today (R009)."""
    department = officer.department
    return f"{department.short_name} {officer.name}" if department else officer.name
