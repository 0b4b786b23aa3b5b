"""延期审批表: who asked for more time, from which day to which, and who agreed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from papers.choices import PaperKind
from papers.freezing import PaperContent, Prose
from papers.layout.passages import Appendix, Passage, appendices, passage
from papers.pieces import PartyPiece, SignaturePiece


@dataclass(frozen=True, kw_only=True)
class ExtensionForm(PaperContent):
    """For the file (信访工作条例34条; R103)."""

    kind = PaperKind.EXTENSION_FORM

    payer: PartyPiece | None = None
    category: str = ""
    clock: str
    owner: str
    starts_on: date
    old_due_on: date
    new_due_on: date
    length: str
    reason: Prose
    progress: Prose = ""
    requested: SignaturePiece
    requested_department: str
    decided: SignaturePiece = field(default_factory=SignaturePiece)
    tells_payer: bool = True

    def lay_out(self) -> Sheet:
        reason = passage("延期理由", self.reason, 48)
        progress = passage("已办进展", self.progress, 48)
        return Sheet(reason, progress, appendices(reason, progress))


class Sheet(NamedTuple):
    reason: Passage
    progress: Passage
    appendices: list[Appendix]
