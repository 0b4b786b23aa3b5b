"""Whether the clock is alive: when it last beat, and when a sweep of the deadlines last ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from workflow.models import Heartbeat

BEAT, SWEEP, LEFTOVERS = "beat", "sweep", "leftovers"
SILENCE = timedelta(minutes=2)  # twelve missed beats
LATE = timedelta(minutes=10)  # ten missed sweeps


@dataclass(frozen=True, slots=True)
class LastBeats:
    """What was last heard, and how long ago that is."""

    now: datetime
    last_beat: datetime | None
    last_sweep: datetime | None
    last_leftovers: datetime | None = None
    leftovers: str = ""

    @property
    def beating(self) -> bool:
        return self.last_beat is not None and self.now - self.last_beat < SILENCE

    @property
    def sweep_is_late(self) -> bool:
        """A portal that starts has not swept yet, which is no fault of its own."""
        return self.last_sweep is not None and self.now - self.last_sweep > LATE


NONE = LastBeats(datetime.max.replace(tzinfo=UTC), None, None)


def beat(name: str, says: str = "") -> None:
    """It beats now, and may say what it did."""
    told = {"beaten_at": timezone.now(), "says": says}
    Heartbeat.objects.update_or_create(name=name, defaults=told)


def last_beats() -> LastBeats:
    """What the rows say, in one statement."""
    rows = {name: (at, says) for name, at, says in _rows()}
    last = {name: at for name, (at, _) in rows.items()}
    swept, says = rows.get(LEFTOVERS, (None, ""))
    return LastBeats(timezone.now(), last.get(BEAT), last.get(SWEEP), swept, says)


def _rows() -> QuerySet[Heartbeat, tuple[str, datetime, str]]:
    return Heartbeat.objects.values_list("name", "beaten_at", "says")
