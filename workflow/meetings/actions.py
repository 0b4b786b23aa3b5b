"""五(三)3: meetings are planned, called, held, minuted, issued; every agenda item shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.utils import timezone

from deadlines.due import chinese_date
from departments.roles import HEADS, STAFF, THE_LEADER, THE_OFFICE
from disputes.locking import DEPARTMENTS
from papers.choices import PaperKind
from web.refusals import Mistyped
from workflow.issuing import assigning, assignment_papers
from workflow.issuing.drafts import WithoutCase, next_numbers
from workflow.issuing.drafts import issue as issue_papers
from workflow.issuing.pieces import category_names
from workflow.issuing.voiding import void_calling
from workflow.meetings import papers
from workflow.meetings.plan import is_called_late, out_of_reach
from workflow.meetings.resolutions import (
    Decided as Decided,  # by this name elsewhere
)
from workflow.meetings.resolutions import (
    hand_out,
    is_owed,
    place_of,
    resolution_on,
    roll_days,
    share_days,
    write_down,
)
from workflow.models import AgendaItem, Approval, Attendance, Countersignature, Meeting
from workflow.models.asks import ASKS_FOR_MINUTES, ASKS_TO_COME
from workflow.models.choices import ApprovalState, MeetingState
from workflow.models.meeting_kinds import LEADER_ISSUES
from workflow.procedure.move import Act
from workflow.procedure.moving import acting
from workflow.procedure.rows.meeting import MEETING_TABLE, countersigns_for, leads_meeting
from workflow.procedure.sides.fellows import name_nobody_of_another, to_anybody
from workflow.procedure.sides.other_side import refuse_kept_out
from workflow.procedure.timeline import signature, signs_as
from workflow.procedure.who import acts_as_leader

if TYPE_CHECKING:
    from departments.models import Department, Officer


@contextmanager
def moving_meeting(
    meeting: Meeting, verb: str, *, by: Officer, version: int | None = None
) -> Iterator[Act[Meeting]]:
    """A verb of the meeting: it moves the next step of each dispute, and is none of theirs."""
    row, held = MEETING_TABLE[verb], list(meeting.disputes.select_related(*DEPARTMENTS))
    with acting(meeting, row, held, by=by, version=version, joined=("convenor",)) as act:
        for move in act.moves:
            move.counts = False
        yield act
        name_nobody_of_another(act)


def approve(
    meeting: Meeting, *, by: Officer, comment: str = "", version: int | None = None
) -> None:
    """同意召开: the leader's consent comes before any notice (R064)."""
    with moving_meeting(meeting, "approve", by=by, version=version) as act:
        act.sign(signs_as(by))
        act.subject.consented_by = _close_approval(act, ApprovalState.APPROVED, comment)
        act.subject.state = MeetingState.PLANNED
        _tell_convenor(act, f"组长同意召开“{act.subject.title}”，请发会商通知。{comment}")
        act.say(f"{act.actor_label} 同意召开“{act.subject.title}”。{comment}")


def refuse(meeting: Meeting, *, by: Officer, comment: str, version: int | None = None) -> None:
    """不同意召开: the meeting is cancelled, the reason kept."""
    with moving_meeting(meeting, "refuse", by=by, version=version) as act:
        act.sign(signs_as(by))
        _close_approval(act, ApprovalState.REJECTED, comment)
        act.subject.cancel_reason = comment
        act.subject.state = MeetingState.CANCELLED
        _tell_convenor(act, f"组长不同意召开“{act.subject.title}”：{comment}")
        act.say(f"{act.actor_label} 不同意召开“{act.subject.title}”：{comment}")


def _close_approval(act: Act[Meeting], state: ApprovalState, comment: str) -> Approval:
    approval: Approval = act.subject.approvals.select_for_update().get(state=ApprovalState.PENDING)
    approval.state, approval.comment = state, comment
    approval.decided_by, approval.decided_at = act.by, act.at
    approval.decider_label = act.actor_label
    approval.save()
    return approval


def call(meeting: Meeting, *, by: Officer, version: int | None = None) -> None:
    """发会商通知: from now until the minutes are issued the attending see the agenda."""
    with moving_meeting(meeting, "call", by=by, version=version) as act:
        if said := out_of_reach(act.subject.starts_at):
            raise Mistyped({"starts_at": [f"{said}请取消本次会商，重新拟定。"]})
        act.subject.state = MeetingState.CALLED
        act.subject.save()
        own = act.subject
        [number] = next_numbers([(PaperKind.MEETING_NOTICE, own.convenor)], act.today.year)
        issue_papers(*papers.meeting_notices(act.moves, own, number, about=_itself(act)))
        when = timezone.localtime(act.subject.starts_at)
        day = f"{when.month}月{when.day}日 {when:%H:%M}"
        text = f"“{act.subject.title}”定于{day}召开，请参加。"
        if is_called_late(act.subject.starts_at, act.at):
            text = f"“{act.subject.title}”（{day}）的会商通知已补发，会商时间已过，请核对。"
        _tell_attending(act, text, asks=f"{ASKS_TO_COME}{act.subject.pk}")
        act.say(f"{signature(by)} 发出“{act.subject.title}”会商通知。")


def _itself(act: Act[Meeting]) -> WithoutCase:
    """What is issued about its topics stands in no file."""
    return WithoutCase(act.by, act.at)


def _tell_attending(act: Act[Meeting], text: str, *, asks: str = "") -> None:
    for attendance in act.subject.attendances.all():
        act.tell(attendance.department_id, STAFF, text, asks=asks)


def _tell_convenor(act: Act[Meeting], text: str, *, asks: str = "") -> None:
    """Whoever called for it goes on with it: a department's staff, or the office."""
    act.tell(act.subject.convenor_id, STAFF | THE_OFFICE, text, asks=asks)


def hold(
    meeting: Meeting,
    *,
    by: Officer,
    attended: Sequence[Department],
    chair: str = "",
    present: str = "",
    version: int | None = None,
) -> None:
    """登记到会: which units came, who for them, who presided: he need not issue the minutes.

    The planned hour is not compared with now; one that was held before it says when it was.
    """
    with moving_meeting(meeting, "hold", by=by, version=version) as act:
        came = {d.pk for d in attended}
        invited = list(act.subject.attendances.select_related("department"))
        strangers = came - {a.department_id for a in invited}
        if strangers or not came:
            raise Mistyped({"attended": ["请在参会单位中勾选到会的单位，至少一个。"]})
        for attendance in invited:
            attendance.attended = attendance.department_id in came
        Attendance.objects.bulk_update(invited, ["attended"])
        planned = timezone.localtime(act.subject.starts_at)
        is_early = act.subject.starts_at > act.at
        if is_early:
            act.subject.starts_at = act.at
        act.subject.state = MeetingState.HELD
        act.subject.chair, act.subject.present = chair, present
        names = "、".join(a.department.short_name for a in invited if a.attended)
        early = f"（原定{chinese_date(planned.date())} {planned:%H:%M}，提前）" if is_early else ""
        act.say(f"“{act.subject.title}”召开{early}，到会：{names}。")


def minute(
    meeting: Meeting, *, by: Officer, items: Sequence[Decided], version: int | None = None
) -> None:
    """记录纪要: per dispute; a changed text voids what was countersigned, kept for the record."""
    with moving_meeting(meeting, "minute", by=by, version=version) as act:
        agenda = list(act.subject.items.all())
        for decided in items:
            if decided.dispute is not None and decided.responsible is not None:
                refuse_kept_out(decided.dispute, [decided.responsible], "items")
            write_down(place_of(decided, agenda), decided)
        moved = roll_days(agenda)
        AgendaItem.objects.bulk_update(agenda, ["decision", "dissent", "responsible", "due_on"])
        act.subject.text_version += 1
        act.subject.state = MeetingState.MINUTED
        _tell_who_signs(act)
        draft = f"“{act.subject.title}”纪要（第{act.subject.text_version}稿）"
        act.say(f"{signature(by)} 记录{draft}。{moved}")


def _tell_who_signs(act: Act[Meeting]) -> None:
    """会签 first, where it is wanted; then the leader, who issues those of a major meeting."""
    own = act.subject
    asks = f"{ASKS_FOR_MINUTES}{own.pk}"
    if own.countersigned:
        came = own.attendances.filter(attended=True).values_list("department_id", flat=True)
        for department_id in came:
            text = f"“{own.title}”纪要第{own.text_version}稿待会签。"
            act.tell(department_id, HEADS, text, asks=asks)
    elif own.kind in LEADER_ISSUES:
        act.tell(None, THE_LEADER, f"“{own.title}”纪要已记录，请签发。", asks=asks)


def _tell_all_signed(act: Act[Meeting]) -> None:
    """The last one has signed: whoever issues the minutes may go on."""
    own = act.subject
    present = own.countersignatures.filter(text_version=own.text_version)
    signed = set(present.values_list("department_id", flat=True))
    if own.attendances.filter(attended=True).exclude(department__in=signed).exists():
        return
    text, asks = f"“{own.title}”纪要已全部会签，请签发。", f"{ASKS_FOR_MINUTES}{own.pk}"
    if own.kind in LEADER_ISSUES:
        act.tell(None, THE_LEADER, text, asks=asks)
    else:
        _tell_convenor(act, text, asks=asks)


def countersign(meeting: Meeting, *, by: Officer, version: int | None = None) -> None:
    """会签 the present text by the head of a department that attended."""
    with moving_meeting(meeting, "countersign", by=by, version=version) as act:
        signing = [
            a.department
            for a in act.subject.attendances.select_related("department")
            if a.attended and countersigns_for(by, act.subject, a.department_id)
        ]
        Countersignature.objects.bulk_create(
            (
                Countersignature(
                    meeting=act.subject,
                    department=department,
                    text_version=act.subject.text_version,
                    signed_by=by,
                )
                for department in signing
            ),
            ignore_conflicts=True,
        )
        _tell_all_signed(act)
        act.say(f"{signature(by)} 会签“{act.subject.title}”纪要。")


def issue(meeting: Meeting, *, by: Officer, version: int | None = None) -> None:
    """签发纪要: immutable from now on; each decision becomes a task with a clock (R063, R068)."""
    with moving_meeting(meeting, "issue", by=by, version=version) as act:
        own, names = act.subject, category_names(move.dispute for move in act.moves)
        as_leader = own.kind in LEADER_ISSUES and leads_meeting(by, own)
        act.sign(signs_as(by) if as_leader or acts_as_leader(by) else signature(by))
        items = {item.dispute_id: item for item in own.items.all() if item.dispute_id}
        cases = [move.dispute for move in act.moves]
        owing = [move for move in act.moves if is_owed(move, items[move.dispute.pk])]
        own.number, signed_in, *numbers = papers.numbers(own, len(owing), act.today.year)
        own.issued_at, own.issuer_label = act.at, act.actor_label
        own.state = MeetingState.ISSUED
        act.say(f"{act.actor_label} 签发“{own.title}”会议纪要 {own.number}。")
        made = assigning.assign_all(
            (move, resolution_on(own, move.dispute, items[move.dispute.pk], cases))
            for move in owing
        )
        share_days(items, made)
        hand_out(own, cases, by=act.by, at=act.at)
        issue_papers(
            *papers.attendance_sheets(act.moves, own, signed_in, about=_itself(act)),
            *papers.minutes(act.moves, own, items, names, about=_itself(act)),
            *(
                assignment_papers.task_sheet(
                    move,
                    each,
                    basis=f"会议纪要 {own.number}",
                    question=items[move.dispute.pk].decision,
                    category=names[move.dispute.category],
                    number=number,
                )
                for move, each, number in zip(owing, made, numbers, strict=True)
            ),
        )
        _tell_who_gets_them(act, {each.department_id for each in made})


def _tell_who_gets_them(act: Act[Meeting], asked: set[int]) -> None:
    """Every unit the minutes are sent to (发); whom they ask for something hears of that."""
    own = act.subject
    acting = act.by.acting_unit
    for attendance in own.attendances.all():
        unit = attendance.department_id
        if unit not in asked and not (acting and unit == acting.pk):
            act.tell(unit, STAFF, f"“{own.title}”会议纪要（{own.number}）已签发。")


def cancel(meeting: Meeting, *, by: Officer, reason: str, version: int | None = None) -> None:
    """取消会商: nobody sees the agenda through it any more."""
    with moving_meeting(meeting, "cancel", by=by, version=version) as act:
        was_called = act.subject.state == MeetingState.CALLED
        act.subject.approvals.filter(state=ApprovalState.PENDING).update(
            state=ApprovalState.WITHDRAWN
        )
        cases = [move.dispute for move in act.moves]
        void_calling(act.subject, f"会商已取消：{to_anybody(reason, cases)}", by=by)
        act.subject.cancel_reason = reason
        act.subject.state = MeetingState.CANCELLED
        act.subject.save()
        if was_called:  # nobody else has heard of it
            _tell_attending(act, f"“{act.subject.title}”已取消：{reason}")
        act.say(f"{signature(by)} 取消“{act.subject.title}”：{reason}")
