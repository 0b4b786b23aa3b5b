"""The clock of a test stands at noon of a day of its own."""

from __future__ import annotations

from datetime import date, datetime, time

import time_machine
from django.utils import timezone


def at_noon(day: date) -> time_machine.travel:
    return time_machine.travel(timezone.make_aware(datetime.combine(day, time(12))), tick=False)
