"""督办单: at which level a department is made to answer, why, and by when (R104, domain 2.5)."""

from __future__ import annotations

from typing import NamedTuple

from reports.forms.passages import Appendix, Passage, appendices, passage
from reports.forms.sections import office_line
from workflow.papers.contents import SupervisionOrder
from workflow.papers.supervising import SupervisionPaper

_LEVELS = (("1", "提示"), ("2", "警示"), ("3", "通报"))


class Level(NamedTuple):
    label: str
    ticked: bool


class Sheet(NamedTuple):
    levels: list[Level]
    reason: Passage
    contact: str
    appendices: list[Appendix]


def lay_out(paper: SupervisionOrder) -> Sheet:
    reason = passage("督办事由", paper.reason, 60)
    return Sheet(
        levels=levels(paper),
        reason=reason,
        contact=office_line(paper.contact),
        appendices=appendices(reason),
    )


def levels(paper: SupervisionPaper) -> list[Level]:
    """The three of them, the one it is at ticked."""
    return [Level(label, paper.level == code) for code, label in _LEVELS]
