"""部门书面意见书: what one department established and holds (R054)."""

from __future__ import annotations

from typing import NamedTuple

from reports.forms.matter import materials_line
from reports.forms.sections import Section, sections
from workflow.papers.contents import OpinionPaper


class Sheet(NamedTuple):
    sections: list[Section]
    materials: str


def lay_out(paper: OpinionPaper) -> Sheet:
    return Sheet(
        sections=sections(
            ("办理过程", paper.process),
            ("认定事实", paper.facts),
            ("法律法规政策依据", paper.basis),
            ("处理意见", paper.opinion),
            ("需其他部门配合事项", paper.cooperation),
            ("分歧说明", paper.dissent),
        ),
        materials=materials_line(paper.materials) if paper.materials else "",
    )
