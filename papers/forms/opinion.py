"""部门书面意见书: what one department established and holds (R054)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from papers.choices import PaperKind
from papers.freezing import PaperContent, Prose
from papers.layout.matter import materials_line
from papers.layout.sections import Section, sections
from papers.pieces import MaterialPiece


@dataclass(frozen=True, kw_only=True)
class OpinionPaper(PaperContent):
    """部门书面意见书 (方案五(三)1(3); R054)."""

    kind = PaperKind.OPINION

    recipient: str
    in_reply_to: str = ""
    category: str = ""
    process: Prose = ""
    facts: Prose
    basis: Prose
    opinion: Prose
    cooperation: Prose = ""
    dissent: Prose = ""
    drafted_by: str = ""
    materials: tuple[MaterialPiece, ...] = ()


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
