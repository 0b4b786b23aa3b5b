"""部门书面审批意见书: the opinion in a special matter, signed by the department's head (R062)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from papers.choices import PaperKind
from papers.forms import opinion
from papers.forms.opinion import OpinionPaper
from papers.layout.matter import Box
from papers.layout.sections import Section


@dataclass(frozen=True, kw_only=True)
class ApprovalOpinion(OpinionPaper):
    """部门书面审批意见书 (方案五(三)2(3); R062): signed by the head of the department."""

    kind = PaperKind.APPROVAL_OPINION

    verdict: str = ""  # agree, disagree, suggest


_VERDICTS = (("agree", "同意"), ("disagree", "不同意"), ("suggest", "建议"))


class Sheet(NamedTuple):
    sections: list[Section]
    materials: str
    verdicts: list[Box]


def lay_out(paper: ApprovalOpinion) -> Sheet:
    plain = opinion.lay_out(paper)
    return Sheet(
        sections=plain.sections,
        materials=plain.materials,
        verdicts=[Box(label, paper.verdict == code) for code, label in _VERDICTS],
    )
