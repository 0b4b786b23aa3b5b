"""Pieces that several papers share, each with how it is written: a party, the matter, an office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from confidentiality.masking import NAMELESS
from disputes.choices import RemedyChannel, Severity
from papers.freezing import (
    Address,
    Birthday,
    CreditCode,
    Frozen,
    IdNumber,
    PersonName,
    Phone,
    Prose,
    later,
)
from papers.layout.boxes import Box, boxes, insurance_boxes
from papers.layout.days import FOR_THE_PEN, moment


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

    @property
    def addressed(self) -> str:
        """How a letter begins; who gave no name is told so, and is nobody named 匿."""
        return "匿名反映人" if self.name == NAMELESS else self.name or "反映人"

    @property
    def document_number(self) -> str:
        """A person's ID number, a unit's credit code."""
        return self.id_number or self.credit_code

    @property
    def home(self) -> str:
        return _joined("；", self.address, self.employer)


@dataclass(frozen=True, kw_only=True)
class AgentPiece(Frozen):
    """代理人 or 代表人, and the paper that lets him speak (R042)."""

    name: PersonName
    phone: Phone = ""
    authority: str = ""

    @property
    def line(self) -> str:
        return _joined(" ", self.name, self.phone, self.authority)


@dataclass(frozen=True, kw_only=True)
class MaterialPiece(Frozen):
    """One line of 附件材料."""

    title: Prose
    pages: int | None = None

    @property
    def line(self) -> str:
        return f"{self.title} {self.pages}页" if self.pages else self.title


def materials_line(materials: Sequence[MaterialPiece]) -> str:
    """1.×× 2页；2.×× 1页（共3页）."""
    if not materials:
        return "无"
    each = [f"{n}.{one.line}" for n, one in enumerate(materials, 1)]
    total = sum(one.pages or 0 for one in materials)
    return "；".join(each) + (f"（共{total}页）" if total else "")


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

    @property
    def is_major(self) -> bool:
        return self.severity == Severity.MAJOR

    @property
    def severity_boxes(self) -> list[Box]:
        return boxes(Severity.choices, self.severity)

    @property
    def where(self) -> str:
        """Town, and the forest farm, village or community when it is known."""
        return f"{self.town}{self.place}"

    @property
    def period(self) -> str:
        """2024.01-2025.06; one end alone is said so."""
        start, end = _month(self.period_start), _month(self.period_end)
        if start and end:
            return start if start == end else f"{start}-{end}"
        return f"{start}起" if start else f"至{end}" if end else ""

    @property
    def insurance_boxes(self) -> list[Box]:
        return insurance_boxes(self.insurance)

    @property
    def insurance_words(self) -> str:
        return "、".join(box.label for box in self.insurance_boxes if box.ticked)


@dataclass(frozen=True, kw_only=True)
class OfficePiece(Frozen):
    """Where a party may go or call: a public office, never masked."""

    name: str
    address: str = ""
    phone: str = ""
    hours: str = ""
    officer: str = ""

    @property
    def line(self) -> str:
        """联系人：…，电话：…，地址：…"""
        told = (("联系人", self.officer), ("电话", self.phone), ("地址", self.address))
        return "，".join(f"{label}：{text}" for label, text in told if text)


@dataclass(frozen=True, kw_only=True)
class SignaturePiece(Frozen):
    """Who put his name to something in the system, and when; without a name a line for the pen."""

    name: str = ""
    at: datetime | None = None
    comment: Prose = ""

    @property
    def when(self) -> str:
        """A signature given in the system says so (领域 3.1)."""
        return f"{moment(self.at)}（系统签批）" if self.name and self.at else FOR_THE_PEN


@dataclass(frozen=True, kw_only=True)
class StancePiece(Frozen):
    """What one department holds; opposed ones stand side by side (R060, A25)."""

    department: str
    text: Prose
    adopted: str = ""


@dataclass(frozen=True, kw_only=True)
class Remedy(Frozen):
    """A road that stays open to a party who disagrees (五(四), R073)."""

    channel: str  # a code of RemedyChannel
    body: str = ""
    limit_text: str
    clause: str
    address: str = later("")
    phone: str = later("")
    counted: bool = later(False)  # noqa: FBT003 - whether the day of service starts its limit

    @property
    def channel_word(self) -> str:
        return str(RemedyChannel(self.channel).label)

    @property
    def where(self) -> str:
        """Place and telephone, as far as they are known."""
        told = (("地址", self.address), ("电话", self.phone))
        return "；".join(f"{label}：{text}" for label, text in told if text)


def _joined(between: str, *texts: str) -> str:
    return between.join(filter(None, texts))


def _month(day: date | None) -> str:
    return f"{day.year}.{day.month:02}" if day else ""
