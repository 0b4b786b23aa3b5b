"""Whom nobody can tell: the portal writes it down itself, so that nobody has to (R031, R070)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disputes.choices import Exemption, PartySide
from disputes.models.party import Side
from workflow.models import Service
from workflow.procedure.sides import case_sides

if TYPE_CHECKING:
    from disputes.models import Dispute
    from workflow.procedure.move import Move

#: What the record of such an exemption says.
NOTES = {
    Exemption.ANONYMOUS: "登记时即为匿名，无从送达，系统在作出决定时注明。",
    Exemption.ONE_PARTY: "登记时即没有争议对方，系统在作出决定时注明。",
}


def exempt_nobody(move: Move) -> str:
    """The matter's own anonymous payer or missing other side; the timeline's words for it.

    They begin with a stop: what somebody said before is his own.
    """
    reasons = {side: why for side in PartySide if (why := _why(move.dispute, side))}
    left = case_sides.unserved(move.dispute) if reasons else []
    found = {side: why for side, why in reasons.items() if Side(side.value) in left}
    for side, why in found.items():
        Service.objects.create(
            dispute=move.dispute, party=side, exempt=why, note=NOTES[why], recorded_by=move.by
        )
    told = [f"{side.label}免予送达（{why.label}）" for side, why in found.items()]
    return f"。按登记，{'，'.join(told)}。" if told else ""


def _why(dispute: Dispute, side: PartySide) -> Exemption | None:
    """Only what was registered so; what somebody has to judge is left to him."""
    if side == PartySide.PAYER:
        unnamed = dispute.anonymous and not case_sides.is_named(dispute, Side(side.value))
        return Exemption.ANONYMOUS if unnamed else None
    return None if case_sides.has_counterparty(dispute) else Exemption.ONE_PARTY


def stands_noted(dispute: Dispute, side: Side) -> bool:
    """The portal wrote an exemption of that party down itself, and it is in force."""
    noted = (s for s in case_sides.services_in_force(dispute) if s.note == NOTES.get(s.exempt))  # type: ignore[call-overload]  # '' is no exemption
    return any(each.side == side for each in noted)
