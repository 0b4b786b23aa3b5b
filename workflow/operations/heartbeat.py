"""Whether the clock is alive: when it last beat, and when a sweep of the deadlines last ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from workflow.models import Heartbeat

BEAT, SWEEP = "beat", "sweep"
SILENCE = timedelta(minutes=2)  # twelve missed beats
LATE = timedelta(minutes=10)  # ten missed sweeps


@dataclass(frozen=True, slots=True)
class LastBeats:
    """What was last heard, and how long ago that is."""

    now: datetime
    last_beat: datetime | None
    last_sweep: datetime | None

    @property
    def beating(self) -> bool:
        return self.last_beat is not None and self.now - self.last_beat < SILENCE

    @property
    def sweep_is_late(self) -> bool:
        """A portal that starts has not swept yet, which is no fault of its own."""
        return self.last_sweep is not None and self.now - self.last_sweep > LATE


NONE = LastBeats(datetime.max.replace(tzinfo=UTC), None, None)


def beat(name: str) -> None:
    """It beats now."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beaten_at": timezone.now()})


def last_beats() -> LastBeats:
    """What the rows say, in one statement."""
    last = dict(Heartbeat.objects.values_list("name", "beaten_at"))
    return LastBeats(timezone.now(), last.get(BEAT), last.get(SWEEP))
