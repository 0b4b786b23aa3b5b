"""五(三)3: a meeting is planned; a major one waits for the leader unless he has consented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from confidentiality.one_at_a_time import Turn, wait_for
from deadlines.due import chinese_date
from departments.roles import STAFF, THE_LEADER, THE_OFFICE
from disputes.choices import State
from disputes.words import personal_word
from web.refusals import Mistyped, NotYours
from workflow.messages import notices
from workflow.messages.notices import Letter
from workflow.models import AgendaItem, Approval, Attendance, Meeting
from workflow.models.choices import (
    ApprovalKind,
    ApprovalState,
    MeetingForm,
    MeetingKind,
    MeetingState,
)
from workflow.models.meeting_kinds import NEED_CONSENT, RULES, TAKE_TOPICS, may_convene
from workflow.procedure import move
from workflow.procedure.rows.meeting import BEFORE_HELD
from workflow.procedure.sides.other_side import refuse_kept_out

if TYPE_CHECKING:
    from departments.models import Department, Officer
    from disputes.models import Dispute

#: A meeting lies so near to today.
EARLIEST, LATEST = timedelta(days=30), timedelta(days=366)
#: A notice written while they sit down is none sent afterwards.
SITTING_DOWN: Final = timedelta(hours=1)

NO_DISPUTE = "请至少选择一个争议事项作为议题。"
NO_AGENDA = "请至少选择一个争议事项，或写一个不属事项的议题。"
NO_TOPICS = "只有联席会议可以研究不属事项的议题，请改选联席会议，或删去这些议题。"


@transaction.atomic
def plan(
    *,
    by: Officer,
    kind: str,
    title: str,
    disputes: Sequence[Dispute],
    departments: Sequence[Department],
    starts_at: datetime,
    place: str,
    topics: Sequence[str] = (),
    form: str = MeetingForm.MEETING,
    countersigned: bool = False,
) -> Meeting:
    """拟定会商: any member department a general one; the tax bureau or the office a conference;
    a major one waits for the leader unless he consented when he approved its dispute (R012, R064).
    """
    convenor = _convenor(by, kind)
    refuse_empty(kind, disputes, topics)
    _check_agenda(disputes, [convenor, *departments])
    _refuse_personal({"title": [title], "place": [place], "topics": topics}, disputes)
    _refuse_same(convenor, title, starts_at, disputes)
    needs_consent = kind in NEED_CONSENT
    if needs_consent:
        _refuse_waiting(disputes)
    consent = _consent(disputes) if needs_consent else None
    waits = needs_consent and consent is None
    meeting = Meeting.objects.create(
        kind=kind,
        form=form,
        title=title,
        starts_at=starts_at,
        place=place,
        convenor=convenor,
        created_by=by,
        countersigned=countersigned,
        consented_by=consent,
        state=MeetingState.AWAITING_APPROVAL if waits else MeetingState.PLANNED,
    )
    _fill(meeting, disputes, topics, departments)
    if waits:
        _ask_consent(meeting, by, disputes)
    return meeting


def _convenor(by: Officer, kind: str) -> Department:
    """His own department; a conference is the tax bureau's or the office's (四(二))."""
    own = by.department
    if own is None or not (STAFF | THE_OFFICE) & by.roles:
        raise NotYours("会商由成员单位召集。")
    if not may_convene(own, kind):
        named = MeetingKind(kind)
        raise NotYours(f"{named.label}由{RULES[named].convenors_words}组织召开。")
    return own


def refuse_empty(kind: str, disputes: Sequence[Dispute], topics: Sequence[str]) -> None:
    """A topic stands without a dispute in a conference alone; something stands in every one."""
    if topics and kind not in TAKE_TOPICS:
        raise Mistyped({"topics": [NO_TOPICS]})
    if not disputes and not topics:
        raise Mistyped({"disputes": [NO_AGENDA if kind in TAKE_TOPICS else NO_DISPUTE]})


def _check_agenda(disputes: Sequence[Dispute], sitting: Sequence[Department]) -> None:
    """A closed file is not opened to those who come, nor a secret to whom it is kept from."""
    closed = [d.number or "" for d in disputes if d.state == State.ARCHIVED]
    if closed:
        raise Mistyped({"disputes": [f"{'、'.join(closed)} 已归档，须重启后再会商，请先去掉。"]})
    for dispute in disputes:
        refuse_kept_out(dispute, sitting, "departments")


_MEANT: Final = {
    "title": "会商名称写事由，例如“职工医保缴费年限争议会商”",
    "place": "地点写会议室或者办公地址",
    "topics": "议题写要研究的问题",
}


def _refuse_personal(typed: Mapping[str, Sequence[str]], disputes: Sequence[Dispute]) -> None:
    """Whoever is invited reads these, also of cases that are not his (六(三))."""
    errors = {
        field: [f"“{word}”是当事人的姓名、号码或者住址，不能写在这里，请改写。{_MEANT[field]}。"]
        for field, texts in typed.items()
        for text in texts
        if (word := personal_word(text, disputes))
    }
    if errors:
        raise Mistyped(errors)


def _refuse_same(
    convenor: Department, title: str, starts_at: datetime, disputes: Sequence[Dispute]
) -> None:
    """Sent twice it is one meeting: nobody calls the same about the same at the same hour again."""
    wait_for(Turn.GIVEN, convenor.pk)
    hour = Meeting.objects.filter(convenor=convenor, starts_at=starts_at, state__in=BEFORE_HELD)
    named = [each for each in hour if each.title == title]
    about = {each.pk for each in disputes}
    if any({case.pk for case in each.disputes.all()} == about for each in named):
        told = f"本单位同一时间的“{title}”已经拟定，请在那一次会商上办理；另有一次的，请改题目。"
        raise Mistyped({"title": [told]})


def is_called_late(starts_at: datetime, at: datetime) -> bool:
    """Nobody is asked to come to what is over."""
    return starts_at + SITTING_DOWN < at


def _refuse_waiting(disputes: Sequence[Dispute]) -> None:
    """The leader is asked once about a case; whose meeting it is, is not told too early."""
    if len(disputes) != 1:
        return
    asked = disputes[0].approvals.filter(kind=ApprovalKind.MEETING, state=ApprovalState.PENDING)
    if asked.exists():
        told = f"{disputes[0].number} 已有一次会商待组长同意，请在那一次上办理，或者取消后再拟。"
        raise Mistyped({"disputes": [told]})


def out_of_reach(starts_at: datetime) -> str:
    """A year mistyped; minutes of what was held lately may still be put down."""
    day, today = timezone.localdate(starts_at), timezone.localdate(move.now())
    first, last = today - EARLIEST, today + LATEST
    if first <= day <= last:
        return ""
    said = "须在前 30 天至后 366 天之内"
    return f"时间{said}（{chinese_date(first)}至{chinese_date(last)}），请核对年月日。"


def _consent(disputes: Sequence[Dispute]) -> Approval | None:
    """同意召开专题会议 given with the approval covers meetings on that dispute alone."""
    if len(disputes) != 1:
        return None
    return (
        disputes[0]
        .approvals.filter(
            kind=ApprovalKind.MAJOR, state=ApprovalState.APPROVED, meeting_consent=True
        )
        .last()
    )


def _fill(
    meeting: Meeting,
    disputes: Sequence[Dispute],
    topics: Sequence[str],
    departments: Sequence[Department],
) -> None:
    cases = [AgendaItem(meeting=meeting, dispute=each) for each in disputes]
    agenda = cases + [AgendaItem(meeting=meeting, topic=each) for each in topics]
    for order, item in enumerate(agenda, 1):
        item.order = order
    AgendaItem.objects.bulk_create(agenda)
    everyone = {d.pk: d for d in (meeting.convenor, *departments)}
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, department=department) for department in everyone.values()
    )


def _ask_consent(meeting: Meeting, by: Officer, disputes: Sequence[Dispute]) -> None:
    Approval.objects.create(
        kind=ApprovalKind.MEETING,
        meeting=meeting,
        dispute=disputes[0] if len(disputes) == 1 else None,
        reason=meeting.title,
        requested_by=by,
        requested_department=meeting.convenor,
        requested_at=move.now(),
    )
    about = disputes[0] if disputes else None
    text = f"“{meeting.title}”请同意召开。"
    notices.tell([Letter(about, None, THE_LEADER, text)], by)
