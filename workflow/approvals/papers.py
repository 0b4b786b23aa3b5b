"""重大事项审批表 and 增加成员单位决定登记表, drafted when the leader has decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from confidentiality.free_text import opened
from departments.models import Department
from papers.choices import PaperKind
from papers.forms.major_approval import MajorApproval
from papers.forms.membership import MembershipPaper
from papers.pieces import SignaturePiece
from workflow.issuing import pieces
from workflow.issuing.drafts import Common, Draft, WithoutCase
from workflow.models.approval import LINES
from workflow.models.choices import ReviewStep

if TYPE_CHECKING:
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


def membership(approval: Approval) -> Draft:
    """增加成员单位决定登记表 of what the leader has just confirmed (领域 3.3 ⑮)."""
    decided, leader, at = approval.membership, approval.decided_by, approval.decided_at
    assert decided is not None
    assert leader is not None
    assert at is not None
    units = list(decided.departments.all())

    def content(common: Common) -> MembershipPaper:
        return MembershipPaper(
            **common,
            units=tuple(each.name for each in units),
            decided_on=decided.decided_on,
            document=decided.document,
            attachment=decided.attachment,
            ground=decided.ground,
            duties=decided.duties,
            liaison=decided.liaison,
            effective_on=decided.effective_on,
            registered=pieces.signature(approval.requested_by.name, approval.requested_at),
            leader=pieces.signature(approval.decider_label, at, approval.comment),
        )

    act = WithoutCase(leader, at)
    return Draft(act, PaperKind.MEMBERSHIP, Department.objects.office(), content)
