"""Papers of a meeting: 会商通知 and 会议纪要."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from papers.choices import PaperKind
from papers.freezing import Frozen, PaperContent, Prose
from papers.layout.sections import Section, office_line, sections
from papers.pieces import OfficePiece
from papers.templatetags.papers import moment


@dataclass(frozen=True, kw_only=True)
class AgendaPiece(Frozen):
    """One dispute on the agenda: number and summary, never a payer's name."""

    dispute_number: str
    subject: Prose


@dataclass(frozen=True, kw_only=True)
class MeetingNotice(PaperContent):
    """会商通知 (方案五(三)3): who comes when, where, about what."""

    kind = PaperKind.MEETING_NOTICE

    meeting: str  # the kind's word: 一般事项会商, 重大事项会商, 联席会议
    form: str
    title: Prose
    starts_at: datetime
    place: str
    agenda: tuple[AgendaPiece, ...]
    departments: tuple[str, ...]
    attendees: str = ""
    materials: Prose = ""
    consent_number: str = ""
    contact: OfficePiece | None = None


class Sheet(NamedTuple):
    departments: str
    before: list[Section]
    after: list[Section]
    contact: str


def lay_out(paper: MeetingNotice) -> Sheet:
    return Sheet(
        departments="、".join(paper.departments),
        before=sections(("时间", moment(paper.starts_at)), ("地点", paper.place)),
        after=sections(
            ("参加单位和人员", _who(paper)),
            ("需准备的材料", paper.materials),
        ),
        contact=office_line(paper.contact),
    )


def _who(paper: MeetingNotice) -> str:
    return "：".join(filter(None, ("、".join(paper.departments), paper.attendees)))
