"""Every kind of content a paper can have, and the way back from what was stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from papers.forms.approval_opinion import ApprovalOpinion
from papers.forms.case_catalogue import CaseCatalogue, CatalogueLine
from papers.forms.case_cover import CaseCover
from papers.forms.case_remarks import CaseRemarks
from papers.forms.decision import DecisionPaper
from papers.forms.extension_form import ExtensionForm
from papers.forms.extension_notice import ExtensionNotice
from papers.forms.joint_notice import JointNotice
from papers.forms.major_approval import MajorApproval
from papers.forms.meeting_notice import AgendaPiece, MeetingNotice
from papers.forms.minutes import Minutes, ResolutionPiece
from papers.forms.notification import Notification
from papers.forms.opinion import OpinionPaper
from papers.forms.receipt import FeedbackPiece, Receipt
from papers.forms.referral import Referral
from papers.forms.registration import Registration
from papers.forms.report_up import ReportUp
from papers.forms.service_proof import ServiceProof
from papers.forms.supervision_order import SupervisionOrder
from papers.forms.supervision_reply import SupervisionReply
from papers.forms.task_sheet import TaskSheet
from papers.forms.transfer_letter import TransferLetter
from papers.freezing import Frozen, PaperContent, check_code, digest
from papers.pieces import (
    AgentPiece,
    MaterialPiece,
    MatterPiece,
    OfficePiece,
    PartyPiece,
    Remedy,
    SignaturePiece,
    StancePiece,
)

#: In the order in which a case file holds them (领域 3.5).
CONTENTS: dict[str, type[PaperContent]] = {
    str(cls.kind): cls
    for cls in (
        Registration,
        Notification,
        Referral,
        Receipt,
        TransferLetter,
        MajorApproval,
        JointNotice,
        OpinionPaper,
        ApprovalOpinion,
        TaskSheet,
        MeetingNotice,
        Minutes,
        DecisionPaper,
        ServiceProof,
        ExtensionForm,
        ExtensionNotice,
        SupervisionOrder,
        SupervisionReply,
        ReportUp,
        CaseCover,
        CaseCatalogue,
        CaseRemarks,
    )
}


def thaw(kind: str, data: Mapping[str, Any]) -> PaperContent:  # Any: JSON
    """The content of an issued paper out of its stored JSON."""
    return CONTENTS[kind].from_json(data)


__all__ = [
    "CONTENTS",
    "AgendaPiece",
    "AgentPiece",
    "ApprovalOpinion",
    "CaseCatalogue",
    "CaseCover",
    "CaseRemarks",
    "CatalogueLine",
    "DecisionPaper",
    "ExtensionForm",
    "ExtensionNotice",
    "FeedbackPiece",
    "Frozen",
    "JointNotice",
    "MajorApproval",
    "MaterialPiece",
    "MatterPiece",
    "MeetingNotice",
    "Minutes",
    "Notification",
    "OfficePiece",
    "OpinionPaper",
    "PaperContent",
    "PartyPiece",
    "Receipt",
    "Referral",
    "Registration",
    "Remedy",
    "ReportUp",
    "ResolutionPiece",
    "ServiceProof",
    "SignaturePiece",
    "StancePiece",
    "SupervisionOrder",
    "SupervisionReply",
    "TaskSheet",
    "TransferLetter",
    "check_code",
    "digest",
    "thaw",
]
