"""会议纪要 in the manner of GB/T 9704 (领域 3.4): no seal, dissent written beside the decision."""

from __future__ import annotations

from typing import NamedTuple

from reports.templatetags.papers import moment
from workflow.papers.contents import Minutes


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
