"""Papers of more time: 延期审批表 for the file, 延期告知书 for the payer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from papers.choices import PaperKind
from papers.freezing import PaperContent, Prose
from papers.layout.parties import named
from papers.layout.passages import Appendix, Passage, appendices, passage
from papers.layout.signing import Signed, signed
from papers.pieces import PartyPiece, SignaturePiece
from papers.templatetags.papers import day


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


class Sheet(NamedTuple):
    payer: str
    until: str
    reason: Passage
    progress: Passage
    requested: Signed
    decided: Signed
    appendices: list[Appendix]


def lay_out(paper: ExtensionForm) -> Sheet:
    reason = passage("延期理由", paper.reason, 48)
    progress = passage("已办进展", paper.progress, 48)
    return Sheet(
        payer=named(paper.payer, nobody=""),
        until=f"{day(paper.new_due_on)}（{paper.length}）",
        reason=reason,
        progress=progress,
        requested=signed(paper.requested),
        decided=signed(paper.decided),
        appendices=appendices(reason, progress),
    )
