"""会商通知: who comes when, where, about what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from papers.choices import PaperKind
from papers.freezing import Frozen, PaperContent, Prose, later
from papers.layout.days import moment
from papers.layout.passages import Section, sections
from papers.pieces import OfficePiece


@dataclass(frozen=True, kw_only=True)
class AgendaPiece(Frozen):
    """One dispute on the agenda: number and summary, never a payer's name; or a topic without."""

    dispute_number: str
    subject: Prose


@dataclass(frozen=True, kw_only=True)
class MeetingNotice(PaperContent):
    """方案五(三)3."""

    kind = PaperKind.MEETING_NOTICE

    meeting: str  # the kind's word: 一般事项会商, 重大事项会商, 联席会议
    form: str
    title: Prose
    starts_at: datetime
    place: Prose
    agenda: tuple[AgendaPiece, ...]
    departments: tuple[str, ...]
    attendees: str = ""
    materials: Prose = ""
    consent_number: str = ""
    contact: OfficePiece | None = None
    is_extract: bool = later(False)  # noqa: FBT003 - a file may not know the meeting's other cases
    is_late: bool = later(False)  # noqa: FBT003 - the hour had passed when it was sent

    @property
    def before(self) -> list[Section]:
        return sections(("时间", moment(self.starts_at)), ("地点", self.place))

    @property
    def after(self) -> list[Section]:
        who = "：".join(filter(None, ("、".join(self.departments), self.attendees)))
        return sections(("参加单位和人员", who), ("需准备的材料", self.materials))
