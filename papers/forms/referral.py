"""报送单 with its 回执 on the reverse, as 领域 3.2 draws it (R085-R090)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from papers.choices import PaperKind
from papers.forms import receipt as forms_receipt
from papers.forms.receipt import Receipt
from papers.freezing import PaperContent, Prose
from papers.layout.matter import Box, insurance_boxes, materials_line, period
from papers.layout.parties import document_number, home, named, spokesman, where
from papers.layout.passages import Appendix, Passage, appendices, cell, passage, passage_size
from papers.layout.signing import Signed, signed
from papers.pieces import (
    AgentPiece,
    MaterialPiece,
    MatterPiece,
    OfficePiece,
    PartyPiece,
    SignaturePiece,
)


@dataclass(frozen=True, kw_only=True)
class Referral(PaperContent):
    """报送单 (方案附件; R085-R089): the matter goes to the department whose duty it is."""

    kind = PaperKind.REFERRAL

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


_SIGNATURES = 11.0


class Urgency(NamedTuple):
    critical: bool
    urgent: bool
    normal: bool


class Sheet(NamedTuple):
    is_major: bool
    is_general: bool
    urgency: Urgency
    number_head: str
    number_tail: str
    payer_document: str
    spokesman: str
    place: str
    address: Passage
    counterparty: str
    counterparty_code: str
    insurance: list[Box]
    period: str
    facts: Passage
    claim: Passage
    materials: Passage
    reason: Passage
    contact: str
    leader: Signed
    appendices: list[Appendix]
    receipt: forms_receipt.Sheet


def lay_out(paper: Referral) -> Sheet:
    """Rows of fixed height; a text too long for its row goes on on the 附页 (领域 3.2)."""
    matter = paper.matter
    is_major = matter.severity == "major"
    facts, claim = _passages(paper, is_major=is_major)
    reason = passage("受理部门意见", paper.reason, 28 if is_major else 30, taken=_SIGNATURES)
    materials = passage("附件材料", materials_line(paper.materials), 12)
    address = cell("住址、工作单位", home(paper.payer), 77, 8.7)
    head, dash, tail = paper.dispute_number.rpartition("-")
    return Sheet(
        is_major=is_major,
        is_general=matter.severity == "general",
        urgency=Urgency(*(matter.urgency == each for each in ("critical", "urgent", "normal"))),
        number_head=f"{head}{dash}",
        number_tail=tail,
        payer_document=document_number(paper.payer),
        spokesman=spokesman(paper.payer, paper.agent),
        place=where(matter),
        address=address,
        counterparty=named(paper.counterparty),
        counterparty_code=document_number(paper.counterparty),
        insurance=insurance_boxes(matter.insurance),
        period=period(matter),
        facts=facts,
        claim=claim,
        materials=materials,
        reason=reason,
        contact=_contact(paper),
        leader=signed(paper.leader),
        appendices=appendices(address, facts, claim, materials, reason),
        receipt=forms_receipt.lay_out(_blank_receipt(paper)),
    )


def _blank_receipt(paper: Referral) -> Receipt:
    """The reverse: what is known is printed, the rest is for the pen."""
    return Receipt(
        number=paper.number,
        dispute_number=paper.dispute_number,
        department=paper.recipient,
        signed_by="",
        issued_on=paper.issued_on,
        sender=paper.department,
        due_on=paper.due_on,
        nonce="",
    )


def _passages(paper: Referral, *, is_major: bool) -> tuple[Passage, Passage]:
    """A short claim lends its height to long facts; together they never take more."""
    facts, claim = paper.matter.facts, paper.matter.claim
    high, low = (36, 16) if is_major else (48, 22)
    if not is_major and passage_size(facts, high) is None and passage_size(claim, 16) is not None:
        high, low = 58, 16
    return passage("反映主要事项", facts, high), passage("争议诉求", claim, low)


def _contact(paper: Referral) -> str:
    office = paper.contact
    return "　".join(filter(None, (office.officer, office.phone))) if office else ""
