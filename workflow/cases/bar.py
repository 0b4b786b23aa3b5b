"""The header of a case: the six steps of 方案五 as it walked them, and whom it waits for now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from departments.roles import Role
from disputes import words
from disputes.choices import ENDED, Mode, State
from disputes.models import Dispute, StandIn
from disputes.words import short_day
from workflow.models import Notice, TimelineEntry
from workflow.models.asks import ASKS_FOR_SOMEBODY
from workflow.procedure.next_move import Desk, desk_of
from workflow.procedure.presence.calling import NOBODY_CAN
from workflow.procedure.presence.standing_in import standing_in_at, unmanned
from workflow.summary.read import CaseRead

NOW = "now"
DONE = "done"
#: Behind us, and not done: the one in which it ended, and those it never came to.
BROKEN_OFF = "未办完"
SKIPPED = "不经此环节"

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
    here, left = _here(read.dispute), _left(read)
    reported = _last(read, {"report_up"})
    return [
        _step(place, (here, left), name, lamp_words)
        for place, name in enumerate(
            [
                _Named("受理登记", _taken(read.dispute)),
                _Named("分类流转", _sorted_out(read), "审核后分类"),
                _Named("事项办理", _handled(read), "依职权办理"),
                _Named("回复反馈", _answered(read), "书面告知双方"),
                _Named("案卷归档", _on(read.dispute.archived_at), "办结后归档"),
                _Named("报送办理", _on(reported.at) if reported else "", "报送专班办公室"),
            ],
            1,
        )
    ]


@dataclass(frozen=True)
class _Named:
    """One of the six, the note of what was done in it, and what it says while it is ahead."""

    label: str
    done: str
    ahead: str = ""


def _here(dispute: Dispute) -> int:
    if dispute.state == State.AWAITING_APPROVAL and dispute.mode:
        return 3
    return PLACES.get(State(dispute.state), 5)


def _left(read: CaseRead) -> int:
    """The step out of which it ended, before anything was archived."""
    ends = (e for e in reversed(read.timeline) if e.state_after in ENDED)
    return next((PLACES[State(e.state_before)] for e in ends if e.state_before in PLACES), 0)


def _step(place: int, at: tuple[int, int], name: _Named, lamp_words: str) -> Step:
    here, left = at
    if place == here:
        note = f"本环节{lamp_words}" if lamp_words else (name.done or name.ahead or "正在办理")
        return Step(name.label, note, DONE if place == 6 and name.done else NOW)
    if name.done and (place < here or place == 6):
        return Step(name.label, name.done, DONE)
    missed = BROKEN_OFF if place == left else SKIPPED
    return Step(name.label, missed if place < here else name.ahead)


def _taken(dispute: Dispute) -> str:
    return f"{_on(dispute.registered_at)} {dispute.first_contact_officer.name}".strip()


def _sorted_out(read: CaseRead) -> str:
    """Nothing where it ended before anybody said which road it takes."""
    entry = _last(read, TRIAGE_VERBS) or _last(read, {"approve_major", "report_major"})
    if entry is None:
        return ""
    mode = Mode(read.dispute.mode).label if read.dispute.mode else ""
    return f"{_on(entry.at)} {mode}".strip()


def _handled(read: CaseRead) -> str:
    """What was signed stays signed, whatever ended the case afterwards."""
    signed = _last(read, {"sign_decision"})
    return f"{_on(signed.at)} 签发" if signed else ""


def _answered(read: CaseRead) -> str:
    concluded_at = read.dispute.concluded_at
    return f"{_on(concluded_at)} 办结" if concluded_at else ""


def _last(read: CaseRead, verbs: set[str] | frozenset[str]) -> TimelineEntry | None:
    return next((entry for entry in reversed(read.timeline) if entry.verb in verbs), None)


def _on(at: datetime | None) -> str:
    return short_day(timezone.localdate(at)) if at else ""


def owes(read: CaseRead) -> str:
    """Who has the next move: a department, the leader, or those still asked."""
    desks = _desks(read)
    if not desks:
        return ""
    signs = any(desk.role != Role.CLERK for desk in desks)  # a clerk's work is any clerk's
    stands_in = signs and _asks_for_somebody(read.dispute)
    empty = {_place(desk) for desk in unmanned(read.dispute)} if stands_in else set()
    said = (_words(read, desk, empty, stands_in=stands_in) for desk in desks)
    return "、".join(dict.fromkeys(said))


def _desks(read: CaseRead) -> list[Desk]:
    dispute = read.dispute
    if dispute.owing_role:
        return [Desk(dispute.owing_department, dispute.owing_role)]
    if dispute.state != State.HANDLING:
        return []
    return [desk_of(each) for each in read.assignments if each.is_open]


def _asks_for_somebody(dispute: Dispute) -> bool:
    """The office was called to name somebody, or has named him."""
    called = Notice.objects.filter(dispute=OuterRef("pk"), asks=ASKS_FOR_SOMEBODY)
    named = StandIn.objects.filter(dispute=OuterRef("pk"))
    rows = Dispute.objects.filter(Exists(called) | Exists(named), pk=dispute.pk)
    return rows.order_by().exists()


def _place(desk: Desk) -> tuple[int | None, str]:
    return desk.department_id, desk.role


def _words(
    read: CaseRead, desk: Desk, empty: set[tuple[int | None, str]], *, stands_in: bool
) -> str:
    """税务局部门负责人（李某代办）; of those asked for opinions the unit alone."""
    unit = words.unit(desk.department) if desk.department else ""
    is_unit_alone = desk.role == Role.CLERK or not read.dispute.owing_role
    who = unit if is_unit_alone else f"{unit}{Role(desk.role).label}"
    if _place(desk) in empty:
        return f"{who}（{NOBODY_CAN}，等专班办公室指定代办）"
    there = standing_in_at(read.dispute, desk) if stands_in else []
    named = "、".join(each.name for each in there)
    return f"{who}（{named}代办）" if named else who
