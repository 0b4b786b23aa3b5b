"""更正单: what was registered wrongly, what stands there now, and why; for the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, NamedTuple

from papers.choices import PaperKind
from papers.freezing import Frozen, Masked, PaperContent, Prose
from papers.layout.passages import Appendix, Passage, appendices, passage
from papers.pieces import PartyPiece

Hidden = Annotated[str, Masked("hidden")]
BLANK = "（未填）"


@dataclass(frozen=True, kw_only=True)
class ChangePiece(Frozen):
    """One field before and after; that of a person is hidden in the masked copy."""

    label: str
    before: Prose = ""
    after: Prose = ""
    sealed_before: Hidden = ""
    sealed_after: Hidden = ""

    @property
    def was(self) -> str:
        return self.sealed_before or self.before or BLANK

    @property
    def is_now(self) -> str:
        return self.sealed_after or self.after or BLANK


@dataclass(frozen=True, kw_only=True)
class Correction(PaperContent):
    """方案五(一): 准确完整登记; papers issued before stand as they are."""

    kind = PaperKind.CORRECTION

    payer: PartyPiece | None = None
    subject: str  # 登记事项, 送达登记, 当事人意见
    changes: tuple[ChangePiece, ...]
    reason: Prose
    corrected_by: str

    def lay_out(self) -> Sheet:
        reason = passage("更正理由", self.reason, 40)
        return Sheet(reason, appendices(reason))


class Sheet(NamedTuple):
    reason: Passage
    appendices: list[Appendix]
