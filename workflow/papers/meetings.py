"""Papers of a meeting: 会商通知 and 会议纪要."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from workflow.choices import PaperKind
from workflow.papers.freezing import Frozen, PaperContent, Prose
from workflow.papers.pieces import OfficePiece, StancePiece


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


@dataclass(frozen=True, kw_only=True)
class ResolutionPiece(AgendaPiece):
    """议定事项: conclusion, basis, who, until when (R067)."""

    decision: Prose
    basis: Prose = ""
    responsible: str = ""
    due_on: date | None = None
    stances: tuple[StancePiece, ...] = ()
    dissent: Prose = ""


@dataclass(frozen=True, kw_only=True)
class Minutes(PaperContent):
    """会议纪要 (方案五(三)2(3), 领域 3.4); bears no seal."""

    kind = PaperKind.MINUTES

    meeting: str
    form: str
    title: Prose
    starts_at: datetime
    place: str
    chair: str
    resolutions: tuple[ResolutionPiece, ...]
    attended: tuple[str, ...]
    absent: tuple[str, ...] = ()
    observers: tuple[str, ...] = ()
    copies_to: tuple[str, ...] = ()
    consent_number: str = ""
    countersigned: tuple[str, ...] = ()
