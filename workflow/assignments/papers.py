"""What a department answers with: its 意见书, or the 回执 of what was referred to it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from confidentiality.sealing import open_sealed
from deadlines.calendar_days import current_calendar
from deadlines.lamps import verdict
from disputes.choices import PartySide
from papers.choices import PaperKind
from papers.forms.approval_opinion import ApprovalOpinion
from papers.forms.assist_reply import AssistReply
from papers.forms.opinion import OpinionPaper
from papers.forms.receipt import FeedbackPiece, Receipt
from papers.pieces import MaterialPiece
from workflow.issuing import pieces
from workflow.issuing.drafts import Addressed, Common, Draft
from workflow.models import Assignment
from workflow.models.choices import AssignmentKind, Outcome

if TYPE_CHECKING:
    from disputes.models import Dispute
    from workflow.models import Opinion, Paper
    from workflow.procedure.move import Move


_ANSWERS: Final[dict[AssignmentKind, tuple[PaperKind, type[OpinionPaper]]]] = {
    AssignmentKind.JOINT: (PaperKind.OPINION, OpinionPaper),
    AssignmentKind.SPECIAL: (PaperKind.APPROVAL_OPINION, ApprovalOpinion),
    AssignmentKind.ASSIST: (PaperKind.ASSIST_REPLY, AssistReply),
}


def opinion(move: Move, assignment: Assignment, given: Opinion) -> Draft:
    """部门书面意见书, in special handling 审批意见书, of one that assists a reply (R054, R062)."""
    kind, drawn = _ANSWERS[AssignmentKind(assignment.kind)]
    asked = _notice(assignment)
    told: Common = {"verdict": given.verdict} if drawn is ApprovalOpinion else {}

    def content(common: Common) -> OpinionPaper:
        return drawn(
            **common,
            **told,
            recipient=assignment.sender.name,
            in_reply_to=asked.number if asked else "",
            asked_by=asked.label if asked else "",
            category=pieces.category_name(move.dispute),
            facts=given.facts,
            basis=given.basis,
            opinion=given.opinion,
            drafted_by=given.drafted_by.name,
            materials=_attached(given),
        )

    to = Addressed(recipient=assignment.sender, assignment=assignment)
    return Draft(move, kind, assignment.department, content, to)


def _attached(given: Opinion) -> tuple[MaterialPiece, ...]:
    """附件, one a line as they were typed."""
    return tuple(
        MaterialPiece(title=line) for line in given.attachments.split("\n") if line.strip()
    )


def _notice(assignment: Assignment) -> Paper | None:
    """By which paper it was asked."""
    found: Paper | None = assignment.papers.order_by("pk").first()
    return found


def receipt(move: Move, assignment: Assignment, given: Opinion) -> Draft:
    """回执: the reverse of the 报送单, under its number (附件备注, R076, R090)."""
    d = move.dispute

    def content(common: Common) -> Receipt:
        return Receipt(
            **common,
            sender=assignment.sender.name,
            accepted_at=_local(assignment.accepted_at),
            due_on=assignment.due_on,
            timeliness=verdict(assignment.due_on, move.today, current_calendar()),
            outcome=given.outcome or Outcome.DONE,
            facts=given.facts,
            opinion=given.opinion,
            basis=given.basis,
            payer_feedback=_feedback(d, PartySide.PAYER),
            counterparty_feedback=_feedback(d, PartySide.COUNTERPARTY),
            remedies_told=True,
            materials=_attached(given),
            drafted_by=given.drafted_by.name,
            phone=assignment.department.phone,
        )

    asked = _notice(assignment)
    to = Addressed(
        recipient=assignment.sender,
        assignment=assignment,
        number=asked.number if asked else "",
    )
    return Draft(move, PaperKind.RECEIPT, assignment.department, content, to)


def _local(at: datetime | None) -> datetime | None:
    return timezone.localtime(at) if at else None


def _feedback(dispute: Dispute, side: PartySide) -> FeedbackPiece | None:
    """What the receipt says of one party: told when, how, and the answer."""
    service = dispute.services.filter(party=side, of=None, struck_at=None).first()
    if service is None:
        return None
    answer = dispute.responses.filter(party=side, of=None, struck_at=None).last()
    return FeedbackPiece(
        told_on=service.served_on,
        method=service.get_method_display() or service.get_exempt_display(),
        recipient=open_sealed(service.recipient),
        answer=answer.answer if answer else "",
    )
