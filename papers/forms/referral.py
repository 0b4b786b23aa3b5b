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
from papers.layout.fitting import lines
from papers.layout.passages import (
    NARROW,
    SMALL,
    Appendix,
    Passage,
    appendices,
    name_lines,
    passage,
    passage_size,
)
from papers.pieces import (
    AgentPiece,
    MaterialPiece,
    MatterPiece,
    OfficePiece,
    PartyPiece,
    SignaturePiece,
    materials_line,
)

#: mm of the row that the signatures below the text take: on one line, on two, each on its own.
_SIGNATURES, _CROWDED, _STACKED = 11.0, 19.0, 19.0 + 4.3
#: mm beside the longest of their words where each has a line to himself.
_LINE = 104.0


class Signer(NamedTuple):
    """Who signs, under which word, and the room that is left beside it (mm)."""

    label: str
    name: str
    width: float


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
    def signers(self) -> list[Signer]:
        """首问责任人, 审核人, 负责人, each in a third of the line."""
        return [each._replace(width=_LINE) if self.is_stacked else each for each in self._thirds]

    @property
    def _thirds(self) -> list[Signer]:
        return [
            Signer("首问责任人", self.first_contact_officer, 20),
            Signer("审核人", self.reviewed_by, 27),
            Signer("负责人", self.head, 27),
        ]

    @property
    def is_stacked(self) -> bool:
        """A name too long for two lines of its third has a line to itself, and so have the others.

        One that no line holds is cut in its third and stands whole on the 附页.
        """
        taken = [lines(each.name, each.width, SMALL) for each in self._thirds]
        one = [lines(each.name, _LINE, SMALL) for each in self._thirds]
        return max(taken) > 2 and max(one) == 1

    @property
    def is_crowded(self) -> bool:
        """A name or a telephone that takes two lines; the text above then has less room."""
        beside = [*self._thirds, Signer("联系人及电话", self.whom_to_call, 48)]
        return any(lines(each.name, each.width, SMALL) > 1 for each in beside)

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
        names = (self.payer.name, self.spokesman)
        longer = sum(name_lines(name, NARROW) for name in names)
        facts, claim = _facts_and_claim(self.matter, 4 * longer + 8 * self.is_stacked)
        row = 36 if self.is_stacked else 28 if self.matter.is_major else 30
        taken = _STACKED if self.is_stacked else _CROWDED if self.is_crowded else _SIGNATURES
        reason = passage("受理部门意见", self.reason, row, taken=taken)
        materials = passage("附件材料", materials_line(self.materials), 12)
        head, dash, tail = self.dispute_number.rpartition("-")
        return Sheet(
            number_head=f"{head}{dash}",
            number_tail=tail,
            facts=facts,
            claim=claim,
            materials=materials,
            reason=reason,
            leader=self.leader or SignaturePiece(),
            appendices=appendices(facts, claim, materials, reason),
        )


class Sheet(NamedTuple):
    number_head: str
    number_tail: str
    facts: Passage
    claim: Passage
    materials: Passage
    reason: Passage
    leader: SignaturePiece
    appendices: list[Appendix]


def _facts_and_claim(matter: MatterPiece, taken: int) -> tuple[Passage, Passage]:
    """A short claim lends its height to long facts; together they never take more.

    `taken` is what long names need of it.
    """
    facts, claim = matter.facts, matter.claim
    if matter.is_major:
        high, low = 36, 16
    elif passage_size(facts, 48) is None and passage_size(claim, 16) is not None:
        high, low = 58, 16
    else:
        high, low = 48, 22
    high = max(high - taken, 28)
    return passage("反映主要事项", facts, high), passage("争议诉求", claim, low)
