"""协助情况反馈单: what a unit that only assists answers, for the file of the case (R054)."""

from __future__ import annotations

from dataclasses import dataclass

from papers.choices import PaperKind
from papers.forms.opinion import OpinionPaper


@dataclass(frozen=True, kw_only=True)
class AssistReply(OpinionPaper):
    """Counts neither as an opinion nor towards two departments (procedure.md, The assignment)."""

    kind = PaperKind.ASSIST_REPLY
