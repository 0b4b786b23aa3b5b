"""部门书面审批意见书: the opinion in a special matter, signed by the department's head (R062)."""

from __future__ import annotations

from typing import NamedTuple

from reports.forms import opinion
from reports.forms.matter import Box
from reports.forms.sections import Section
from workflow.papers.contents import ApprovalOpinion

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
