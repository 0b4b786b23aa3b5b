"""When today began in the county, as a moment."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone


def today_began() -> datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
