"""What one action is doing to one locked dispute."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils import timezone

from disputes.choices import State
from disputes.locking import OFFICERS
from disputes.models import Dispute
from workflow.clocks.clocks import Clocks
from workflow.messages.notices import Letter
from workflow.procedure.table import Row

if TYPE_CHECKING:
    from departments.models import Officer


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
