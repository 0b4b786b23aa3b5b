"""受理登记表: what was said at the counter, for the payer to sign."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from disputes.choices import Channel
from papers.choices import PaperKind
from papers.freezing import PaperContent
from papers.layout.boxes import Box, boxes
from papers.layout.passages import NARROW, Appendix, Passage, appendices, name_lines, passage
from papers.pieces import (
    AgentPiece,
    MaterialPiece,
    MatterPiece,
    PartyPiece,
    SignaturePiece,
    materials_line,
)

BRANCHES = (
    ("own", "属本单位职责"),
    ("other", "不属本单位职责"),
    ("joint", "需多部门办理或职责不清"),
)


@dataclass(frozen=True, kw_only=True)
class Registration(PaperContent):
    """方案五(一), R041."""

    kind = PaperKind.REGISTRATION
    withholds = False

    first_contact_department: str
    first_contact_officer: str
    matter: MatterPiece
    payer: PartyPiece
    agent: AgentPiece | None = None
    counterparty: PartyPiece | None = None
    representatives: tuple[AgentPiece, ...] = ()
    materials: tuple[MaterialPiece, ...] = ()
    anonymous: bool = False
    branch: str = ""  # own, other, joint; empty until triage
    review: SignaturePiece = field(default_factory=SignaturePiece)

    @property
    def payer_name(self) -> str:
        return self.payer.name or ("匿名" if self.anonymous else "")

    @property
    def spoken_for_by(self) -> str:
        return "；".join(each.line for each in (self.agent, *self.representatives) if each)

    @property
    def branches(self) -> list[Box]:
        return boxes(BRANCHES, self.branch)

    @property
    def in_person(self) -> bool:
        return self.matter.channel == Channel.VISIT.label

    def lay_out(self) -> Sheet:
        names = (self.first_contact_officer, self.payer_name)
        longer = sum(name_lines(name, NARROW) for name in names)  # take their height of the texts
        facts = passage("反映主要事项", self.matter.facts, 36 if longer else 40)
        claim = passage("争议诉求", self.matter.claim, 16 if longer > 1 else 20)
        materials = passage("提交材料", materials_line(self.materials), 12)
        return Sheet(facts, claim, materials, appendices(facts, claim, materials))


class Sheet(NamedTuple):
    facts: Passage
    claim: Passage
    materials: Passage
    appendices: list[Appendix]
