"""会办通知: asks one department for its part of a joint or special matter (R053)."""

from __future__ import annotations

from typing import NamedTuple

from reports.forms.matter import insurance_words, materials_line, period
from reports.forms.parties import named
from reports.forms.sections import Section, office_line, sections
from workflow.papers.contents import JointNotice


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
