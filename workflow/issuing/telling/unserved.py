"""告知书 that had reached nobody when the payer withdrew: nobody is served with them any more."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from disputes.choices import WITH_PARTIES
from disputes.models.party import Side
from papers.choices import PaperKind
from workflow.issuing.voiding import void_for
from workflow.procedure.sides import case_sides

if TYPE_CHECKING:
    from workflow.procedure.move import Move


def void_unserved(move: Move, sides: Collection[Side], why: str) -> str:
    """作废 with the reason; what was served stands. The timeline's words for what counts (R088).

    A record of service makes it served, and so does an exemption; a member unit found it here.
    """
    dispute = move.dispute
    if dispute.state not in WITH_PARTIES:
        return ""
    done = case_sides.served_sides(dispute) | set(case_sides.told_sides(dispute))
    kinds = (PaperKind.DECISION,)
    gone = void_for(dispute, set(sides) - done, kinds, f"{why}，尚未送达", by=move.by)
    if not gone:
        return ""
    held = dispute.papers.filter(kind__in=kinds, voids=None).order_by("pk")
    numbers = "、".join(held.values_list("number", flat=True))
    stands = f"，已送达的{numbers}仍然有效" if numbers else ""
    return f"处理意见告知书{'、'.join(gone)}尚未送达，随之作废{stands}。"
