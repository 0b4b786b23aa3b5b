"""回执: how the referred matter was handled, with its blank twin on the reverse of the 报送单."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from disputes.choices import Answer
from papers.choices import PaperKind
from papers.freezing import Frozen, PaperContent, PersonName, Prose
from papers.layout.matter import Box, materials_line
from papers.layout.passages import Appendix, Passage, appendices, passage
from papers.layout.signing import dated
from papers.pieces import MaterialPiece


@dataclass(frozen=True, kw_only=True)
class FeedbackPiece(Frozen):
    """One party told, as the 回执 reports it; by what means and with what answer."""

    told_on: date | None = None
    method: str = ""
    recipient: PersonName = ""
    answer: str = ""  # a code of workflow.choices.Answer; empty while unknown


@dataclass(frozen=True, kw_only=True)
class Receipt(PaperContent):
    """回执 (方案附件备注, R076, R090): how the lead department handled what was referred."""

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


_OUTCOMES = (
    ("done", "已办结"),
    ("partial", "部分办结"),
    ("returned", "不属本单位职责退回"),
    ("joint", "需联合办理"),
    ("extended", "申请延期至"),
)


class Told(NamedTuple):
    """One party's row: who was told, when, how, and what he said."""

    label: str
    feedback: FeedbackPiece
    answers: list[Box]


class Sheet(NamedTuple):
    paper: Receipt
    due: str
    outcomes: list[Box]
    told: list[Told]
    materials: str
    process: Passage
    opinion: Passage
    appendices: list[Appendix]


def lay_out(paper: Receipt) -> Sheet:
    process = passage("办理经过与事实", paper.facts, 60)
    opinion = passage("处理意见及依据", _opinion(paper), 54)
    return Sheet(
        paper=paper,
        due=dated(paper.due_on, paper.timeliness),
        outcomes=[Box(label, paper.outcome == code) for code, label in _OUTCOMES],
        told=[
            _told("反馈缴费人", paper.payer_feedback),
            _told("反馈争议对方", paper.counterparty_feedback),
        ],
        materials=materials_line(paper.materials) if paper.signed_by else "",
        process=process,
        opinion=opinion,
        appendices=appendices(process, opinion),
    )


def _opinion(paper: Receipt) -> str:
    return f"{paper.opinion}\n依据：{paper.basis}" if paper.basis else paper.opinion


def _told(label: str, feedback: FeedbackPiece | None) -> Told:
    told = feedback or FeedbackPiece()
    words = ((Answer.NONE, "无异议"), (Answer.OBJECTS, "有异议"), (Answer.SILENT, "未表态"))
    return Told(label, told, [Box(word, told.answer == code) for code, word in words])
