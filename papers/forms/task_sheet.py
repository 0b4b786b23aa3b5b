"""交办单: a task of the task force, or one settled in a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from papers.choices import PaperKind
from papers.freezing import PaperContent, Prose
from papers.layout.passages import Appendix, Passage, appendices, passage
from papers.pieces import OfficePiece

_SOURCES = {"task": "专班交办", "resolution": "会商议定事项"}


@dataclass(frozen=True, kw_only=True)
class TaskSheet(PaperContent):
    """R022, R068."""

    kind = PaperKind.TASK_SHEET

    assignment: str  # task, resolution
    recipient: str
    question: Prose
    basis: Prose = ""
    category: str = ""
    sent_at: datetime | None = None
    due_on: date
    contact: OfficePiece | None = None

    @property
    def source(self) -> str:
        return _SOURCES[self.assignment]

    def lay_out(self) -> Sheet:
        question = passage("交办内容", self.question, 60)
        basis = passage("交办依据", self.basis, 20)
        return Sheet(question, basis, appendices(question, basis))


class Sheet(NamedTuple):
    question: Passage
    basis: Passage
    appendices: list[Appendix]
