"""After an import: the dates of open clocks anew, a batch of disputes at a time, none left behind.

Each batch is a transaction that locks its disputes as an action does, and says on the stamp how far
it came; a cut in the middle goes on from there. A million clocks need no more memory than a few.
"""

from __future__ import annotations

import math
from datetime import date
from time import monotonic

from django.db import transaction
from django.db.models import F, Q

from deadlines.calendar import WorkCalendar
from deadlines.calendar_days import current_calendar
from deadlines.models import CalendarStamp
from disputes.locking import hold
from workflow.clocks.dates import CaseDates, dates_of, put
from workflow.clocks.rows import refresh_many, save_dates
from workflow.models import Deadline

BATCH = 500
Change = tuple[Deadline, date, bool]  # the clock as it will be, its old date, whether 暂定 before


def recompute_open(*, patience: float = math.inf) -> CalendarStamp:
    """Until all follow the calendar, or as long as one may wait; safe to run twice at once."""
    until = monotonic() + patience
    while _batch() and monotonic() < until:
        pass
    return CalendarStamp.objects.get(id=1)


def look_again(since: date) -> None:
    """From the start once more: an action under way during an import may have used the old days."""
    CalendarStamp.objects.update(computed=None, computed_upto=0, moved=0, changed_from=since)


@transaction.atomic
def _batch() -> bool:
    """The next disputes; False when none is left, or somebody else is at it."""
    behind = CalendarStamp.objects.exclude(computed=F("version"))
    stamp = behind.select_for_update(skip_locked=True).first()
    if stamp is None:
        return False
    dispute_ids = touched(stamp.changed_from, stamp.computed_upto)
    if not dispute_ids:
        stamp.computed = stamp.version
        stamp.save()
        return False
    hold(dispute_ids)  # before their clocks are read
    changed = changes(dispute_ids, current_calendar())
    save_dates([clock for clock, _, _ in changed])
    refresh_many({clock.dispute_id for clock, _, _ in changed})
    stamp.moved += sum(clock.due_on != old_due_on for clock, old_due_on, _ in changed)
    stamp.computed_upto = dispute_ids[-1]
    stamp.save()
    return True


def touched(since: date | None, after: int) -> list[int]:
    """The next disputes with an open clock that days from `since` on can move, or 暂定, by key."""
    concerned = Q(provisional=True)
    if since is not None:
        concerned |= Q(due_on__gte=since)
    clocks = Deadline.objects.open().filter(concerned, dispute__gt=after)
    ids = clocks.order_by("dispute").values_list("dispute", flat=True).distinct()
    return list(ids[:BATCH])


def changes(dispute_ids: list[int], calendar: WorkCalendar) -> list[Change]:
    """Open clocks whose stored dates differ under this calendar; nothing is written."""
    clocks = Deadline.objects.open().filter(dispute__in=dispute_ids).select_related("policy")
    found: list[Change] = []
    for clock, found_due in dates_of(clocks, CaseDates.for_disputes(dispute_ids, calendar)):
        old_due_on, was_provisional, before = clock.due_on, clock.provisional, clock.dates
        if put(clock, found_due).dates != before:
            found.append((clock, old_due_on, was_provisional))
    return found
