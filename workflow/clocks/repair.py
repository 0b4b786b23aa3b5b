"""When a clock waits for the wrong day: looked at sooner; what a wrong time said is taken back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Case, DateField, F, QuerySet, Value, When

from deadlines.calendar_days import current_calendar
from deadlines.limits import SUPERVISION_ANSWER
from workflow.clocks.sweep import LATE_EVERY
from workflow.models import Deadline, DeadlineStage, Notice, OutboxMessage

PUT_OFF = timedelta(minutes=45)  # with the quarter hour between two looks: within the hour


def look_sooner(today: date) -> int:
    """Running clocks that wait longer than to their next stage are swept at once; how many.

    The sweep tells each stage once, so a clock that is looked at too early says nothing.
    """
    running = Deadline.objects.running()
    return running.filter(next_on__gt=_latest(today)).update(next_on=today)


def _latest(today: date) -> Case:
    """The last day a clock may wait for: its first, its due day, or the next word to the late."""
    late = current_calendar().add_workdays(today, LATE_EVERY)
    asked = When(key=SUPERVISION_ANSWER, due_on__gt=today, then=F("due_on"))
    return Case(
        asked,
        When(amber_on__gt=today, then=F("amber_on")),
        When(due_on__gt=today, then=F("due_on")),
        default=Value(late),
        output_field=DateField(),
    )


def look_at_put_off(now: datetime) -> int:
    """Clocks that could not be taken are tried again; those that fail wait once more."""
    failed = Deadline.objects.running().filter(sweep_failure__failed_at__lt=now - PUT_OFF)
    return failed.filter(next_on__gt=now.date()).update(next_on=now.date())


def said_too_early(now: datetime, today: date) -> QuerySet[DeadlineStage]:
    """Stages of a day that still lies ahead, or written down at a time that does."""
    standing = DeadlineStage.objects.filter(taken_back_at=None)
    early = standing.filter(passed_on__gt=today) | standing.filter(recorded_at__gt=now)
    return early.select_related("deadline__dispute", "deadline__policy")


def take_back(now: datetime, today: date) -> list[DeadlineStage]:
    """Inside the caller's transaction: the stages stand struck, their messages are settled."""
    stages = list(said_too_early(now, today).select_for_update(of=("self",)))
    struck = DeadlineStage.objects.filter(pk__in=[stage.pk for stage in stages])
    notices = Notice.objects.filter(stage__in=struck)
    unsent = OutboxMessage.objects.filter(
        delivered_at=None,
        topic="workflow.send_notice",
        payload__notice_id__in=list(notices.values_list("pk", flat=True)),
    )
    unsent.update(delivered_at=now, last_error="已取消")
    notices.filter(read_at=None).update(read_at=now)
    struck.update(taken_back_at=now)
    return stages
