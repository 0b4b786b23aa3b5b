"""督办反馈单: what the department answered, and the word of the office that closes it (R104)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from papers.choices import PaperKind
from papers.forms.supervision_order import Level, SupervisionPaper, levels
from papers.freezing import Prose
from papers.layout.passages import Appendix, Passage, appendices, passage
from papers.layout.signing import Signed, dated, signed
from papers.pieces import SignaturePiece


@dataclass(frozen=True, kw_only=True)
class SupervisionReply(SupervisionPaper):
    """督办反馈单, under the number of its 督办单, once the office has closed it."""

    kind = PaperKind.SUPERVISION_REPLY

    answer: Prose
    answered: SignaturePiece
    timeliness: str
    conclusion: Prose


class Sheet(NamedTuple):
    levels: list[Level]
    reason: Passage
    answer: Passage
    answered: Signed
    answered_on: str
    conclusion: Passage
    closed: Signed
    appendices: list[Appendix]


def lay_out(paper: SupervisionReply) -> Sheet:
    reason = passage("督办事由", paper.reason, 40)
    answer = passage("整改答复", paper.answer, 60, taken=8)
    conclusion = passage("销号意见", paper.conclusion, 58, taken=8)
    at = paper.answered.at
    return Sheet(
        levels=levels(paper),
        reason=reason,
        answer=answer,
        answered=signed(paper.answered),
        answered_on=dated(at.date() if at else None, paper.timeliness),
        conclusion=conclusion,
        closed=signed(SignaturePiece(name=paper.signed_by, at=paper.signed_at)),
        appendices=appendices(reason, answer, conclusion),
    )
