"""The six steps of 方案五 as one dispute has walked them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from disputes.choices import ENDED, Mode, State
from disputes.models import Dispute
from disputes.words import short_day
from workflow.models import TimelineEntry
from workflow.summary.read import CaseRead, when

NOW = "now"
DONE = "done"

#: State → which of the six steps it belongs to.
PLACES = {
    State.DRAFT: 1,
    State.REGISTERED: 1,
    State.TRIAGE: 2,
    State.AWAITING_APPROVAL: 2,
    State.HANDLING: 3,
    State.AWAITING_SIGNOFF: 3,
    State.SUSPENDED: 3,
    State.FEEDBACK: 4,
    State.OBJECTED: 4,
    State.ARCHIVED: 6,
}
#: Ends that never reach steps 3 and 4.
CUT_SHORT = ENDED - {State.CONCLUDED}
TRIAGE_VERBS = frozenset(
    {"accept_single", "refer", "convene_joint", "notify_only", "answer_now", "decline", "assign"}
)


@dataclass(frozen=True)
class Step:
    """One step: what it is called, when it was done or what it waits for."""

    label: str
    note: str
    state: str = ""


def procedure_bar(read: CaseRead, lamp_words: str) -> list[Step]:
    """受理登记 → 分类流转 → 事项办理 → 回复反馈 → 案卷归档 → 报送办理."""
    here = PLACES.get(State(read.dispute.state), 5)
    if read.dispute.state == State.AWAITING_APPROVAL and read.dispute.mode:
        here = 3
    reported = _last(read, {"report_up"})
    notes = _notes(read, reported)
    return [
        Step(
            label, _note(place, here, done, ahead, lamp_words), _state(place, here, bool(reported))
        )
        for place, (label, done, ahead) in enumerate(notes, 1)
    ]


def _state(place: int, here: int, reported: bool) -> str:  # noqa: FBT001 (a fact, not a switch)
    if place < here or (place == 6 and reported):
        return DONE
    return NOW if place == here else ""


def _note(place: int, here: int, done: str, ahead: str, lamp_words: str) -> str:
    if place < here:
        return done
    if place == here:
        return f"本环节{lamp_words}" if lamp_words else (done or ahead or "正在办理")
    return done if place == 6 and done else ahead


def _notes(read: CaseRead, reported: TimelineEntry | None) -> list[tuple[str, str, str]]:
    """(step, what it says once done, what it says while ahead)."""
    dispute = read.dispute
    taken = f"{_on(dispute.registered_at)} {dispute.first_contact_officer.name}".strip()
    return [
        ("受理登记", taken, ""),
        ("分类流转", _sorted_out(read), "审核后分类"),
        ("事项办理", _handled(read), "依职权办理"),
        ("回复反馈", _answered(dispute), "书面告知双方"),
        ("案卷归档", _on(dispute.archived_at), "办结后归档"),
        ("报送办理", _on(reported.at) if reported else "", "报送专班办公室"),
    ]


def _sorted_out(read: CaseRead) -> str:
    entry = _last(read, TRIAGE_VERBS) or _last(read, {"approve_major", "report_major"})
    mode = Mode(read.dispute.mode).label if read.dispute.mode else ""
    return f"{_on(entry.at) if entry else ''} {mode}".strip()


def _handled(read: CaseRead) -> str:
    if read.dispute.state in CUT_SHORT or read.decision is None:
        return "不经此环节"
    return f"{_on(when(read.decision['signed_at']))} 签发"


def _answered(dispute: Dispute) -> str:
    if dispute.concluded_at:
        return f"{_on(dispute.concluded_at)} 办结"
    return "不经此环节"


def _last(read: CaseRead, verbs: set[str] | frozenset[str]) -> TimelineEntry | None:
    return next((entry for entry in reversed(read.timeline) if entry.verb in verbs), None)


def _on(at: datetime | None) -> str:
    return short_day(timezone.localdate(at)) if at else ""
