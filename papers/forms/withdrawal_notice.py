"""撤回告知书: a party is told what was taken back, and what of the matter goes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from disputes.choices import PartySide
from papers.choices import PaperKind
from papers.freezing import PaperContent, Prose
from papers.layout.days import day
from papers.pieces import OfficePiece, PartyPiece


@dataclass(frozen=True, kw_only=True)
class WithdrawalNotice(PaperContent):
    """方案五(三)、五(四): to whoever withdrew his part, and to whoever was told or is heard.

    No payer is named in it but the one it is addressed to.
    """

    kind = PaperKind.WITHDRAWAL_NOTICE

    party: str  # payer, counterparty
    addressee: PartyPiece
    is_his: bool  # he withdrew himself
    ended: bool  # the whole of it was withdrawn
    category: str
    requested_on: date | None = None
    withdrawn: Prose
    left: Prose = ""
    contact: OfficePiece | None = None

    @property
    def opening(self) -> str:
        """What it is about, and who took it back."""
        about = f"{self.category}争议事项"
        when = f"于{day(self.requested_on)}" if self.requested_on else ""
        if self.is_his:
            return f"您反映的{about}，您{when}申请部分撤回，我单位已予登记。撤回的内容："
        whose = "您参加的" if self.party == PartySide.PAYER else "涉及你方的"
        whole = "撤回" if self.ended else "部分撤回"
        return f"{whose}{about}，缴费人{when}申请{whole}，我单位已予登记。撤回的内容："
