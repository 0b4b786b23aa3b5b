"""会办通知: one department is asked for its part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from papers.choices import PaperKind
from papers.freezing import PaperContent, Prose, later
from papers.layout.passages import Section, sections
from papers.pieces import MaterialPiece, MatterPiece, OfficePiece, PartyPiece


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


@dataclass(frozen=True, kw_only=True)
class JointNotice(PaperContent):
    """方案五(三)1(2)、2(2); R053."""

    kind = PaperKind.JOINT_NOTICE
    number_suffix = "会"

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
    assisting: tuple[str, ...] = later(())

    @property
    def manner(self) -> Manner:
        return _MANNERS[self.assignment]

    @property
    def sections(self) -> list[Section]:
        return sections(
            ("事项摘要", self._summary()),
            ("争议诉求", self.matter.claim),
            ("请你单位依职权办理的事项", self.question),
        )

    def _summary(self) -> str:
        told = (
            ("缴费人", self.payer.name if self.payer else ""),
            ("争议对方", self.counterparty.name if self.counterparty else ""),
            ("涉及险种", self.matter.insurance_words),
            ("争议期间", self.matter.period),
        )
        head = "；".join(f"{label}：{text}" for label, text in told if text)
        return "\n".join(filter(None, (head and f"{head}。", self.matter.facts)))
