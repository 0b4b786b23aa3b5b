"""Papers of a 督办: 督办单 that asks, 督办反馈单 with what was answered and concluded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from papers.choices import PaperKind
from papers.freezing import PaperContent, Prose
from papers.layout.passages import Appendix, Passage, appendices, passage
from papers.layout.sections import office_line
from papers.pieces import OfficePiece


@dataclass(frozen=True, kw_only=True)
class SupervisionPaper(PaperContent):
    """What both say: whom, how loudly, why. Nothing of the case itself, which a department that
    returned it no longer sees (R052)."""

    recipient: str
    level: str
    cause: str
    reason: Prose
    due_on: date


@dataclass(frozen=True, kw_only=True)
class SupervisionOrder(SupervisionPaper):
    """督办单 (domain 2.5): a new one for each level."""

    kind = PaperKind.SUPERVISION_ORDER

    opened_by: str
    contact: OfficePiece | None = None


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
