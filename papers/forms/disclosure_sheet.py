"""信息提供件: the approved items of a case, or figures without one, drawn up to leave (六(三))."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from papers.choices import PaperKind
from papers.freezing import PaperContent, Prose
from papers.pieces import AgentPiece, MatterPiece, PartyPiece


@dataclass(frozen=True, kw_only=True)
class DisclosureSheet(PaperContent):
    """Only what is named in `shown` is printed; the parties are here for the masked copy."""

    kind = PaperKind.DISCLOSURE_SHEET

    payer: PartyPiece | None = None
    agent: AgentPiece | None = None
    counterparty: PartyPiece | None = None
    matter: MatterPiece | None = None
    recipient: Prose
    shown: tuple[str, ...] = ()
    state: str = ""
    decision: Prose = ""
    text: Prose = ""

    def lay_out(self) -> Sheet:
        rows = [Row(label, value) for code, label, value in self._values() if code in self.shown]
        return Sheet([row for row in rows if row.value], self.text)

    def _values(self) -> Iterator[tuple[str, str, str]]:
        """Every item that may be asked for, by the code it is asked by, in reading order."""
        yield "number", "受理编号", self.dispute_number
        if self.payer:
            yield "payer_name", "缴费人", self.payer.name
            yield "payer_id", "证件号码", self.payer.document_number
            yield "payer_phone", "联系电话", self.payer.phone
            yield "payer_address", "住　　址", self.payer.address
        yield "counterparty", "争议对方", self.counterparty.name if self.counterparty else ""
        if self.matter:
            period = " ".join(filter(None, (self.matter.insurance_words, self.matter.period)))
            yield "category", "争议类别", self.matter.category
            yield "insurance", "险种期间", period
            yield "facts", "反映事项", self.matter.facts
            yield "claim", "争议诉求", self.matter.claim
        yield "decision", "处理意见", self.decision
        yield "state", "办理情况", self.state


class Row(NamedTuple):
    label: str
    value: str


class Sheet(NamedTuple):
    rows: list[Row]
    text: str
