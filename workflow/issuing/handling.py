"""Issuing 会办通知, 意见书, 回执, 重大事项审批表, 交办单, 上报表."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from workflow.calendar_days import current_calendar
from workflow.choices import (
    OPINION_KINDS,
    Answer,
    AssignmentKind,
    AssignmentState,
    PaperKind,
    PartySide,
)
from workflow.clock_reading import whole_verdict
from workflow.issuing import pieces
from workflow.issuing.issue import Addressed, Common, Draft
from workflow.lamps import verdict
from workflow.models import Assignment
from workflow.papers.contents import (
    ApprovalOpinion,
    FeedbackPiece,
    JointNotice,
    MajorApproval,
    OpinionPaper,
    Receipt,
    ReportUp,
    SignaturePiece,
    StancePiece,
    TaskSheet,
)

if TYPE_CHECKING:
    from departments.models import Department
    from disputes.models import Dispute
    from workflow.models import Approval, Opinion
    from workflow.moving import Move


def matter_of(dispute: Dispute) -> Common:
    """What several papers of one act say alike: the matter and both parties."""
    return {
        "matter": pieces.matter(dispute),
        "payer": pieces.payer(dispute),
        "counterparty": pieces.counterparty(dispute),
    }


def joint_notices(move: Move, made: Sequence[Assignment], about: Common) -> list[Draft]:
    """会办通知, one for each joint or special assignment (R053)."""
    d = move.dispute
    asked = list(d.assignments.select_related("department").order_by("pk")) if made else []
    shared = about | {
        "materials": pieces.materials(d),
        "contact": pieces.office(d.receiving_department, d.responsible_officer.name),
    }
    return [_joint_notice(move, each, asked, shared) for each in made]


def _joint_notice(
    move: Move, assignment: Assignment, asked: Sequence[Assignment], shared: Common
) -> Draft:
    """It names who was asked for the same before, and its own department."""
    d = move.dispute
    before = [a for a in asked if a.kind == assignment.kind and a.pk <= assignment.pk]

    def content(common: Common) -> JointNotice:
        return JointNotice(
            **common,
            **shared,
            recipient=assignment.department.name,
            participants=tuple(a.department.name for a in before),
            assignment=assignment.kind,
            question=assignment.question,
            due_on=assignment.due_on,
        )

    return Draft(move, PaperKind.JOINT_NOTICE, d.receiving_department, content, _to(assignment))


def _to(assignment: Assignment) -> Addressed:
    return Addressed(
        recipient=assignment.department, assignment=assignment, due_on=assignment.due_on
    )


def opinion(move: Move, assignment: Assignment, given: Opinion) -> Draft:
    """部门书面意见书, in special handling 部门书面审批意见书 (R054, R062)."""
    special = assignment.kind == AssignmentKind.SPECIAL
    kind = PaperKind.APPROVAL_OPINION if special else PaperKind.OPINION
    drawn = ApprovalOpinion if special else OpinionPaper

    def content(common: Common) -> OpinionPaper:
        return drawn(
            **common,
            recipient=assignment.sender.name,
            in_reply_to=_notice_number(assignment),
            category=pieces.category_name(move.dispute),
            facts=given.facts,
            basis=given.basis,
            opinion=given.opinion,
            drafted_by=given.drafted_by.name,
        )

    to = Addressed(recipient=assignment.sender, assignment=assignment)
    return Draft(move, kind, assignment.department, content, to)


def _notice_number(assignment: Assignment) -> str:
    paper = assignment.papers.order_by("pk").first()
    return paper.number if paper else ""


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
            outcome="done",
            facts=given.facts,
            opinion=given.opinion,
            basis=given.basis,
            payer_feedback=_feedback(d, PartySide.PAYER),
            counterparty_feedback=_feedback(d, PartySide.COUNTERPARTY),
            remedies_told=True,
            drafted_by=given.drafted_by.name,
            phone=assignment.department.phone,
        )

    to = Addressed(
        recipient=assignment.sender,
        assignment=assignment,
        number=_notice_number(assignment),
    )
    return Draft(move, PaperKind.RECEIPT, assignment.department, content, to)


def _local(at: datetime | None) -> datetime | None:
    return timezone.localtime(at) if at else None


def _feedback(dispute: Dispute, side: PartySide) -> FeedbackPiece | None:
    """What the receipt says of one party: told when, how, and the answer."""
    from confidentiality.sealing import open_sealed

    service = dispute.services.filter(party=side).first()
    if service is None:
        return None
    answer = dispute.responses.filter(party=side).last()
    return FeedbackPiece(
        told_on=service.served_on,
        method=service.get_method_display() or service.get_exempt_display(),
        recipient=open_sealed(service.recipient),
        answer=answer.answer if answer else "",
    )


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


def task_sheet(move: Move, assignment: Assignment, basis: str, category: str) -> Draft:
    """交办单 for a task of the task force or a resolution of a meeting (R022, R068)."""

    def content(common: Common) -> TaskSheet:
        return TaskSheet(
            **common,
            assignment=assignment.kind,
            recipient=assignment.department.name,
            question=assignment.question,
            basis=basis,
            category=category,
            sent_at=timezone.localtime(move.at),
            due_on=assignment.due_on,
        )

    return Draft(move, PaperKind.TASK_SHEET, assignment.sender, content, _to(assignment))


def stances(disputes: Collection[Dispute]) -> dict[int, tuple[StancePiece, ...]]:
    """Each department's opinion side by side, the excused named as such (R060, A25); by dispute."""
    found = Assignment.objects.filter(dispute__in=disputes, kind__in=OPINION_KINDS)
    rows: dict[int, list[StancePiece]] = {each.pk: [] for each in disputes}
    for assignment in found.select_related("department").prefetch_related("opinions"):
        if text := _stance(assignment):
            piece = StancePiece(department=assignment.department.name, text=text)
            rows[assignment.dispute_id].append(piece)
    return {pk: tuple(pieces) for pk, pieces in rows.items()}


def _stance(assignment: Assignment) -> str:
    if assignment.state == AssignmentState.EXCUSED:
        return "逾期未提供书面意见"
    opinions = list(assignment.opinions.all())
    return opinions[-1].opinion if assignment.state == AssignmentState.ANSWERED and opinions else ""


def report_up(move: Move) -> Draft:
    """上报表: what became of the matter (R084)."""
    d = move.dispute
    decided = d.decisions.filter(state="signed").first()
    said = stances([d])[d.pk]
    answers = [f"{r.get_party_display()}：{Answer(r.answer).label}" for r in d.responses.all()]

    def content(common: Common) -> ReportUp:
        return ReportUp(
            **common,
            matter=pieces.matter(d),
            payer=pieces.payer(d),
            counterparty=pieces.counterparty(d),
            mode=d.get_mode_display() or "即时答复",
            lead=d.lead_department.name,
            departments=tuple(stance.department for stance in said),
            facts=decided.facts if decided else d.facts,
            basis=decided.basis if decided else "",
            decision=decided.decision if decided else "",
            stances=said,
            answers="；".join(answers),
            concluded_on=timezone.localdate(d.concluded_at) if d.concluded_at else None,
            timeliness=whole_verdict(d),
            drafted_by=move.by.name,
        )

    return Draft(move, PaperKind.REPORT_UP, d.receiving_department, content)
