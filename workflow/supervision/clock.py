"""Until when a 督办 is answered: a clock like any other, whatever becomes of the case meanwhile."""

from __future__ import annotations

from datetime import date

from deadlines.limits import SUPERVISION_ANSWER
from workflow.clocks.clocks import Clocks, Wanted
from workflow.clocks.rows import stop
from workflow.models import Supervision


def ask(own: Supervision, on: date) -> None:
    """The 督办 takes its date from its clock, which belongs to it."""
    clocks = Clocks([own.dispute], on, none_run=True)
    wanted = Wanted(SUPERVISION_ANSWER, own.department, supervision=own)
    [clock] = clocks.start(own.dispute, [wanted])
    own.due_on = clock.due_on
    own.save()
    clocks.write()


def ask_again(own: Supervision, on: date) -> None:
    """The days begin anew; whoever was late already stays late for the scorecard."""
    asked = own.clocks.open()
    stop(asked.filter(due_on__lt=on), on=on, is_void=False)
    stop(asked, on=on, is_void=True)
    ask(own, on)


def answered(own: Supervision, on: date) -> None:
    stop(own.clocks.open(), on=on, is_void=False)
