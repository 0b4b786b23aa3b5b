"""督办反馈单: what the department answered, and the word of the office that closes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from papers.choices import PaperKind
from papers.forms.supervision_order import SupervisionPaper
from papers.freezing import Prose
from papers.layout.passages import Appendix, Passage, appendices, passage
from papers.pieces import SignaturePiece


@dataclass(frozen=True, kw_only=True)
class SupervisionReply(SupervisionPaper):
    """Under the number of its 督办单, once the office has closed it (R104)."""

    kind = PaperKind.SUPERVISION_REPLY

    answer: Prose
    answered: SignaturePiece
    timeliness: str
    conclusion: Prose

    @property
    def closed(self) -> SignaturePiece:
        return SignaturePiece(name=self.signed_by, at=self.signed_at)

    def lay_out(self) -> Sheet:
        reason = passage("督办事由", self.reason, 40)
        answer = passage("整改答复", self.answer, 60, taken=8)
        conclusion = passage("销号意见", self.conclusion, 58, taken=8)
        return Sheet(reason, answer, conclusion, appendices(reason, answer, conclusion))


class Sheet(NamedTuple):
    reason: Passage
    answer: Passage
    conclusion: Passage
    appendices: list[Appendix]
