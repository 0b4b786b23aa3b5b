"""Issuing 会办通知, 意见书, 回执, 重大事项审批表, 交办单, 上报表."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils import timezone

from papers.choices import PaperKind
from papers.forms.major_approval import MajorApproval
from papers.pieces import SignaturePiece
from workflow.issuing.issue import Common, Draft

if TYPE_CHECKING:
    from departments.models import Department
    from workflow.models import Approval
    from workflow.procedure.move import Move


def major_approval(
    move: Move, approval: Approval, team: Sequence[Department], about: Common
) -> Draft:
    """重大事项审批表 with the leader's word (R061)."""
    d = move.dispute

    def content(common: Common) -> MajorApproval:
        return MajorApproval(
            **common,
            **about,
            signals=tuple(hit["text"] for hit in approval.hits),
            score=approval.score,
            reason=approval.reason,
            members=tuple(each.name for each in team),
            lead=approval.lead.name if approval.lead else "",
            requested=SignaturePiece(
                name=approval.requested_by.name, at=timezone.localtime(approval.requested_at)
            ),
            requested_department=approval.requested_department.name,
            verdict=approval.state,
            leader=SignaturePiece(
                name=approval.decider_label,
                at=timezone.localtime(move.at),
                comment=approval.comment,
            ),
            meeting=approval.meeting_consent,
        )

    return Draft(move, PaperKind.MAJOR_APPROVAL, d.receiving_department, content)
