"""Issuing 会商通知 and 会议纪要 into the file of every dispute on the agenda."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from workflow.choices import PaperKind
from workflow.issuing import pieces
from workflow.issuing.handling import stances
from workflow.issuing.issue import Addressed, Common, issue
from workflow.papers.contents import AgendaPiece, MeetingNotice, Minutes, ResolutionPiece

if TYPE_CHECKING:
    from disputes.models import Dispute
    from workflow.models import AgendaItem, Meeting, Paper
    from workflow.moving import Move


def subject(dispute: Dispute) -> str:
    """What an agenda says of a dispute: its kind of matter, never a name (domain 3.3 ⑧)."""
    return f"关于{pieces.category_name(dispute)}的争议"


def meeting_notice(move: Move, meeting: Meeting) -> Paper:
    """会商通知 in this dispute's file; it names this dispute only, others stay unknown here."""

    def content(common: Common) -> MeetingNotice:
        d = move.dispute
        return MeetingNotice(
            **common,
            meeting=meeting.get_kind_display(),
            form=meeting.get_form_display(),
            title=meeting.title,
            starts_at=timezone.localtime(meeting.starts_at),
            place=meeting.place,
            agenda=(AgendaPiece(dispute_number=d.number or "", subject=subject(d)),),
            departments=tuple(a.department.name for a in meeting.attendances.all()),
            consent_number=_consent(meeting),
            contact=pieces.office(meeting.convenor),
        )

    return issue(
        move, PaperKind.MEETING_NOTICE, meeting.convenor, content, Addressed(meeting=meeting)
    )


def _consent(meeting: Meeting) -> str:
    return f"审批记录{meeting.consented_by_id}号" if meeting.consented_by_id else ""


def minutes(move: Move, item: AgendaItem) -> Paper:
    """会议纪要 under the meeting's one number; each file holds what concerns its own dispute."""
    meeting = item.meeting
    present = [a for a in meeting.attendances.all() if a.attended]
    away = [a for a in meeting.attendances.all() if not a.attended]

    def content(common: Common) -> Minutes:
        return Minutes(
            **common,
            meeting=meeting.get_kind_display(),
            form=meeting.get_form_display(),
            title=meeting.title,
            starts_at=timezone.localtime(meeting.starts_at),
            place=meeting.place,
            chair=move.actor_label or move.by.name,
            resolutions=(_resolution(item),),
            attended=tuple(a.department.name for a in present),
            absent=tuple(a.department.name for a in away),
            copies_to=tuple(a.department.name for a in meeting.attendances.all()),
            consent_number=_consent(meeting),
            countersigned=tuple(
                c.department.name
                for c in meeting.countersignatures.filter(text_version=meeting.text_version)
            ),
        )

    to = Addressed(meeting=meeting, number=meeting.number)
    return issue(move, PaperKind.MINUTES, meeting.convenor, content, to)


def _resolution(item: AgendaItem) -> ResolutionPiece:
    return ResolutionPiece(
        dispute_number=item.dispute.number or "",
        subject=subject(item.dispute),
        decision=item.decision,
        responsible=item.responsible.name if item.responsible else "",
        due_on=item.due_on,
        stances=stances(item.dispute),
        dissent=item.dissent,
    )
