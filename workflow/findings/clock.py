"""Until when a finding is put right, and who hears of it when it is not (审计法52条)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from django.utils import timezone

from deadlines.calendar import WorkCalendar
from deadlines.lamps import NO_LIMIT, Lamp, lamp
from deadlines.limits import FINDING_ANSWER
from departments.roles import HEADS, STAFF, Role
from workflow.clocks.owed import Owing
from workflow.messages.notices import Letter
from workflow.models import Finding, FindingEntry
from workflow.models.finding import FindingState
from workflow.procedure.timeline import SYSTEM

FOLLOWERS: Final = frozenset({Role.AUDITOR, Role.OFFICE})


def lamp_of(own: Finding, calendar: WorkCalendar) -> Lamp:
    """Until the department has answered; then nobody is waited for by a day."""
    if own.state == FindingState.RETRACTED:
        return NO_LIMIT
    ended = timezone.localdate(own.answered_at) if own.answered_at else None
    light = lamp(own.due_on, timezone.localdate(), ended, calendar=calendar, amber_on=own.amber_on)
    return replace(light, words=light.words.replace("办结", "答复"))


def _record(own: Finding, at: datetime, text: str) -> None:
    FindingEntry.objects.create(finding=own, at=at, actor_label=SYSTEM, verb="remind", text=text)


def _letters(own: Finding, text: str, late: int) -> list[Letter]:
    """The department's staff, its head where it is late; then the auditor and the office too."""
    roles = STAFF if late else STAFF - HEADS
    letters = [Letter(own.dispute, own.department_id, roles, text, own.asks)]
    if late:
        letters.append(Letter(own.dispute, None, FOLLOWERS, text, own.asks))
    return letters


ANSWER: Final = Owing[Finding](
    key=FINDING_ANSWER,
    day="整改期限",
    missing="报送整改情况",
    owed=Finding.objects.owed,
    record=_record,
    letters=_letters,
)
