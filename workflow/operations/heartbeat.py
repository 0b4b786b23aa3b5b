"""Whether the clock is alive and can be believed: when it last beat, when a sweep last ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from workflow.models import Heartbeat

BEAT, SWEEP = "beat", "sweep"
SILENCE = timedelta(minutes=2)  # twelve missed beats
LATE = timedelta(minutes=10)  # ten missed sweeps
AHEAD = timedelta(days=15)  # longer than any holiday for which a server is switched off
BEHIND = timedelta(hours=1)


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

    @property
    def is_doubtful(self) -> bool:
        """The server's time lies far from what was last heard: nothing is done by it (D5).

        A wrong clock would call every open deadline overdue, and silence them all until its date.
        """
        heard = [at for at in (self.last_beat, self.last_sweep) if at is not None]
        return bool(heard) and not -BEHIND <= self.now - max(heard) <= AHEAD


NONE = LastBeats(datetime.max.replace(tzinfo=UTC), None, None)


def beat(name: str) -> None:
    """It beats now, by a clock that can be believed: a doubtful one must not vouch for itself."""
    if not last_beats().is_doubtful:
        _set(name)


def confirm() -> None:
    """An operator has looked at the server's time, and it is right."""
    for name in (BEAT, SWEEP):
        _set(name)


def _set(name: str) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"beaten_at": timezone.now()})


def last_beats() -> LastBeats:
    """What the rows say, in one statement."""
    last = dict(Heartbeat.objects.values_list("name", "beaten_at"))
    return LastBeats(timezone.now(), last.get(BEAT), last.get(SWEEP))
