"""Papers of intake and referral: 受理登记表, 告知单, 报送单, 回执, 移交函."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from workflow.choices import PaperKind
from workflow.papers.freezing import Frozen, PaperContent, PersonName, Prose
from workflow.papers.pieces import (
    AgentPiece,
    MaterialPiece,
    MatterPiece,
    OfficePiece,
    PartyPiece,
    SignaturePiece,
)


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


@dataclass(frozen=True, kw_only=True)
class Notification(PaperContent):
    """告知单 (方案五(一), 社会保险法82条): where the matter belongs, in writing."""

    kind = PaperKind.NOTIFICATION
    withholds = False

    payer: PartyPiece
    summary: Prose
    reason: Prose
    outcome: str  # transferred, notify_only, declined
    competent: OfficePiece | None = None
    referral_number: str = ""
    channel_text: Prose = ""
    contact: OfficePiece | None = None


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


@dataclass(frozen=True, kw_only=True)
class TransferLetter(PaperContent):
    """移交函: to a body outside the mechanism, with what R093 allows it to know."""

    kind = PaperKind.TRANSFER_LETTER

    recipient: str
    matter: MatterPiece
    payer: PartyPiece
    counterparty: PartyPiece | None = None
    reason: Prose
    materials: tuple[MaterialPiece, ...] = ()
    contact: OfficePiece | None = None
