"""Papers of handling: 会办通知, 意见书, 审批意见书, 重大事项审批表, 交办单, 上报表."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from papers.choices import PaperKind
from papers.freezing import PaperContent, Prose
from papers.layout.matter import insurance_words, materials_line, period
from papers.layout.parties import named
from papers.layout.sections import Section, office_line, sections
from papers.pieces import MaterialPiece, MatterPiece, OfficePiece, PartyPiece


@dataclass(frozen=True, kw_only=True)
class JointNotice(PaperContent):
    """会办通知 (方案五(三)1(2)、2(2); R053): one department is asked for its part."""

    kind = PaperKind.JOINT_NOTICE

    recipient: str
    participants: tuple[str, ...]
    assignment: str  # joint, special, assist
    matter: MatterPiece
    payer: PartyPiece | None = None
    counterparty: PartyPiece | None = None
    question: Prose
    due_on: date
    approval_number: str = ""
    materials: tuple[MaterialPiece, ...] = ()
    contact: OfficePiece | None = None


class Manner(NamedTuple):
    """How the three kinds of assignment differ in words."""

    title: str
    clause: str
    asked: str
    answer: str


_MANNERS = {
    "joint": Manner("联合办理", "五(三)1(2)", "采取联办形式办理", "书面意见"),
    "special": Manner("专案办理", "五(三)2(2)", "按重大疑难事项专案办理", "书面审批意见"),
    "assist": Manner("协助办理", "四(二)", "协助办理", "办理情况"),
}


class Sheet(NamedTuple):
    manner: Manner
    participants: str
    sections: list[Section]
    materials: str
    contact: str


def lay_out(paper: JointNotice) -> Sheet:
    return Sheet(
        manner=_MANNERS[paper.assignment],
        participants="、".join(paper.participants),
        sections=sections(
            ("事项摘要", _summary(paper)),
            ("争议诉求", paper.matter.claim),
            ("请你单位依职权办理的事项", paper.question),
        ),
        materials=materials_line(paper.materials) if paper.materials else "",
        contact=office_line(paper.contact),
    )


def _summary(paper: JointNotice) -> str:
    told = (
        ("缴费人", named(paper.payer, nobody="")),
        ("争议对方", named(paper.counterparty, nobody="")),
        ("涉及险种", insurance_words(paper.matter.insurance)),
        ("争议期间", period(paper.matter)),
    )
    head = "；".join(f"{label}：{text}" for label, text in told if text)
    return "\n".join(filter(None, (head and f"{head}。", paper.matter.facts)))
