"""会商通知, 签到表, 会议纪要: one in the file of every dispute on the agenda, one for topics."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from departments.models import Term
from departments.roles import Role
from papers.choices import PaperKind
from papers.forms.attendance_sheet import CAME, DID_NOT_COME, AttendanceSheet, SeatPiece
from papers.forms.meeting_notice import AgendaPiece, MeetingNotice
from papers.forms.minutes import Minutes, ResolutionPiece
from papers.layout.days import day
from papers.pieces import StancePiece
from workflow.issuing import pieces
from workflow.issuing.drafts import (
    Addressed,
    Common,
    Draft,
    Issuing,
    WithoutCase,
    next_numbers,
    people,
)
from workflow.meetings.plan import is_called_late
from workflow.meetings.resolutions import topics_of
from workflow.models import Attendance
from workflow.models.choices import MeetingForm, MeetingKind
from workflow.models.meeting_kinds import LEADER_ISSUES, RULES
from workflow.procedure.rows.assignment import ANSWERABLE

if TYPE_CHECKING:
    from disputes.models import Dispute
    from workflow.models import AgendaItem, Meeting
from workflow.procedure.move import Move


def meeting_notices(
    moves: Sequence[Move], meeting: Meeting, number: str, *, about: WithoutCase
) -> list[Draft]:
    """会商通知: one text under one number, as the minutes are.

    Whoever is invited reads the whole agenda until the minutes are issued (docs/decisions/0012);
    the file of each dispute holds an extract that names this one alone.
    """
    disputes = [move.dispute for move in moves]
    names = pieces.category_names(disputes)
    cases = [_case(each, names) for each in disputes]
    topics = [AgendaPiece(dispute_number="", subject=each.topic) for each in topics_of(meeting)]
    parts: list[tuple[Issuing, list[AgendaPiece], Common]] = [
        (move, [each], {}) for move, each in zip(moves, cases, strict=True)
    ]
    if topics:
        parts.append((about, topics, _people_met(moves)))
    shared: Common = _about_meeting(meeting) | {
        "title": meeting.title.removesuffix("会商") or meeting.title,  # 会商通知 follows
        "departments": tuple(a.department.name for a in _attendances(meeting)),
        "contact": pieces.office(meeting.convenor),
        "is_late": is_called_late(meeting.starts_at, about.at),
    }
    to = Addressed(meeting=meeting, number=number)
    if len(parts) == 1:
        [(act, agenda, of)] = parts
        return [_notice(act, meeting, agenda, shared | of, to)]
    whole = shared | _people_of_all(disputes)
    extract = shared | {"is_extract": True}
    return [
        _notice(about, meeting, [*cases, *topics], whole, replace(to, is_whole=True)),
        *(_notice(act, meeting, agenda, extract | of, to) for act, agenda, of in parts),
    ]


def _people_of_all(disputes: Sequence[Dispute]) -> Common:
    """In the whole text: nobody who reported any of them in confidence."""
    return {
        "people": people(disputes),
        "identity_withheld": any(each.confidential_report for each in disputes),
    }


def _people_met(moves: Sequence[Move]) -> Common:
    """Whom the words of the meeting may name in what stands in no file of theirs."""
    return {"people": people([], [move.dispute for move in moves])}


def _case(dispute: Dispute, names: Mapping[str, str]) -> AgendaPiece:
    """What an agenda says of a dispute: its kind of matter, never a name (domain 3.3 ⑧)."""
    subject = pieces.matter_of(names[dispute.category])
    return AgendaPiece(dispute_number=dispute.number or "", subject=subject)


def _attendances(meeting: Meeting) -> Sequence[Attendance]:
    """Read once, however many papers name them."""
    rows = Attendance.objects.select_related("department")
    prefetch_related_objects([meeting], Prefetch("attendances", rows))
    return list(meeting.attendances.all())


def _about_meeting(meeting: Meeting) -> Common:
    return {
        "meeting": meeting.get_kind_display(),
        "form": meeting.get_form_display(),
        "title": meeting.title,
        "starts_at": timezone.localtime(meeting.starts_at),
        "place": meeting.place,
        "consent_number": _consent(meeting),
    }


def _notice(
    act: Issuing,
    meeting: Meeting,
    agenda: Sequence[AgendaPiece],
    shared: Common,
    to: Addressed,
) -> Draft:
    def content(common: Common) -> MeetingNotice:
        return MeetingNotice(**common | shared, agenda=tuple(agenda))

    return Draft(act, PaperKind.MEETING_NOTICE, meeting.convenor, content, to)


def _consent(meeting: Meeting) -> str:
    """The leader's word by its day: a row of a table has no number that anybody could look up."""
    given = meeting.consented_by
    return f"{day(timezone.localdate(given.decided_at))}批示" if given and given.decided_at else ""


#: What is settled in writing or by telephone nobody signs in to.
_IN_ONE_ROOM: Final = (MeetingForm.MEETING, MeetingForm.CONSULTATION, MeetingForm.TALK)
_LEADERS: Final = (Role.LEADER, Role.DEPUTY)


def is_signed_in_to(meeting: Meeting) -> bool:
    return meeting.form in _IN_ONE_ROOM


def attendance_sheets(
    moves: Sequence[Move], meeting: Meeting, number: str, *, about: WithoutCase
) -> list[Draft]:
    """签到表 with the minutes: the same in each dispute's file, for it tells nothing of any."""
    if not number:
        return []
    filed = attendance_sheet(*moves, meeting=meeting, number=number)
    if topics_of(meeting):
        of = _people_met(moves)
        filed += attendance_sheet(about, meeting=meeting, number=number, of=of)
    return filed


def attendance_sheet(
    *acts: Issuing,
    meeting: Meeting,
    number: str = "",
    shown: Callable[[str], str] = str,
    of: Common | None = None,
) -> list[Draft]:
    """For the pen while it has no number; who was put down as present stands there once known."""
    told: Common = {
        "meeting": meeting.get_kind_display(),
        "title": shown(meeting.title),
        "starts_at": timezone.localtime(meeting.starts_at),
        "place": shown(meeting.place),
        "task_force": leaders(meeting),
        "units": tuple(map(_seat, _attendances(meeting))),
        "present": shown(meeting.present),
        "is_filed": bool(number),
        "dispute_number": "",
    } | (of or {})

    def content(common: Common) -> AttendanceSheet:
        return AttendanceSheet(**common | told)

    to = Addressed(meeting=meeting, number=number)
    kind = PaperKind.ATTENDANCE_SHEET
    return [Draft(act, kind, meeting.convenor, content, to) for act in acts]


def _seat(attendance: Attendance) -> SeatPiece:
    came = {None: "", True: CAME, False: DID_NOT_COME}[attendance.attended]
    return SeatPiece(unit=attendance.department.name, came=came)


def leaders(meeting: Meeting) -> tuple[SeatPiece, ...]:
    """组长 and 副组长 of that day; what units settle among themselves they do not sit in."""
    if meeting.kind == MeetingKind.GENERAL:
        return ()
    terms = Term.objects.on(timezone.localdate(meeting.starts_at)).filter(post__role__in=_LEADERS)
    rows = terms.select_related("officer", "post").order_by("post__role", "id").reverse()
    return tuple(
        SeatPiece(name=t.officer.name, post=Role(t.post.role).label, phone=t.officer.phone)
        for t in rows
    )


def minutes(
    moves: Sequence[Move],
    meeting: Meeting,
    items: Mapping[int, AgendaItem],
    names: Mapping[str, str],
    *,
    about: WithoutCase,
) -> list[Draft]:
    """会议纪要: one text under one number, in the file of its one dispute.

    Of several, the whole is kept at the meeting, and each file, whose readers need not know the
    others, holds an extract that says so.
    """
    disputes = [move.dispute for move in moves]
    seats = _attendances(meeting)
    shared: Common = _about_meeting(meeting) | {
        "attended": tuple(a.department.name for a in seats if a.attended),
        "present": meeting.present,
        "absent": tuple(a.department.name for a in seats if not a.attended),
        "copies_to": tuple(a.department.name for a in seats),
        "countersigned": _countersigned(meeting),
        "chair": meeting.chair,
        "banner": RULES[MeetingKind(meeting.kind)].minutes,
    }
    if meeting.kind in LEADER_ISSUES:  # 签发=组长 (领域 3.4), whichever unit called it
        shared["signed_by"] = about.by.name if about.by.has_role(Role.LEADER) else about.by.signs_as
    said = pieces.stances(disputes)
    of_cases = [
        _resolution(_case(d, names), items[d.pk], said[d.pk], ended=_ended(d, items[d.pk]))
        for d in disputes
    ]
    topics = topics_of(meeting)
    told = [AgendaPiece(dispute_number="", subject=each.topic) for each in topics]
    of_topics = list(map(_resolution, told, topics))
    resolved = [replace(each, place=n) for n, each in enumerate((*of_cases, *of_topics), 1)]
    parts: list[tuple[Issuing, list[ResolutionPiece], Common]] = [
        (move, [each], {}) for move, each in zip(moves, resolved, strict=False)
    ]
    if of_topics:
        parts.append((about, resolved[len(of_cases) :], _people_met(moves)))
    if len(parts) == 1:
        return [_minutes(*parts[0][:2], meeting, shared | parts[0][2])]
    counted = {"is_extract": True, "cases": len(of_cases), "topics": len(of_topics)}
    of_all = shared | _people_of_all(disputes)
    whole = _minutes(about, resolved, meeting, of_all, is_whole=True)
    extracts = [_minutes(act, some, meeting, shared | counted | of) for act, some, of in parts]
    return [whole, *extracts]


def _countersigned(meeting: Meeting) -> tuple[str, ...]:
    if not meeting.countersigned:
        return ()
    signed = meeting.countersignatures.filter(text_version=meeting.text_version)
    return tuple(each.department.name for each in signed.select_related("department"))


def _minutes(
    act: Issuing,
    resolved: Sequence[ResolutionPiece],
    meeting: Meeting,
    shared: Common,
    *,
    is_whole: bool = False,
) -> Draft:
    def content(common: Common) -> Minutes:
        return Minutes(**common | shared, resolutions=tuple(resolved))

    to = Addressed(meeting=meeting, number=meeting.number, is_whole=is_whole)
    return Draft(act, PaperKind.MINUTES, meeting.convenor, content, to)


def _resolution(
    about: AgendaPiece, item: AgendaItem, said: tuple[StancePiece, ...] = (), *, ended: str = ""
) -> ResolutionPiece:
    return ResolutionPiece(
        dispute_number=about.dispute_number,
        subject=about.subject,
        decision=item.decision,
        responsible=item.responsible.name if item.responsible else "",
        due_on=item.due_on,
        stances=said,
        dissent=item.dissent,
        ended=ended,
    )


def _ended(dispute: Dispute, item: AgendaItem) -> str:
    """The text was settled before the case ended: the paper says why it asks nobody (R068)."""
    if item.responsible is None or dispute.state in ANSWERABLE:
        return ""
    return f"（该件其后{dispute.get_state_display()}，本项不再交办。）"


def numbers(meeting: Meeting, tasks: int, year: int) -> list[str]:
    """Of the minutes, of the 签到表 if there is one, of each sheet for what was decided."""
    signed_in = [PaperKind.ATTENDANCE_SHEET] if is_signed_in_to(meeting) else []
    kinds = [PaperKind.MINUTES, *signed_in, *[PaperKind.TASK_SHEET] * tasks]
    first, *rest = next_numbers([(kind, meeting.convenor) for kind in kinds], year)
    return [first, *(rest if signed_in else ["", *rest])]
