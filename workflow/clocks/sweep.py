"""The sweep: finds the clocks that have something to say and says it once (R104, quality.md R1-R6).

Deadlines live in PostgreSQL and need no message to be right: each minute this is woken, and a
minute missed, or three days, is made up by the next. A batch is one transaction of two statements:
what is due, and what is said of it, sealed in between; a cut in the middle leaves all or nothing.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.db.models import F, Max, Min, Q
from django.utils import timezone
from psycopg2.errors import QueryCanceled

from confidentiality.sealing import seal_many
from deadlines.calendar import FIRST_DAY, WorkCalendar
from deadlines.calendar_days import current_calendar
from deadlines.limits import WHOLE_KEYS
from deadlines.quiet_hours import is_quiet
from workflow.messages import channels
from workflow.models import Deadline, Notice, SweepFailure, TimelineEntry

SQL = Path(__file__).with_name("sweep.sql").read_text(encoding="utf-8")
WORDS = Path(__file__).with_name("sweep_words.sql").read_text(encoding="utf-8")
# Clocks are read in the order of their index: gathering all that are due and sorting them, as the
# planner likes to when it expects few, would cost every batch what all of them cost together.
CAREFUL = "SET LOCAL enable_bitmapscan = off; SET LOCAL statement_timeout = %s"
BATCH = 1000
LATE_EVERY = 2  # working days between two words to somebody who is late
SUPERVISED_AFTER = 3  # working days late when the office opens a supervision
AHEAD = timedelta(days=60)  # the next stage of a late clock is never further away
STUCK = "5s"  # a batch takes a fraction of a second; one that hangs is cut like one that fails
PATIENCE = 40.0  # seconds; what is left waits for the next minute

log = logging.getLogger(__name__)


@dataclass
class Swept:
    """What one sweep did."""

    clocks: int = 0
    stages: int = 0
    notices: int = 0
    batches: int = 0
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last clock of the batch before, in the order of the index."""

    next_on: date = FIRST_DAY
    clock_id: int = 0


def sweep(now: datetime | None = None, *, batch: int = BATCH) -> Swept:
    """Every clock with a stage due; safe to run twice at once, and twice in a row."""
    now = now or timezone.now()
    swept, until = Swept(), time.monotonic() + PATIENCE
    statement = _Statement.at(now)
    for _ in statement.batches(swept, batch) if statement else ():
        if time.monotonic() > until:
            log.warning("提醒一分钟内没有办完，余下的下一分钟继续")
            break
    _forget_mended()
    return swept


def _forget_mended() -> None:
    """A clock that was taken after all, or has ended, is no longer the operator's trouble."""
    if not SweepFailure.objects.exists():  # nearly always, and cheaper than the question below
        return
    well = Q(deadline__stages__recorded_at__gt=F("failed_at")) | Q(deadline__ended_on__isnull=False)
    SweepFailure.objects.filter(well).delete()


@dataclass(frozen=True)
class _Statement:
    """The statement with what it asks of the day."""

    now: datetime
    today: date
    parameters: dict[str, Any]  # Any: lists, which psycopg2 takes and its stubs do not know

    @classmethod
    def at(cls, now: datetime) -> _Statement | None:
        """None when no clock has a word to say."""
        running, today = Deadline.objects.running(), timezone.localdate(now)
        if not running.filter(next_on__lte=today).exists():
            return None
        span = running.aggregate(first=Min("due_on"), last=Max("due_on"))
        calendar = current_calendar()
        dates, counts = _days(calendar, min(span["first"], today), max(span["last"], today + AHEAD))
        workdays = [day for day in dates if calendar.is_workday(day)]
        return cls(now, today, {
            "now": now, "today": today, "quiet": is_quiet(now, calendar), "dates": dates,
            "counts": counts, "workdays": workdays, "before": calendar.count(workdays[0]) - 1,
            "whole": tuple(WHOLE_KEYS), "every": LATE_EVERY, "supervised": SUPERVISED_AFTER,
            "channels": channels.names(),
        })  # fmt: skip

    def batches(self, swept: Swept, largest: int) -> Iterator[None]:
        """One after another by key; one that fails is cut until the bad clock stands alone."""
        cursor, size = Cursor(), largest
        while True:
            try:
                held, after = self._take(cursor, size, swept)
            except DatabaseError as error:
                if _is_away(error):
                    raise  # the next minute finds everything as it was
                if size == 1:
                    cursor = self._put_off(cursor, error)
                    swept.failures += 1
                size = max(1, size // 10)
                yield
                continue
            yield
            if held < size:  # locked clocks are passed over, so fewer means that none is left
                return
            cursor, size = after, min(largest, size * 2)

    @transaction.atomic
    def _take(self, cursor: Cursor, size: int, swept: Swept) -> tuple[int, Cursor]:
        place = {"after_on": cursor.next_on, "after_id": cursor.clock_id, "batch": size}
        with connection.cursor() as database:
            database.execute(CAREFUL, [STUCK])
            database.execute(SQL, self.parameters | place)
            held, picked, moved, stages, notices, entries, next_on, clock_id = database.fetchone()
            if picked != moved:
                raise AssertionError(f"{picked - moved} 个期限没有移到下一节点")
            if entries:
                database.execute(WORDS, _words(notices, entries) | self.parameters)
                swept.notices += database.fetchone()[0]
        swept.clocks += picked
        swept.stages += stages
        swept.batches += 1
        return held, Cursor(next_on, clock_id) if held else cursor

    @transaction.atomic
    def _put_off(self, cursor: Cursor, error: DatabaseError) -> Cursor:
        """The one clock that cannot be taken waits a day, in sight of the operator.

        One that only took too long is passed over until the next minute: the machine may be busy.
        """
        due = Deadline.objects.running().filter(next_on__lte=self.today)
        if self.parameters["quiet"]:
            due = due.filter(due_on__lt=self.today)
        later = Q(next_on=cursor.next_on, pk__gt=cursor.clock_id) | Q(next_on__gt=cursor.next_on)
        free = due.filter(later).select_for_update(skip_locked=True, of=("self", "dispute"))
        clock = free.select_related("dispute").order_by("next_on", "id").first()
        if clock is None:
            return cursor
        failure, _ = SweepFailure.objects.get_or_create(
            deadline=clock, defaults={"failed_at": self.now, "attempts": 0}
        )
        failure.attempts += 1
        failure.error, failure.failed_at = _kind(error), self.now
        failure.save()
        after = Cursor(clock.next_on, clock.pk)
        if not _took_too_long(error):
            Deadline.objects.filter(pk=clock.pk).update(next_on=self.today + timedelta(days=1))
        log.error("期限 %s 无法处理：%s", clock.pk, failure.error)
        return after


def _words(
    notices: list[dict[str, Any]], entries: list[dict[str, Any]]
) -> dict[str, list[Any]]:  # Any: rows as PostgreSQL gives them in JSON
    """The two tables' columns, a list each; the texts sealed for their rows."""
    texts, seals = _sealed(Notice, notices)
    said, entry_seals = _sealed(TimelineEntry, entries)
    return {
        "recipients": [each["recipient"] for each in notices],
        "told_of": [each["dispute"] for each in notices],
        "stages": [each["stage"] for each in notices],
        "supervisions": [each["supervision"] for each in notices],
        "texts": texts,
        "seals": seals,
        "jurisdictions": [each["jurisdiction"] for each in entries],
        "entered_in": [each["dispute"] for each in entries],
        "versions": [each["version"] for each in entries],
        "clauses": [each["clause"] for each in entries],
        "states": [each["state"] for each in entries],
        "entries": said,
        "entry_seals": entry_seals,
    }


def _sealed(
    model: type[Notice | TimelineEntry], rows: list[dict[str, Any]]
) -> tuple[list[str], list[str]]:  # Any: as above
    """Each text closed for a row of that table, and by what it is bound to it."""
    seals = [str(uuid.uuid4()) for _ in rows]
    plain = ((seal_id, row["text"]) for seal_id, row in zip(seals, rows, strict=True))
    return list(seal_many(model._meta.db_table, "text", plain)), seals


def _is_away(error: DatabaseError) -> bool:
    """Whether the database itself is in trouble; a statement that took too long is the batch's."""
    return isinstance(error, OperationalError | InterfaceError) and not _took_too_long(error)


def _took_too_long(error: DatabaseError) -> bool:
    return isinstance(error.__cause__, QueryCanceled)


def _kind(error: DatabaseError) -> str:
    """PostgreSQL's first line: it names the rule that was broken, and no row's content."""
    return str(error).partition("\n")[0][:200]


def _days(calendar: WorkCalendar, first: date, last: date) -> tuple[list[date], list[int]]:
    """Each day with the working days counted up to it."""
    length = (last - first).days + 1
    dates = [first + timedelta(days=i) for i in range(length)]
    return dates, [calendar.count(day) for day in dates]
