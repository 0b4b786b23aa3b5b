"""会商通知: who comes when, where and about what; never a payer's name (方案五(三)3)."""

from __future__ import annotations

from typing import NamedTuple

from reports.forms.sections import Section, office_line, sections
from reports.templatetags.papers import moment
from workflow.papers.contents import MeetingNotice


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
