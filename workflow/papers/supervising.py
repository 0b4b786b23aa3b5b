"""Papers of a 督办: 督办单 that asks, 督办反馈单 with what was answered and concluded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflow.choices import PaperKind
from workflow.papers.freezing import PaperContent, Prose
from workflow.papers.pieces import OfficePiece, SignaturePiece


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


@dataclass(frozen=True, kw_only=True)
class SupervisionReply(SupervisionPaper):
    """督办反馈单, under the number of its 督办单, once the office has closed it."""

    kind = PaperKind.SUPERVISION_REPLY

    answer: Prose
    answered: SignaturePiece
    timeliness: str
    conclusion: Prose
