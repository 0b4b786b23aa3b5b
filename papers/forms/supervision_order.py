"""督办单: asks a department why it is late, a new one for each level."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from papers.choices import PaperKind
from papers.freezing import PaperContent, Prose
from papers.layout.boxes import Box, boxes
from papers.layout.passages import Appendix, Passage, appendices, passage
from papers.pieces import OfficePiece

_LEVELS = (("1", "提示"), ("2", "警示"), ("3", "通报"))


@dataclass(frozen=True, kw_only=True)
class SupervisionPaper(PaperContent):
    """What 督办单 and 督办反馈单 both say: whom, how loudly, why.

    Nothing of the case itself, which a department that returned it no longer sees (R052).
    """

    recipient: str
    level: str
    cause: str
    reason: Prose
    due_on: date

    @property
    def levels(self) -> list[Box]:
        """The three of them, the one it is at ticked."""
        return boxes(_LEVELS, self.level)


@dataclass(frozen=True, kw_only=True)
class SupervisionOrder(SupervisionPaper):
    """领域 2.5."""

    kind = PaperKind.SUPERVISION_ORDER
    number_suffix = "督"

    opened_by: str
    contact: OfficePiece | None = None

    def lay_out(self) -> Sheet:
        reason = passage("督办事由", self.reason, 60)
        return Sheet(reason, appendices(reason))


class Sheet(NamedTuple):
    reason: Passage
    appendices: list[Appendix]
