"""部门书面审批意见书: the opinion in a special matter."""

from __future__ import annotations

from dataclasses import dataclass

from papers.choices import PaperKind
from papers.forms.opinion import OpinionPaper
from papers.layout.boxes import Box, boxes

_VERDICTS = (("agree", "同意"), ("disagree", "不同意"), ("suggest", "建议"))


@dataclass(frozen=True, kw_only=True)
class ApprovalOpinion(OpinionPaper):
    """部门书面审批意见书 (方案五(三)2(3); R062): signed by the head of the department."""

    kind = PaperKind.APPROVAL_OPINION

    verdict: str = ""  # agree, disagree, suggest

    @property
    def verdicts(self) -> list[Box]:
        return boxes(_VERDICTS, self.verdict)
