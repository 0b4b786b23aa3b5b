"""交办单: a task of the task force, or one settled in a meeting (R022, R068)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from papers.choices import PaperKind
from papers.freezing import PaperContent, Prose
from papers.layout.passages import Appendix, Passage, appendices, passage
from papers.layout.sections import office_line
from papers.pieces import OfficePiece


@dataclass(frozen=True, kw_only=True)
class TaskSheet(PaperContent):
    """交办单: a task of the task force, or one settled in a meeting (R022, R068)."""

    kind = PaperKind.TASK_SHEET

    assignment: str  # task, resolution
    recipient: str
    question: Prose
    basis: Prose = ""
    category: str = ""
    sent_at: datetime | None = None
    due_on: date
    contact: OfficePiece | None = None


_SOURCES = {"task": "专班交办", "resolution": "会商议定事项"}


class Sheet(NamedTuple):
    source: str
    question: Passage
    basis: Passage
    contact: str
    appendices: list[Appendix]


def lay_out(paper: TaskSheet) -> Sheet:
    question = passage("交办内容", paper.question, 60)
    basis = passage("交办依据", paper.basis, 20)
    return Sheet(
        source=_SOURCES[paper.assignment],
        question=question,
        basis=basis,
        contact=office_line(paper.contact),
        appendices=appendices(question, basis),
    )
