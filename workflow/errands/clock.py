"""Until when an errand is answered, and the words of time itself when it is not (R104)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from deadlines.calendar import WorkCalendar
from deadlines.calendar_days import current_calendar
from deadlines.due import chinese_date, due
from deadlines.policies import policy_for
from deadlines.quiet_hours import is_quiet
from departments.roles import HEADS, STAFF, THE_OFFICE
from web.refusals import Mistyped
from workflow.messages import notices
from workflow.messages.notices import Letter
from workflow.models import Errand, ErrandEntry
from workflow.procedure.timeline import SYSTEM

KEY = "task.assigned"
#: Working days late when the office is told that it should make the unit answer for it.
OFFICE_HEARS_AFTER = 3


def set_dates(owed: Sequence[tuple[Errand, date | None]], start: date) -> None:
    """By the limit of 专班交办, or the day that was chosen for each; the law caps both."""
    policy, calendar = policy_for(KEY, on=start).as_policy, current_calendar()
    for errand, chosen_on in owed:
        if chosen_on is not None and chosen_on < start:
            raise Mistyped({"due_on": ["期限不能早于今天。"]})
        found = due(start, policy, calendar, chosen_on=chosen_on)
        if chosen_on is not None and found.due_on < chosen_on:
            last = chinese_date(found.due_on)
            raise Mistyped({"due_on": [f"反馈期限最迟到{last}，请改填这一天或更早的日期。"]})
        errand.starts_on, errand.due_on, errand.amber_on = start, found.due_on, found.amber_on
        errand.is_chosen, errand.told = chosen_on is not None, ""


def remind(now: datetime) -> int:
    """Amber, due, and every second working day late: told once; how many were told of."""
    calendar, today = current_calendar(), timezone.localdate(now)
    _follow(calendar)
    if is_quiet(now, calendar):
        return 0
    owed = Errand.objects.owed().filter(amber_on__lte=today).order_by("pk")
    return sum(_remind(pk, today, now, calendar) for pk in owed.values_list("pk", flat=True))


def _follow(calendar: WorkCalendar) -> None:
    """A calendar that was imported meanwhile moves what nobody chose a day for (R101)."""
    for own in Errand.objects.owed().filter(is_chosen=False):
        found = due(own.starts_on, policy_for(KEY, on=own.starts_on).as_policy, calendar)
        if (found.due_on, found.amber_on) != (own.due_on, own.amber_on):
            Errand.objects.filter(pk=own.pk).update(due_on=found.due_on, amber_on=found.amber_on)


@transaction.atomic
def _remind(pk: int, today: date, now: datetime, calendar: WorkCalendar) -> bool:
    own = Errand.objects.owed().select_for_update(of=("self",), skip_locked=True)
    errand = own.select_related("department").filter(pk=pk).first()
    if errand is None:
        return False
    late = max(1, calendar.count(today) - calendar.count(errand.due_on))
    late = late if today > errand.due_on else 0
    stage = _stage(errand, today, late)
    if stage == errand.told:
        return False
    text = f"{errand.department.short_name}{_words(errand, today, late)}"
    Errand.objects.filter(pk=pk).update(told=stage)
    ErrandEntry.objects.create(errand=errand, at=now, actor_label=SYSTEM, verb="remind", text=text)
    notices.tell(_letters(errand, f"{errand} {text}", late), None)
    return True


def _stage(errand: Errand, today: date, late: int) -> str:
    if late:
        return f"late{(late + 1) // 2}"
    return "due" if today == errand.due_on else "amber"


def _words(errand: Errand, today: date, late: int) -> str:
    until = chinese_date(errand.due_on)
    if late:
        return f"超期 {late} 天没有反馈（期限{until}），请抓紧办理。"
    return f"{'今天到期' if today == errand.due_on else '快到期'}（期限{until}），请抓紧办理。"


def _letters(errand: Errand, text: str, late: int) -> list[Letter]:
    """The unit's staff, its head where it is late; the office once it should be supervised."""
    roles = STAFF if late else STAFF - HEADS
    letters = [Letter(None, errand.department_id, roles, text)]
    if late >= OFFICE_HEARS_AFTER:
        letters.append(Letter(None, None, THE_OFFICE, text))
    return letters
