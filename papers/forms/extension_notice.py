"""延期告知书: the payer is told the new day and the reason (信访工作条例34条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from papers.choices import PaperKind
from papers.freezing import PaperContent, Prose
from papers.layout.sections import office_line
from papers.pieces import OfficePiece, PartyPiece


@dataclass(frozen=True, kw_only=True)
class ExtensionNotice(PaperContent):
    """延期告知书 (信访工作条例34条): the payer learns the new day and the reason, nothing else."""

    kind = PaperKind.EXTENSION_NOTICE
    withholds = False

    payer: PartyPiece
    category: str
    registered_on: date | None = None
    old_due_on: date
    new_due_on: date
    length: str
    reason: Prose
    contact: OfficePiece | None = None


class Sheet(NamedTuple):
    contact: str


def lay_out(paper: ExtensionNotice) -> Sheet:
    return Sheet(contact=office_line(paper.contact))
