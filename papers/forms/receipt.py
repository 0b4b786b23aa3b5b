"""回执: how the referred matter was handled, with its blank twin on the reverse of the 报送单."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from disputes.choices import Answer
from papers.choices import PaperKind
from papers.freezing import Frozen, PaperContent, PersonName, Prose
from papers.layout.boxes import Box, boxes
from papers.layout.passages import Appendix, Passage, appendices, passage
from papers.pieces import MaterialPiece, materials_line

_ANSWERS = ((Answer.NONE, "无异议"), (Answer.OBJECTS, "有异议"), (Answer.SILENT, "未表态"))
_OUTCOMES = (
    ("done", "已办结"),
    ("partial", "部分办结"),
    ("returned", "不属本单位职责退回"),
    ("joint", "需联合办理"),
    ("extended", "申请延期至"),
)


@dataclass(frozen=True, kw_only=True)
class FeedbackPiece(Frozen):
    """One party told, as the 回执 reports it; by what means and with what answer."""

    told_on: date | None = None
    method: str = ""
    recipient: PersonName = ""
    answer: str = ""  # a code of Answer; empty while unknown

    @property
    def answers(self) -> list[Box]:
        return boxes(_ANSWERS, self.answer)


@dataclass(frozen=True, kw_only=True)
class Receipt(PaperContent):
    """方案附件备注, R076, R090; without a signature it is the blank form for the pen."""

    kind = PaperKind.RECEIPT

    sender: str
    accepted_at: datetime | None = None
    due_on: date | None = None
    timeliness: str = ""  # 按期, 超期 2 天
    outcome: str = ""  # done, partial, returned, joint, extended
    outcome_note: Prose = ""
    extended_to: date | None = None
    facts: Prose = ""
    opinion: Prose = ""
    basis: Prose = ""
    payer_feedback: FeedbackPiece | None = None
    counterparty_feedback: FeedbackPiece | None = None
    remedies_told: bool = False
    materials: tuple[MaterialPiece, ...] = ()
    drafted_by: str = ""
    phone: str = ""

    @property
    def outcomes(self) -> list[Box]:
        return boxes(_OUTCOMES, self.outcome)

    @property
    def told(self) -> list[Told]:
        parties = (
            ("反馈缴费人", self.payer_feedback),
            ("反馈争议对方", self.counterparty_feedback),
        )
        return [Told(label, feedback or FeedbackPiece()) for label, feedback in parties]

    @property
    def attached(self) -> str:
        return "" if self.is_blank else materials_line(self.materials)

    @property
    def is_blank(self) -> bool:
        """The reverse of a 报送单: everything on it is for the pen."""
        return not (self.signed_by or self.drafted_by)

    def lay_out(self) -> Sheet:
        process = passage("办理经过与事实", self.facts, 48)
        said = f"{self.opinion}\n依据：{self.basis}" if self.basis else self.opinion
        opinion = passage("处理意见及依据", said, 44)
        return Sheet(process, opinion, appendices(process, opinion))


class Told(NamedTuple):
    """One party's row: who was told, when, how, and what he said."""

    label: str
    feedback: FeedbackPiece


class Sheet(NamedTuple):
    process: Passage
    opinion: Passage
    appendices: list[Appendix]
