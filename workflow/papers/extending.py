"""Papers of more time: 延期审批表 for the file, 延期告知书 for the payer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from workflow.choices import PaperKind
from workflow.papers.freezing import PaperContent, Prose
from workflow.papers.pieces import OfficePiece, PartyPiece, SignaturePiece


@dataclass(frozen=True, kw_only=True)
class ExtensionForm(PaperContent):
    """延期审批表 (信访工作条例34条; R103): who asked, from which day to which, and who agreed."""

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
