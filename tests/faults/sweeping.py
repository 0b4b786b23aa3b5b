"""Sweeps and deliveries in a process of their own, at moments that the test chooses.

`python -m tests.faults.sweeping [MOMENT …]`: only here a clock is moved, never in the portal.
"""

from __future__ import annotations

import sys
from datetime import datetime

import django
import time_machine


def work() -> None:
    from workflow.clock import sweep_deadlines
    from workflow.messages.deliver import deliver_left

    sweep_deadlines()
    while deliver_left():
        pass


if __name__ == "__main__":
    django.setup()
    for moment in sys.argv[1:]:
        with time_machine.travel(datetime.fromisoformat(moment)):
            work()
    if not sys.argv[1:]:
        work()
