"""会议纪要 in the manner of GB/T 9704 (领域 3.4): no seal, dissent written beside the decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from papers.choices import PaperKind
from papers.forms.meeting_notice import AgendaPiece
from papers.freezing import PaperContent, Prose, later
from papers.layout.days import A_NAME_IN_TEXT, moment
from papers.pieces import StancePiece


@dataclass(frozen=True, kw_only=True)
class ResolutionPiece(AgendaPiece):
    """议定事项: conclusion, basis, who, until when (R067)."""

    decision: Prose
    basis: Prose = ""
    responsible: str = ""
    due_on: date | None = None
    stances: tuple[StancePiece, ...] = ()
    dissent: Prose = ""
    place: int = later(0)  # its number in the whole text
    ended: str = later("")  # why nobody is asked for it any more


@dataclass(frozen=True, kw_only=True)
class Minutes(PaperContent):
    """方案五(三)2(3), 领域 3.4."""

    kind = PaperKind.MINUTES
    number_suffix = "纪"

    meeting: str
    form: str
    title: Prose
    starts_at: datetime
    place: Prose
    chair: Prose = ""  # empty: for the pen
    resolutions: tuple[ResolutionPiece, ...]
    attended: tuple[str, ...]
    absent: tuple[str, ...] = ()
    observers: tuple[str, ...] = ()
    copies_to: tuple[str, ...] = ()
    consent_number: str = ""
    countersigned: tuple[str, ...] = ()
    present: Prose = later("")  # noqa: RUF009 - a string, though masked in copies
    is_extract: bool = later(False)  # noqa: FBT003 - a file may not know the meeting's other cases
    cases: int = later(0)  # of the whole meeting, where this is an extract of its minutes
    topics: int = later(0)
    banner: str = later("")  # 一般会商纪要, 专题会议纪要, 联席会议纪要

    @property
    def headed(self) -> str:
        """Those issued before it was asked were all called so."""
        return self.banner or "专题会议纪要"

    @property
    def studied(self) -> str:
        """Cases, and topics that no case is about."""
        cases = self.cases or sum(bool(each.dispute_number) for each in self.resolutions)
        topics = self.topics or sum(not each.dispute_number for each in self.resolutions)
        said = (
            f"社会保险费征缴争议事项{cases}件" if cases else "",
            f"议题{topics}项" if topics else "",
        )
        return "、".join(filter(None, said))

    @property
    def overview(self) -> str:
        consent = f"经专班组长同意（{self.consent_number}），" if self.consent_number else ""
        met = f"{self.meeting}（{self.form}）"
        held = f"{self.chair}在{self.place}主持{met}"
        unnamed = f"在{self.place}召开{met}，由{A_NAME_IN_TEXT}主持"
        return (
            f"{moment(self.starts_at)}，{consent}{held if self.chair else unnamed}，"
            f"研究{self.studied}。参加单位：{'、'.join(self.attended)}。现将议定事项纪要如下："
        )

    @property
    def attendance(self) -> list[Attendance]:
        who = (("出席：", self.attended), ("请假：", self.absent), ("列席：", self.observers))
        return [Attendance(label, names) for label, names in who if names]


class Attendance(NamedTuple):
    label: str
    names: tuple[str, ...]
