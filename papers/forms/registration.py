"""Papers of intake and referral: 受理登记表, 告知单, 报送单, 回执, 移交函."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from papers.choices import PaperKind
from papers.freezing import PaperContent
from papers.layout.matter import Box, insurance_boxes, materials_line, period
from papers.layout.parties import document_number, named, where
from papers.layout.passages import Appendix, Passage, appendices, passage
from papers.layout.signing import Signed, signed
from papers.pieces import AgentPiece, MaterialPiece, MatterPiece, PartyPiece, SignaturePiece


@dataclass(frozen=True, kw_only=True)
class Registration(PaperContent):
    """受理登记表 (方案五(一), R041): what was said at the counter, for the payer to sign."""

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


_BRANCHES = (
    ("own", "属本单位职责"),
    ("other", "不属本单位职责"),
    ("joint", "需多部门办理或职责不清"),
)
_IN_PERSON = "来访"


class Sheet(NamedTuple):
    payer: str
    document: str
    agent: str
    place: str
    counterparty: str
    counterparty_code: str
    insurance: list[Box]
    period: str
    facts: Passage
    claim: Passage
    materials: Passage
    branches: list[Box]
    in_person: bool
    review: Signed
    appendices: list[Appendix]


def lay_out(paper: Registration) -> Sheet:
    matter = paper.matter
    facts = passage("反映主要事项", matter.facts, 40)
    claim = passage("争议诉求", matter.claim, 20)
    materials = passage("提交材料", materials_line(paper.materials), 12)
    return Sheet(
        payer=named(paper.payer, nobody="匿名" if paper.anonymous else ""),
        document=document_number(paper.payer),
        agent="；".join(_spoken(each) for each in (paper.agent, *paper.representatives) if each),
        place=where(matter),
        counterparty=named(paper.counterparty),
        counterparty_code=document_number(paper.counterparty),
        insurance=insurance_boxes(matter.insurance),
        period=period(matter),
        facts=facts,
        claim=claim,
        materials=materials,
        branches=[Box(label, paper.branch == code) for code, label in _BRANCHES],
        in_person=matter.channel == _IN_PERSON,
        review=signed(paper.review),
        appendices=appendices(facts, claim, materials),
    )


def _spoken(agent: AgentPiece) -> str:
    return " ".join(filter(None, (agent.name, agent.phone, agent.authority)))
