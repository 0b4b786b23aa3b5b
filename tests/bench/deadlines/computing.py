"""Importing a year's calendar, which computes every open clock anew, and one date after another.

`python -m tests.bench.deadlines.computing` measures in the world that the environment names.
"""

from __future__ import annotations

import json
import math
import sys
import time
from datetime import date, timedelta
from random import Random
from statistics import median

import django

from tests.bench.deadlines.sizes import peak

ROUNDS = 5
DATES = 20_000
YEAR = """2027-01-01,放假,元旦
2027-01-02,放假,元旦
2027-02-05,放假,春节
2027-02-06,放假,春节
2027-02-07,上班,春节
2027-10-01,放假,国庆节
"""
CORRECTED = YEAR + "2027-01-04,放假,元旦\n"  # again, or the second import has nothing to move


def measure() -> dict[str, float]:
    """An import as an administrator does it, and what it needed."""
    from deadlines.calendar_csv import read_days
    from deadlines.models import CalendarDay
    from workflow.clocks.calendar_import import apply_import, preview_import
    from workflow.models import Deadline

    is_there = CalendarDay.objects.filter(date__year=2027).exists()
    notice = read_days(CORRECTED if is_there else YEAR)
    per_second, before = _dates_a_second(), peak()
    began = time.perf_counter()
    preview_import(notice, patience=math.inf)
    seen = time.perf_counter()
    apply_import(notice, source="国办通知", patience=math.inf)
    done = time.perf_counter()
    return {
        "clocks": Deadline.objects.open().count(),
        "preview": seen - began,
        "import": done - seen,
        "before": before,
        "peak": peak(),
        "dates": per_second,
    }


def _dates_a_second() -> float:
    """The due-date function alone, on one core: half of the clocks have a history."""
    from deadlines.calendar_days import current_calendar
    from deadlines.due import Limit, Policy, Suspension, Unit, due

    random, calendar = Random(1), current_calendar()  # noqa: S311 -- not a secret
    policies = [Policy(Limit(15, Unit.WORKDAYS), Limit(60, Unit.DAYS)), Policy(Limit(7, Unit.DAYS))]
    asked = []
    for nth in range(DATES):
        start = date(2026, 1, 1) + timedelta(days=random.randint(0, 600))
        stop = Suspension(start + timedelta(days=3), start + timedelta(days=9))
        asked.append((start, policies[nth % 2], calendar, [stop] if nth % 4 > 1 else []))

    def round_of_all() -> float:
        began = time.perf_counter()
        for each in asked:
            due(*each)
        return DATES / (time.perf_counter() - began)

    return median(round_of_all() for _ in range(ROUNDS))


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(measure()))
