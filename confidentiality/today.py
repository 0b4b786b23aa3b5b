"""When a day, and today, began in the county, as a moment."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone


def midnight(on: date) -> datetime:
    """The moment a day begins here."""
    return timezone.make_aware(datetime.combine(on, time.min))


def today_began() -> datetime:
    return midnight(timezone.localdate())
