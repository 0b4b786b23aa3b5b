"""部门书面意见书: what one department established and holds."""

from __future__ import annotations

from dataclasses import dataclass

from papers.choices import PaperKind
from papers.freezing import PaperContent, Prose, later
from papers.layout.passages import Section, sections
from papers.pieces import MaterialPiece


@dataclass(frozen=True, kw_only=True)
class OpinionPaper(PaperContent):
    """部门书面意见书 (方案五(三)1(3); R054)."""

    kind = PaperKind.OPINION

    recipient: str
    in_reply_to: str = ""
    asked_by: str = later("")  # what kind of paper that number is of
    category: str = ""
    process: Prose = ""
    facts: Prose
    basis: Prose
    opinion: Prose
    cooperation: Prose = ""
    dissent: Prose = ""
    drafted_by: str = ""
    materials: tuple[MaterialPiece, ...] = ()

    @property
    def sections(self) -> list[Section]:
        return sections(
            ("办理过程", self.process),
            ("认定事实", self.facts),
            ("法律法规政策依据", self.basis),
            ("处理意见", self.opinion),
            ("需其他部门配合事项", self.cooperation),
            ("分歧说明", self.dissent),
        )
