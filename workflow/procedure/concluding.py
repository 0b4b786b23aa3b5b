"""五(四): both parties are told, what they say is kept, an objection is shown its channel."""

from __future__ import annotations

from disputes.choices import Answer, State
from workflow.procedure import facts
from workflow.procedure.move import Move


def conclude_when_complete(move: Move) -> None:
    """Both served, both heard, receipt in: the dispute is concluded (R070, R076)."""
    objected = move.dispute.responses.filter(answer=Answer.OBJECTS).exists()
    if facts.feedback_complete(move.dispute) and not objected:
        move.dispute.concluded_at = move.at
        move.to(State.CONCLUDED)
        move.text += "双方均已反馈，予以办结。"
