"""受理登记表: what was said at the counter, printed for the payer to sign (R041)."""

from __future__ import annotations

from typing import NamedTuple

from reports.forms.matter import Box, insurance_boxes, materials_line, period
from reports.forms.parties import document_number, named, where
from reports.forms.passages import Appendix, Passage, appendices, passage
from reports.forms.signing import Signed, signed
from workflow.papers.contents import AgentPiece, Registration

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
