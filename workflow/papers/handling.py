"""Papers of handling: 会办通知, 意见书, 审批意见书, 重大事项审批表, 交办单, 上报表."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from workflow.choices import PaperKind
from workflow.papers.freezing import PaperContent, Prose
from workflow.papers.pieces import (
    MaterialPiece,
    MatterPiece,
    OfficePiece,
    PartyPiece,
    SignaturePiece,
    StancePiece,
)


@dataclass(frozen=True, kw_only=True)
class JointNotice(PaperContent):
    """会办通知 (方案五(三)1(2)、2(2); R053): one department is asked for its part."""

    kind = PaperKind.JOINT_NOTICE

    recipient: str
    participants: tuple[str, ...]
    assignment: str  # joint, special, assist
    matter: MatterPiece
    payer: PartyPiece | None = None
    counterparty: PartyPiece | None = None
    question: Prose
    due_on: date
    approval_number: str = ""
    materials: tuple[MaterialPiece, ...] = ()
    contact: OfficePiece | None = None


@dataclass(frozen=True, kw_only=True)
class OpinionPaper(PaperContent):
    """部门书面意见书 (方案五(三)1(3); R054)."""

    kind = PaperKind.OPINION

    recipient: str
    in_reply_to: str = ""
    category: str = ""
    process: Prose = ""
    facts: Prose
    basis: Prose
    opinion: Prose
    cooperation: Prose = ""
    dissent: Prose = ""
    drafted_by: str = ""
    materials: tuple[MaterialPiece, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ApprovalOpinion(OpinionPaper):
    """部门书面审批意见书 (方案五(三)2(3); R062): signed by the head of the department."""

    kind = PaperKind.APPROVAL_OPINION

    verdict: str = ""  # agree, disagree, suggest


@dataclass(frozen=True, kw_only=True)
class MajorApproval(PaperContent):
    """重大事项审批表 (方案五(二)、五(三)2(2); R047, R048, R061)."""

    kind = PaperKind.MAJOR_APPROVAL

    matter: MatterPiece
    payer: PartyPiece | None = None
    counterparty: PartyPiece | None = None
    signals: tuple[str, ...] = ()
    score: int = 0
    reason: Prose
    members: tuple[str, ...]
    lead: str = ""
    requested: SignaturePiece
    requested_department: str
    office: SignaturePiece = field(default_factory=SignaturePiece)
    deputy: SignaturePiece = field(default_factory=SignaturePiece)
    verdict: str = "approved"  # approved, rejected, more
    leader: SignaturePiece
    meeting: bool = False


@dataclass(frozen=True, kw_only=True)
class TaskSheet(PaperContent):
    """交办单: a task of the task force, or one settled in a meeting (R022, R068)."""

    kind = PaperKind.TASK_SHEET

    assignment: str  # task, resolution
    recipient: str
    question: Prose
    basis: Prose = ""
    category: str = ""
    sent_at: datetime | None = None
    due_on: date
    contact: OfficePiece | None = None


@dataclass(frozen=True, kw_only=True)
class ReportUp(PaperContent):
    """上报表 (方案五 报送办理, R084): what became of the matter, to the task force."""

    kind = PaperKind.REPORT_UP

    matter: MatterPiece
    payer: PartyPiece | None = None
    counterparty: PartyPiece | None = None
    mode: str
    lead: str
    departments: tuple[str, ...] = ()
    facts: Prose = ""
    basis: Prose = ""
    decision: Prose = ""
    stances: tuple[StancePiece, ...] = ()
    served: Prose = ""
    answers: Prose = ""
    concluded_on: date | None = None
    timeliness: str = ""  # 按期, 超期 2 天
    drafted_by: str = ""
