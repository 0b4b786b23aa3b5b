"""A sentence on another dispute's timeline, when an action there touches it too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.models import TimelineEntry

if TYPE_CHECKING:
    from disputes.models import Dispute
    from workflow.moving import Move


def note_on(dispute: Dispute, move: Move, text: str) -> None:
    """Tell `dispute` what was done elsewhere; its own state stays."""
    TimelineEntry.objects.create(
        dispute=dispute,
        version=dispute.version,
        at=move.at,
        actor=move.by,
        actor_label=move.actor_label or str(move.by),
        department=move.by.department,
        verb=move.row.verb,
        text=text,
        clause=move.row.clause,
        state_before=dispute.state,
        state_after=dispute.state,
    )
