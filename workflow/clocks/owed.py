"""What a unit owes by a day that stands in its own row: an errand's answer, a finding's (R104).

The day stands in the row and each reminder is told in one transaction with the mark that it was:
a worker that is killed tells it again, or has told it once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, Protocol, TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from deadlines.calendar import WorkCalendar
from deadlines.calendar_days import current_calendar
from deadlines.due import chinese_date, due
from deadlines.policies import policy_for
from deadlines.quiet_hours import is_quiet
from departments.models import Department
from web.refusals import Mistyped
from workflow.messages import notices
from workflow.messages.notices import Letter


class Row(Protocol):
    """The columns of whatever is owed."""

    pk: Any
    department: Department
    starts_on: date
    due_on: date
    amber_on: date
    is_chosen: bool
    told: str


Own = TypeVar("Own", bound=Model)


@dataclass(frozen=True)
class Owing(Generic[Own]):
    """One kind of it: its limit and its words, who owes it still, who hears and where it stands."""

    key: str
    day: str
    missing: str
    owed: Callable[[], QuerySet[Own]]
    record: Callable[[Own, datetime, str], object]
    letters: Callable[[Own, str, int], list[Letter]]

    def set_day(self, own: Row, chosen_on: date | None, start: date) -> None:
        self.set_days([(own, chosen_on)], start)

    def set_days(self, owed: Sequence[tuple[Row, date | None]], start: date) -> None:
        """By the limit of its kind, or the day that was chosen for each; the law caps both."""
        policy, calendar = policy_for(self.key, on=start).as_policy, current_calendar()
        for own, chosen_on in owed:
            if chosen_on is not None and chosen_on < start:
                raise Mistyped({"due_on": [f"{self.day}不能早于今天。"]})
            found = due(start, policy, calendar, chosen_on=chosen_on)
            if chosen_on is not None and found.due_on < chosen_on:
                last = chinese_date(found.due_on)
                raise Mistyped({"due_on": [f"{self.day}最迟到{last}，请改填这一天或更早的日期。"]})
            own.starts_on, own.due_on, own.amber_on = start, found.due_on, found.amber_on
            own.is_chosen, own.told = chosen_on is not None, ""

    def remind(self, now: datetime) -> int:
        """Amber, due, and every second working day late: told once; how many were told of.

        Not on the day it was asked, short as the limit may be.
        """
        calendar, today = current_calendar(), timezone.localdate(now)
        self._follow(calendar)
        if is_quiet(now, calendar):
            return 0
        near = self.owed().filter(amber_on__lte=today, starts_on__lt=today).order_by("pk")
        return sum(
            self._remind(pk, today, now, calendar) for pk in near.values_list("pk", flat=True)
        )

    def _follow(self, calendar: WorkCalendar) -> None:
        """A calendar that was imported meanwhile moves what nobody chose a day for (R101)."""
        own: Any  # a Row, and a Model
        for own in self.owed().filter(is_chosen=False):
            policy = policy_for(self.key, on=own.starts_on).as_policy
            found = due(own.starts_on, policy, calendar)
            if (found.due_on, found.amber_on) != (own.due_on, own.amber_on):
                self.owed().filter(pk=own.pk).update(due_on=found.due_on, amber_on=found.amber_on)

    @transaction.atomic
    def _remind(self, pk: int, today: date, now: datetime, calendar: WorkCalendar) -> bool:
        rows = self.owed().select_for_update(of=("self",), skip_locked=True).filter(pk=pk)
        own: Any = rows.select_related("department").first()  # Any: a Row, and a Model
        if own is None:
            return False
        late = days_late(own.due_on, today, calendar)
        stage = stage_of(own.due_on, today, late)
        if stage == own.told:
            return False
        text = f"{own.department.short_name}{self._words(own, today, late)}"
        self.owed().filter(pk=pk).update(told=stage)
        self.record(own, now, text)
        notices.tell(self.letters(own, f"{own} {text}", late), None)
        return True

    def _words(self, own: Row, today: date, late: int) -> str:
        until = chinese_date(own.due_on)
        if late:
            return f"超期 {late} 天没有{self.missing}（期限{until}），请抓紧办理。"
        return f"{'今天到期' if today == own.due_on else '快到期'}（期限{until}），请抓紧办理。"


def days_late(due_on: date, today: date, calendar: WorkCalendar) -> int:
    """Working days; one at least, also where only days off have passed since."""
    if today <= due_on:
        return 0
    return max(1, calendar.count(today) - calendar.count(due_on))


def stage_of(due_on: date, today: date, late: int) -> str:
    """What was told of it last stands in its row under this name."""
    if late:
        return f"late{(late + 1) // 2}"
    return "due" if today == due_on else "amber"
