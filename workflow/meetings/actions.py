"""五(三)3: meetings are planned, called, held, minuted, issued; every agenda item shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from departments.roles import HEADS, STAFF
from disputes.choices import State
from disputes.locking import DEPARTMENTS, lock_all
from disputes.models import Dispute
from papers.choices import PaperKind
from web.refusals import Mistyped
from workflow.clocks.clocks import Clocks
from workflow.issuing import assigning, assignment_papers
from workflow.issuing.drafts import Draft, next_numbers
from workflow.issuing.drafts import issue as issue_papers
from workflow.issuing.pieces import category_names
from workflow.meetings import papers
from workflow.messages import notices
from workflow.models import AgendaItem, Approval, Attendance, Countersignature, Meeting
from workflow.models.choices import ApprovalState, AssignmentKind, MeetingState
from workflow.procedure import moving, participation
from workflow.procedure import now as procedure_now
from workflow.procedure.meeting_rows import MEETING_TABLE
from workflow.procedure.move import Move
from workflow.procedure.moving import check
from workflow.procedure.table import Row
from workflow.procedure.timeline import remember, signature, signs_as
from workflow.procedure.who import acts_as_leader, works_for

if TYPE_CHECKING:
    from departments.models import Department, Officer


@dataclass(frozen=True)
class Settled:
    """What the meeting settled about one dispute (R067)."""

    dispute: Dispute
    decision: str
    dissent: str = ""
    responsible: Department | None = None
    due_on: date | None = None


@dataclass
class MeetingMove:
    """One verb on one locked meeting, with the moves of the disputes it touches."""

    meeting: Meeting
    by: Officer
    at: datetime
    moves: list[Move]
    actor_label: str = ""

    def to(self, state: MeetingState) -> None:
        self.meeting.state = state

    def say(self, text: str) -> None:
        """The same sentence on the timeline of every dispute on the agenda."""
        for move in self.moves:
            move.say(text)
            move.actor_label = self.actor_label


@contextmanager
def moving_meeting(
    meeting: Meeting, verb: str, *, by: Officer, version: int | None = None
) -> Iterator[MeetingMove]:
    """Disputes are locked in order of ids, then the meeting: two never wait crosswise."""
    row = MEETING_TABLE[verb]
    with transaction.atomic():
        disputes = lock_all(list(meeting.disputes.select_related(*DEPARTMENTS)))
        locked = Meeting.objects.select_for_update(of=("self",)).select_related("convenor").get(
            pk=meeting.pk
        )  # fmt: skip
        check(row, by, locked, locked.state, locked.version, version)
        now = procedure_now.now()
        act = MeetingMove(locked, by, now, _moves(row, disputes, by, now))
        yield act
        locked.version += 1
        locked.save()
        _settle([move for move in act.moves if move.dispute.state != State.ARCHIVED])
        participation.sync(disputes)
        remember(act.moves)
        notices.tell([letter for move in act.moves for letter in move.letters], by)
    meeting.refresh_from_db()


def _moves(
    row: Row[Meeting], disputes: Sequence[Dispute], by: Officer, now: datetime
) -> list[Move]:
    clocks = Clocks(disputes, timezone.localdate(now))
    moves = [Move(row, each, by, now, each.state) for each in disputes]
    for move in moves:
        move.clocks = clocks
    return moves


def _settle(moves: Sequence[Move]) -> None:
    """What the meeting reached moves each dispute's next step and its clock, not its version."""
    moving.settle(moves)
    Dispute.objects.bulk_update([move.dispute for move in moves], moving.COLUMNS)


def approve(
    meeting: Meeting, *, by: Officer, comment: str = "", version: int | None = None
) -> None:
    """同意召开: the leader's consent comes before any notice (R064)."""
    with moving_meeting(meeting, "approve", by=by, version=version) as act:
        act.actor_label = signs_as(by)
        act.meeting.consented_by = _close_approval(act, ApprovalState.APPROVED, comment)
        act.to(MeetingState.PLANNED)
        act.say(f"{act.actor_label} 同意召开“{act.meeting.title}”。{comment}")


def refuse(meeting: Meeting, *, by: Officer, comment: str, version: int | None = None) -> None:
    """不同意召开: the meeting is cancelled, the reason kept."""
    with moving_meeting(meeting, "refuse", by=by, version=version) as act:
        act.actor_label = signs_as(by)
        _close_approval(act, ApprovalState.REJECTED, comment)
        act.meeting.cancel_reason = comment
        act.to(MeetingState.CANCELLED)
        act.say(f"{act.actor_label} 不同意召开“{act.meeting.title}”：{comment}")


def _close_approval(act: MeetingMove, state: ApprovalState, comment: str) -> Approval:
    approval: Approval = act.meeting.approvals.select_for_update().get(state=ApprovalState.PENDING)
    approval.state, approval.comment = state, comment
    approval.decided_by, approval.decided_at = act.by, act.at
    approval.decider_label = act.actor_label
    approval.save()
    return approval


def call(meeting: Meeting, *, by: Officer, version: int | None = None) -> None:
    """发会商通知: from now until the minutes are issued the attending see the agenda."""
    with moving_meeting(meeting, "call", by=by, version=version) as act:
        act.to(MeetingState.CALLED)
        act.meeting.save()
        issue_papers(*papers.meeting_notices(act.moves, act.meeting))
        when = timezone.localtime(act.meeting.starts_at)
        day = f"{when.month}月{when.day}日 {when:%H:%M}"
        _tell_attending(act, f"“{act.meeting.title}”定于{day}召开，请参加。")
        act.say(f"{signature(by)} 发出“{act.meeting.title}”会商通知。")


def _tell_attending(act: MeetingMove, text: str) -> None:
    if not act.moves:
        return
    for attendance in act.meeting.attendances.all():
        act.moves[0].tell(attendance.department_id, STAFF, text)


def hold(
    meeting: Meeting,
    *,
    by: Officer,
    attended: Sequence[Department],
    version: int | None = None,
) -> None:
    """登记到会: who came; the planned hour is not compared with now (procedure.md)."""
    with moving_meeting(meeting, "hold", by=by, version=version) as act:
        came = {d.pk for d in attended}
        invited = list(act.meeting.attendances.select_related("department"))
        strangers = came - {a.department_id for a in invited}
        if strangers or not came:
            raise Mistyped({"attended": ["请在参会单位中勾选到会的单位，至少一个。"]})
        for attendance in invited:
            attendance.attended = attendance.department_id in came
        Attendance.objects.bulk_update(invited, ["attended"])
        act.to(MeetingState.HELD)
        names = "、".join(a.department.short_name for a in invited if a.attended)
        act.say(f"“{act.meeting.title}”召开，到会：{names}。")


def minute(
    meeting: Meeting, *, by: Officer, items: Sequence[Settled], version: int | None = None
) -> None:
    """记录纪要: per dispute; a changed text voids what was countersigned, kept for the record."""
    with moving_meeting(meeting, "minute", by=by, version=version) as act:
        agenda = {item.dispute_id: item for item in act.meeting.items.all()}
        for settled in items:
            if settled.dispute.pk not in agenda:
                raise Mistyped({"items": [f"{settled.dispute.number} 不在议题中。"]})
            _settled(agenda[settled.dispute.pk], settled)
        AgendaItem.objects.bulk_update(
            agenda.values(), ["decision", "dissent", "responsible", "due_on"]
        )
        act.meeting.text_version += 1
        act.to(MeetingState.MINUTED)
        act.say(
            f"{signature(by)} 记录“{act.meeting.title}”纪要（第{act.meeting.text_version}稿）。"
        )


def _settled(item: AgendaItem, settled: Settled) -> None:
    item.decision, item.dissent = settled.decision, settled.dissent
    item.responsible, item.due_on = settled.responsible, settled.due_on


def countersign(meeting: Meeting, *, by: Officer, version: int | None = None) -> None:
    """会签 the present text by the head of a department that attended."""
    with moving_meeting(meeting, "countersign", by=by, version=version) as act:
        signing = [
            a.department
            for a in act.meeting.attendances.select_related("department")
            if a.attended and works_for(by, a.department_id, HEADS)
        ]
        Countersignature.objects.bulk_create(
            (
                Countersignature(
                    meeting=act.meeting,
                    department=department,
                    text_version=act.meeting.text_version,
                    signed_by=by,
                )
                for department in signing
            ),
            ignore_conflicts=True,
        )
        act.say(f"{signature(by)} 会签“{act.meeting.title}”纪要。")


def issue(meeting: Meeting, *, by: Officer, version: int | None = None) -> None:
    """签发纪要: immutable from now on; each decision becomes a task with a clock (R063, R068)."""
    with moving_meeting(meeting, "issue", by=by, version=version) as act:
        own = act.meeting
        act.actor_label = signs_as(by) if acts_as_leader(by) else signature(by)
        today = timezone.localdate(act.at)
        [own.number] = next_numbers([(PaperKind.MINUTES, own.convenor)], today.year)
        own.issued_at, own.issuer_label = act.at, act.actor_label
        act.to(MeetingState.ISSUED)
        items = {i.dispute_id: i for i in own.items.select_related("dispute", "responsible")}
        act.say(f"{act.actor_label} 签发“{own.title}”会议纪要 {own.number}。")
        minutes = papers.minutes(act.moves, own, items)
        issue_papers(*minutes, *_resolve(act, items))


def _resolve(act: MeetingMove, items: Mapping[int, AgendaItem]) -> list[Draft]:
    """The responsible department owes what was settled, except the one that receives it itself."""
    owing = [move for move in act.moves if items[move.dispute.pk].responsible]
    made = assigning.assign_all(
        (move, _resolution(act.meeting, items[move.dispute.pk])) for move in owing
    )
    names = category_names([move.dispute for move in owing])
    basis = f"会议纪要 {act.meeting.number}"
    return [
        assignment_papers.task_sheet(move, each, basis, names[move.dispute.category])
        for move, each in zip(owing, made, strict=True)
    ]


def _resolution(meeting: Meeting, item: AgendaItem) -> assigning.Asked:
    assert item.responsible is not None
    return assigning.Asked(
        item.responsible,
        AssignmentKind.RESOLUTION,
        item.decision,
        item.due_on,
        meeting=meeting,
        sender=meeting.convenor,
    )


def cancel(meeting: Meeting, *, by: Officer, reason: str, version: int | None = None) -> None:
    """取消会商: nobody sees the agenda through it any more."""
    with moving_meeting(meeting, "cancel", by=by, version=version) as act:
        act.meeting.approvals.filter(state=ApprovalState.PENDING).update(
            state=ApprovalState.WITHDRAWN
        )
        act.meeting.cancel_reason = reason
        act.to(MeetingState.CANCELLED)
        act.meeting.save()
        _tell_attending(act, f"“{act.meeting.title}”已取消：{reason}")
        act.say(f"{signature(by)} 取消“{act.meeting.title}”：{reason}")
