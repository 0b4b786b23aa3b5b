"""延期告知书: the payer is told the new day and the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from papers.choices import PaperKind
from papers.freezing import PaperContent, Prose
from papers.pieces import OfficePiece, PartyPiece


@dataclass(frozen=True, kw_only=True)
class ExtensionNotice(PaperContent):
    """信访工作条例34条: the new day and the reason, nothing else."""

    kind = PaperKind.EXTENSION_NOTICE
    number_suffix = "延"
    withholds = False

    payer: PartyPiece
    category: str
    registered_on: date | None = None
    old_due_on: date
    new_due_on: date
    length: str
    reason: Prose
    contact: OfficePiece | None = None
