"""What programs get of assignments, meetings, papers, time and routing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, TypedDict

from django.utils import timezone

from confidentiality.masking import mask_text
from workflow.api.fields import FieldAnswer
from workflow.clock_reading import DeadlineLine, assignment_lamps, resolutions
from workflow.lamps import Lamp
from workflow.models import AgendaItem, Assignment, Meeting, Paper, TimelineEntry


class ActionAnswer(TypedDict):
    """One verb that is ever his, and what stands against it now."""

    verb: str
    label: str
    clause: str
    allowed: bool
    why_not: str
    fields: list[FieldAnswer]


class AssignmentAnswer(TypedDict):
    """One department owes one answer."""

    id: int
    dispute: int
    kind: str
    kind_label: str
    state: str
    state_label: str
    version: int
    department: str
    sender: str
    question: str
    sent_at: datetime
    due_on: date
    lamp: str
    lamp_words: str
    accepted_at: datetime | None
    answered_at: datetime | None
    meeting: int | None


class AgendaAnswer(TypedDict):
    """What a meeting settled about one dispute."""

    dispute: int
    decision: str
    dissent: str
    responsible: str | None
    due_on: date | None
    lamp: str
    lamp_words: str


class AttendanceAnswer(TypedDict):
    """A department invited, and whether it came (null: not held yet)."""

    department: str
    attended: bool | None


class MeetingAnswer(TypedDict):
    """One meeting, with the part of its agenda that the officer may see."""

    id: int
    kind: str
    form: str
    state: str
    state_label: str
    version: int
    title: str
    starts_at: datetime
    place: str
    convenor: str
    countersigned: bool
    number: str
    issued_at: datetime | None
    departments: list[AttendanceAnswer]
    disputes: list[int]
    items: list[AgendaAnswer]


class PaperAnswer(TypedDict):
    """One issued paper; `label` is its Chinese name."""

    id: int
    kind: str
    label: str
    number: str
    issued_at: datetime
    void: bool
    party: str
    department: str


class TimelineAnswer(TypedDict):
    """One thing that happened, in a plain sentence."""

    at: datetime
    actor: str
    verb: str
    text: str
    clause: str
    state_before: str
    state_after: str


class DeadlineAnswer(TypedDict):
    """One clock."""

    key: str
    label: str
    owner: str
    starts_on: date
    due_on: date
    lamp: str
    words: str
    sentence: str
    provisional: bool


class ReasonAnswer(TypedDict):
    """Why, with its clause."""

    clause: str
    text: str


class SeverityAnswer(TypedDict):
    """What the signals suggest."""

    suggested: str
    score: int
    hits: list[dict[str, Any]]  # Any: a signal's words and numbers


class RoutingResult(TypedDict):
    """Whose duty the matter is."""

    lead: list[str]
    supporting: list[str]
    branch: str
    mode: str
    severity: SeverityAnswer
    reasons: list[ReasonAnswer]
    matrix_version: int


def local(moment: datetime | None) -> datetime | None:
    """Beijing time, as everything is printed in."""
    return timezone.localtime(moment) if moment else None


def assignment_answers(assignments: Sequence[Assignment]) -> list[AssignmentAnswer]:
    """Rows read with dispute, department and sender."""
    lamps = assignment_lamps(assignments, timezone.localdate())
    return [
        {
            "id": each.pk,
            "dispute": each.dispute_id,
            "kind": each.kind,
            "kind_label": each.get_kind_display(),
            "state": each.state,
            "state_label": each.get_state_display(),
            "version": each.version,
            "department": each.department.code,
            "sender": each.sender.code,
            "question": mask_text(each.question),
            "sent_at": timezone.localtime(each.sent_at),
            "due_on": each.due_on,
            "lamp": lamps[each.pk].colour.value,
            "lamp_words": lamps[each.pk].words,
            "accepted_at": local(each.accepted_at),
            "answered_at": local(each.answered_at),
            "meeting": each.meeting_id,
        }
        for each in assignments
    ]


def meeting_answer(meeting: Meeting, seen: Collection[int]) -> MeetingAnswer:
    """`seen`: ids of the disputes on its agenda that the officer may see."""
    items = [item for item in meeting.items.all() if item.dispute_id in seen]
    owed = resolutions(meeting, timezone.localdate())
    return {
        "id": meeting.pk,
        "kind": meeting.kind,
        "form": meeting.form,
        "state": meeting.state,
        "state_label": meeting.get_state_display(),
        "version": meeting.version,
        "title": mask_text(meeting.title),
        "starts_at": timezone.localtime(meeting.starts_at),
        "place": meeting.place,
        "convenor": meeting.convenor.code,
        "countersigned": meeting.countersigned,
        "number": meeting.number,
        "issued_at": local(meeting.issued_at),
        "departments": [
            {"department": each.department.code, "attended": each.attended}
            for each in meeting.attendances.all()
        ],
        "disputes": [item.dispute_id for item in items],
        "items": [_item(item, owed.get(item.dispute_id)) for item in items],
    }


def _item(item: AgendaItem, owed: tuple[date, Lamp] | None) -> AgendaAnswer:
    due_on, light = owed or (item.due_on, None)
    return {
        "dispute": item.dispute_id,
        "decision": mask_text(item.decision),
        "dissent": mask_text(item.dissent),
        "responsible": item.responsible.code if item.responsible else None,
        "due_on": due_on,
        "lamp": light.colour.value if light else "",
        "lamp_words": light.words if light else "",
    }


def paper_answer(paper: Paper) -> PaperAnswer:
    return {
        "id": paper.pk,
        "kind": paper.kind,
        "label": paper.label,
        "number": paper.number,
        "issued_at": timezone.localtime(paper.issued_at),
        "void": paper.is_void,
        "party": paper.party,
        "department": paper.department.code,
    }


def timeline_answer(entry: TimelineEntry) -> TimelineAnswer:
    return {
        "at": timezone.localtime(entry.at),
        "actor": entry.actor_label,
        "verb": entry.verb,
        "text": mask_text(entry.text),
        "clause": entry.clause,
        "state_before": entry.state_before,
        "state_after": entry.state_after,
    }


def deadline_answer(line: DeadlineLine) -> DeadlineAnswer:
    return {
        "key": line.key,
        "label": line.label,
        "owner": line.owner,
        "starts_on": line.starts_on,
        "due_on": line.due_on,
        "lamp": line.lamp.colour.value,
        "words": line.words,
        "sentence": line.sentence,
        "provisional": line.provisional,
    }
