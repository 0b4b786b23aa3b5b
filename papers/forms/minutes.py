"""会议纪要 in the manner of GB/T 9704 (领域 3.4): no seal, dissent written beside the decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from papers.choices import PaperKind
from papers.forms.meeting_notice import AgendaPiece
from papers.freezing import PaperContent, Prose
from papers.pieces import StancePiece
from papers.templatetags.papers import moment


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


class Attendance(NamedTuple):
    label: str
    names: str


class Sheet(NamedTuple):
    overview: str
    attendance: list[Attendance]
    copies: str
    countersigned: str


def lay_out(paper: Minutes) -> Sheet:
    who = (("出席：", paper.attended), ("请假：", paper.absent), ("列席：", paper.observers))
    return Sheet(
        overview=_overview(paper),
        attendance=[Attendance(label, "、".join(names)) for label, names in who if names],
        copies="、".join(paper.copies_to),
        countersigned="、".join(paper.countersigned),
    )


def _overview(paper: Minutes) -> str:
    consent = f"经专班组长同意（{paper.consent_number}），" if paper.consent_number else ""
    return (
        f"{moment(paper.starts_at)}，{consent}{paper.chair}在{paper.place}主持{paper.meeting}"
        f"（{paper.form}），研究社会保险费征缴争议事项{len(paper.resolutions)}件。"
        f"参加单位：{'、'.join(paper.attended)}。现将议定事项纪要如下："
    )
