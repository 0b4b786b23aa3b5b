"""Until when a 督办 is answered: a clock like any other, whatever becomes of the case meanwhile."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from workflow.calendar_days import current_calendar
from workflow.clocks import scope_of, stop
from workflow.limits import SUPERVISION_ANSWER
from workflow.models import Deadline
from workflow.policies import policy_for
from workflow.reckoning import Reckoner, take

if TYPE_CHECKING:
    from departments.models import Department
    from disputes.models import Dispute
    from workflow.models import Supervision


def answer_clock(dispute: Dispute, department: Department, on: date) -> Deadline:
    """Not stored yet: the 督办 takes its date from it, and is what it belongs to."""
    scope = scope_of(dispute, department)
    clock = Deadline(
        jurisdiction=dispute.jurisdiction,
        dispute=dispute,
        key=SUPERVISION_ANSWER,
        owner=department,
        policy=policy_for(SUPERVISION_ANSWER, on=on, scope=scope),
        starts_on=on,
    )
    return take(clock, Reckoner(current_calendar()).due_of(clock))


def ask_again(own: Supervision, on: date) -> None:
    """The days begin anew; whoever was late already stays late for the scorecard."""
    asked = own.clocks.open()
    stop(asked.filter(due_on__lt=on), on=on, is_void=False)
    stop(asked, on=on, is_void=True)
    clock = answer_clock(own.dispute, own.department, on)
    clock.supervision = own
    clock.save()
    own.due_on = clock.due_on


def answered(own: Supervision, on: date) -> None:
    stop(own.clocks.open(), on=on, is_void=False)
