"""Quiet hours: nothing is sent on rest days or outside 8-18 h, unless it is red (R104)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from deadlines.calendar import WorkCalendar

OPENS, CLOSES = time(8), time(18)


def is_quiet(moment: datetime, calendar: WorkCalendar) -> bool:
    """Whether nobody should be disturbed now."""
    local = timezone.localtime(moment)
    return not (calendar.is_workday(local.date()) and OPENS <= local.time() < CLOSES)


def heard_at(moment: datetime, calendar: WorkCalendar) -> datetime:
    """The moment itself, or the next one at which somebody is at his desk."""
    local = timezone.localtime(moment)
    if not is_quiet(moment, calendar):
        return moment
    early = calendar.is_workday(local.date()) and local.time() < OPENS
    day = local.date() if early else calendar.roll_forward(local.date() + timedelta(days=1))
    return timezone.make_aware(datetime.combine(day, OPENS))
