"""报送单 with its 回执 on the reverse, as 领域 3.2 draws it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from disputes.choices import Urgency
from papers.choices import PaperKind
from papers.forms.receipt import Receipt
from papers.freezing import PaperContent, Prose
from papers.layout.boxes import Box, boxes
from papers.layout.passages import Appendix, Passage, appendices, cell, passage, passage_size
from papers.pieces import (
    AgentPiece,
    MaterialPiece,
    MatterPiece,
    OfficePiece,
    PartyPiece,
    SignaturePiece,
    materials_line,
)

_SIGNATURES = 11.0  # mm of the row that the signatures below the text take


@dataclass(frozen=True, kw_only=True)
class Referral(PaperContent):
    """方案附件; R085-R090: the matter goes to the department whose duty it is."""

    kind = PaperKind.REFERRAL
    number_suffix = "报"

    recipient: str
    first_contact_department: str
    first_contact_officer: str
    matter: MatterPiece
    payer: PartyPiece
    agent: AgentPiece | None = None
    counterparty: PartyPiece | None = None
    materials: tuple[MaterialPiece, ...] = ()
    reason: Prose
    reviewed_by: str = ""
    head: str = ""
    due_on: date
    contact: OfficePiece | None = None
    leader: SignaturePiece | None = None

    @property
    def urgencies(self) -> list[Box]:
        return boxes(reversed(Urgency.choices), self.matter.urgency)

    @property
    def spokesman(self) -> str:
        """The agent with his phone, or whom to ask for in a unit."""
        agent = self.agent
        return " ".join(filter(None, (agent.name, agent.phone))) if agent else self.payer.contact

    @property
    def whom_to_call(self) -> str:
        office = self.contact
        return "　".join(filter(None, (office.officer, office.phone))) if office else ""

    @property
    def reverse(self) -> Receipt:
        """What is known is printed, the rest is for the pen."""
        return Receipt(
            number=self.number,
            dispute_number=self.dispute_number,
            department=self.recipient,
            signed_by="",
            issued_on=self.issued_on,
            sender=self.department,
            due_on=self.due_on,
            nonce="",
        )

    def lay_out(self) -> Sheet:
        """Rows of fixed height; a text too long for its row goes on on the 附页 (领域 3.2)."""
        facts, claim = _facts_and_claim(self.matter)
        row = 28 if self.matter.is_major else 30
        reason = passage("受理部门意见", self.reason, row, taken=_SIGNATURES)
        materials = passage("附件材料", materials_line(self.materials), 12)
        address = cell("住址、工作单位", self.payer.home, 77, 8.7)
        head, dash, tail = self.dispute_number.rpartition("-")
        return Sheet(
            number_head=f"{head}{dash}",
            number_tail=tail,
            address=address,
            facts=facts,
            claim=claim,
            materials=materials,
            reason=reason,
            leader=self.leader or SignaturePiece(),
            appendices=appendices(address, facts, claim, materials, reason),
        )


class Sheet(NamedTuple):
    number_head: str
    number_tail: str
    address: Passage
    facts: Passage
    claim: Passage
    materials: Passage
    reason: Passage
    leader: SignaturePiece
    appendices: list[Appendix]


def _facts_and_claim(matter: MatterPiece) -> tuple[Passage, Passage]:
    """A short claim lends its height to long facts; together they never take more."""
    facts, claim = matter.facts, matter.claim
    if matter.is_major:
        high, low = 36, 16
    elif passage_size(facts, 48) is None and passage_size(claim, 16) is not None:
        high, low = 58, 16
    else:
        high, low = 48, 22
    return passage("反映主要事项", facts, high), passage("争议诉求", claim, low)
