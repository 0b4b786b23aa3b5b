"""接收告知书: who sent a petition on is told that it was taken up, by whom and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from papers.choices import PaperKind
from papers.freezing import PaperContent, Prose
from papers.pieces import OfficePiece, PartyPiece


@dataclass(frozen=True, kw_only=True)
class AcceptanceNotice(PaperContent):
    """信访工作条例23条, 领域 3.3 ③."""

    kind = PaperKind.ACCEPTANCE_NOTICE
    withholds = False

    payer: PartyPiece
    summary: Prose
    received_on: date
    source_platform: str = ""
    road: str
    lead: str
    departments: tuple[str, ...] = ()
    due_on: date | None = None
    contact: OfficePiece | None = None

    @property
    def received(self) -> str:
        """收到 on that day, by whom it was sent on."""
        by = f"{self.source_platform}转送的、" if self.source_platform else ""
        return f"我单位收到{by}您反映的社会保险费征缴争议事项"

    @property
    def handled_by(self) -> str:
        """承办单位, and who works on it together."""
        others = [name for name in self.departments if name != self.lead]
        return f"{self.lead}主办，{'、'.join(others)}会同办理" if others else f"{self.lead}办理"
