"""重大事项审批表, drafted when the leader has decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from confidentiality.free_text import opened
from papers.choices import PaperKind
from papers.forms.major_approval import MajorApproval
from papers.pieces import SignaturePiece
from workflow.issuing import pieces
from workflow.issuing.drafts import Common, Draft
from workflow.models.approval import LINES
from workflow.models.choices import ReviewStep

if TYPE_CHECKING:
    from departments.models import Department
    from workflow.models import Approval
    from workflow.procedure.move import Move


def major_approval(
    move: Move, approval: Approval, team: Sequence[Department], about: Common
) -> Draft:
    """重大事项审批表 with the leader's word (R061)."""
    d = move.dispute
    lines = {line["step"]: line for line in approval.lines}

    def signed(step: ReviewStep) -> SignaturePiece:
        line = lines.get(step)
        if line is None:
            return SignaturePiece()
        at = datetime.fromisoformat(line["at"])
        return pieces.signature(line["name"], at, opened(LINES, line["comment"], approval.seal_id))

    def content(common: Common) -> MajorApproval:
        return MajorApproval(
            **common,
            **about,
            signals=tuple(hit["text"] for hit in approval.hits),
            score=approval.score,
            reason=approval.reason,
            members=tuple(each.name for each in team),
            lead=approval.lead.name if approval.lead else "",
            requested=pieces.signature(approval.requested_by.name, approval.requested_at),
            requested_department=approval.requested_department.name,
            head=signed(ReviewStep.HEAD),
            office=signed(ReviewStep.OFFICE),
            deputy=signed(ReviewStep.DEPUTY),
            verdict=approval.state,
            leader=pieces.signature(approval.decider_label, move.at, approval.comment),
            meeting=approval.meeting_consent,
        )

    return Draft(move, PaperKind.MAJOR_APPROVAL, d.receiving_department, content)
