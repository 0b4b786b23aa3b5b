"""交办单: a task of the task force, or one settled in a meeting (R022, R068)."""

from __future__ import annotations

from typing import NamedTuple

from reports.forms.passages import Appendix, Passage, appendices, passage
from reports.forms.sections import office_line
from workflow.papers.contents import TaskSheet

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
