"""Until when a finding is put right, and the words of time itself when it is not (审计法52条).

The day stands in the row and each reminder is told in one transaction with the mark that it was:
a worker that is killed tells it again, or has told it once.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from deadlines.calendar import WorkCalendar
from deadlines.calendar_days import current_calendar
from deadlines.due import chinese_date, due
from deadlines.lamps import NO_LIMIT, Lamp, lamp
from deadlines.limits import FINDING_ANSWER
from deadlines.policies import policy_for
from deadlines.quiet_hours import is_quiet
from departments.roles import HEADS, STAFF, Role
from web.refusals import Mistyped
from workflow.messages import notices
from workflow.messages.notices import Letter
from workflow.models import Finding, FindingEntry
from workflow.models.finding import FindingState
from workflow.procedure.timeline import SYSTEM

FOLLOWERS: Final = frozenset({Role.AUDITOR, Role.OFFICE})


def set_dates(own: Finding, chosen_on: date | None, start: date) -> None:
    """By the limit of 审计整改, or the day that the auditor chose."""
    if chosen_on is not None and chosen_on < start:
        raise Mistyped({"due_on": ["整改期限不能早于今天。"]})
    policy = policy_for(FINDING_ANSWER, on=start).as_policy
    found = due(start, policy, current_calendar(), chosen_on=chosen_on)
    if chosen_on is not None and found.due_on < chosen_on:
        last = chinese_date(found.due_on)
        raise Mistyped({"due_on": [f"整改期限最迟到{last}，请改填这一天或更早的日期。"]})
    own.starts_on, own.due_on, own.amber_on = start, found.due_on, found.amber_on
    own.is_chosen, own.told = chosen_on is not None, ""


def lamp_of(own: Finding, calendar: WorkCalendar) -> Lamp:
    """Until the department has answered; then nobody is waited for by a day."""
    if own.state == FindingState.RETRACTED:
        return NO_LIMIT
    ended = timezone.localdate(own.answered_at) if own.answered_at else None
    light = lamp(own.due_on, timezone.localdate(), ended, calendar=calendar, amber_on=own.amber_on)
    return replace(light, words=light.words.replace("办结", "答复"))


def remind(now: datetime) -> int:
    """Amber, due, and every second working day late: told once; how many were told of."""
    calendar, today = current_calendar(), timezone.localdate(now)
    _follow(calendar)
    if is_quiet(now, calendar):
        return 0
    owed = Finding.objects.owed().filter(amber_on__lte=today).order_by("pk")
    return sum(_remind(pk, today, now, calendar) for pk in owed.values_list("pk", flat=True))


def _follow(calendar: WorkCalendar) -> None:
    """A calendar that was imported meanwhile moves what nobody chose a day for (R101)."""
    for own in Finding.objects.owed().filter(is_chosen=False):
        policy = policy_for(FINDING_ANSWER, on=own.starts_on).as_policy
        found = due(own.starts_on, policy, calendar)
        if (found.due_on, found.amber_on) != (own.due_on, own.amber_on):
            Finding.objects.filter(pk=own.pk).update(due_on=found.due_on, amber_on=found.amber_on)


@transaction.atomic
def _remind(pk: int, today: date, now: datetime, calendar: WorkCalendar) -> bool:
    owed = Finding.objects.owed().select_for_update(of=("self",), skip_locked=True)
    own = owed.select_related("department", "dispute").filter(pk=pk).first()
    if own is None:
        return False
    late = max(1, calendar.count(today) - calendar.count(own.due_on))
    late = late if today > own.due_on else 0
    stage = _stage(own, today, late)
    if stage == own.told:
        return False
    text = f"{own.department.short_name}{_words(own, today, late)}"
    Finding.objects.filter(pk=pk).update(told=stage)
    FindingEntry.objects.create(finding=own, at=now, actor_label=SYSTEM, verb="remind", text=text)
    notices.tell(_letters(own, f"{own} {text}", late), None)
    return True


def _stage(own: Finding, today: date, late: int) -> str:
    if late:
        return f"late{(late + 1) // 2}"
    return "due" if today == own.due_on else "amber"


def _words(own: Finding, today: date, late: int) -> str:
    until = chinese_date(own.due_on)
    if late:
        return f"超期 {late} 天没有报送整改情况（期限{until}），请抓紧办理。"
    return f"{'今天到期' if today == own.due_on else '快到期'}（期限{until}），请抓紧办理。"


def _letters(own: Finding, text: str, late: int) -> list[Letter]:
    """The department's staff, its head where it is late; then the auditor and the office too."""
    roles = STAFF if late else STAFF - HEADS
    letters = [Letter(own.dispute, own.department_id, roles, text, own.asks)]
    if late:
        letters.append(Letter(own.dispute, None, FOLLOWERS, text, own.asks))
    return letters
