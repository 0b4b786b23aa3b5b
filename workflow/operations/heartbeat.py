"""Whether the clock is alive and can be believed: when it last beat, when a sweep last ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from workflow.models import Heartbeat

BEAT, SWEEP, LEFTOVERS = "beat", "sweep", "leftovers"
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
    last_leftovers: datetime | None = None
    leftovers: str = ""

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


def beat(name: str, says: str = "") -> None:
    """It beats now, and may say what it did; a doubtful clock must not vouch for itself."""
    if not last_beats().is_doubtful:
        _set(name, says)


def confirm() -> None:
    """An operator has looked at the server's time, and it is right."""
    for name in (BEAT, SWEEP):
        _set(name)


def _set(name: str, says: str = "") -> None:
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
