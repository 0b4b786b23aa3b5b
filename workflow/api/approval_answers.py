"""What programs get of one question to the leader or to a head."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypedDict

from django.utils import timezone

from confidentiality.masking import mask_text
from workflow.api.answers import local
from workflow.calendar import WorkCalendar
from workflow.calendar_days import current_calendar
from workflow.models import Approval
from workflow.pages.approvals import lamp_of


class ApprovalAnswer(TypedDict):
    """One question; `desk` is the department whose head decides, empty for the leader's."""

    id: int
    kind: str
    kind_label: str
    dispute: int | None
    meeting: int | None
    state: str
    state_label: str
    desk: str
    reason: str
    requested_by: str
    requested_at: datetime
    due_on: date | None
    lamp: str
    words: str
    clock: str
    until: date | None
    comment: str
    decider: str
    decided_at: datetime | None


def approval_answers(approvals: Iterable[Approval]) -> list[ApprovalAnswer]:
    """A list of them; the calendar is asked for once."""
    calendar = current_calendar()
    return [_answer(approval, calendar) for approval in approvals]


def approval_answer(approval: Approval) -> ApprovalAnswer:
    return _answer(approval, current_calendar())


def _answer(approval: Approval, calendar: WorkCalendar) -> ApprovalAnswer:
    light = lamp_of(approval, calendar)
    clock = approval.clock
    return {
        "id": approval.pk,
        "kind": approval.kind,
        "kind_label": approval.get_kind_display(),
        "dispute": approval.dispute_id,
        "meeting": approval.meeting_id,
        "state": approval.state,
        "state_label": approval.get_state_display(),
        "desk": approval.desk.code if approval.desk else "",
        "reason": mask_text(approval.reason),
        "requested_by": approval.requested_department.code,
        "requested_at": timezone.localtime(approval.requested_at),
        "due_on": clock.due_on if clock else approval.due_on,
        "lamp": light.colour.value if light else "",
        "words": light.words if light else "",
        "clock": clock.key if clock else "",
        "until": approval.until,
        "comment": mask_text(approval.comment),
        "decider": approval.decider_label,
        "decided_at": local(approval.decided_at),
    }
