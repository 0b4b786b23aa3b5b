"""Pieces that several papers share: a party, the matter itself, materials, a signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from papers.freezing import (
    Address,
    Birthday,
    CreditCode,
    Frozen,
    IdNumber,
    PersonName,
    Phone,
    Prose,
)


@dataclass(frozen=True, kw_only=True)
class PartyPiece(Frozen):
    """缴费人, 争议对方 or 代理人 as printed; `kind` is the word, not the code."""

    name: PersonName = ""
    kind: str = ""
    is_unit: bool = False
    id_number: IdNumber = ""
    credit_code: CreditCode = ""
    sex: str = ""
    birthday: Birthday = None
    phone: Phone = ""
    address: Address = ""
    employer: Prose = ""
    contact: PersonName = ""


@dataclass(frozen=True, kw_only=True)
class AgentPiece(Frozen):
    """代理人 or 代表人, and the paper that lets him speak (R042)."""

    name: PersonName
    phone: Phone = ""
    authority: str = ""


@dataclass(frozen=True, kw_only=True)
class MaterialPiece(Frozen):
    """One line of 附件材料."""

    title: Prose
    pages: int | None = None


@dataclass(frozen=True, kw_only=True)
class MatterPiece(Frozen):
    """The dispute as the payer brought it; insurance, severity, urgency are codes (interface 2)."""

    channel: str
    visited_at: datetime | None
    registered_at: datetime | None = None
    source: str = ""
    town: str
    place: Prose = ""
    category: str
    insurance: tuple[str, ...] = ()
    period_start: date | None = None
    period_end: date | None = None
    severity: str = ""
    urgency: str = "normal"
    people_count: int = 1
    amount: str = ""
    facts: Prose
    claim: Prose = ""


@dataclass(frozen=True, kw_only=True)
class OfficePiece(Frozen):
    """Where a party may go or call: a public office, never masked."""

    name: str
    address: str = ""
    phone: str = ""
    hours: str = ""
    officer: str = ""


@dataclass(frozen=True, kw_only=True)
class SignaturePiece(Frozen):
    """Who put his name to something in the system, and when; without a name a line for the pen."""

    name: str = ""
    at: datetime | None = None
    comment: Prose = ""


@dataclass(frozen=True, kw_only=True)
class StancePiece(Frozen):
    """What one department holds; opposed ones stand side by side (R060, A25)."""

    department: str
    text: Prose
    adopted: str = ""


@dataclass(frozen=True, kw_only=True)
class Remedy(Frozen):
    """A road that stays open to a party who disagrees (五(四), R073)."""

    channel: str  # a code of workflow.choices.RemedyChannel
    body: str
    limit_text: str
    clause: str
