"""Every kind of content a paper can have, and the way back from what was stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflow.papers.answers import DecisionPaper, ServiceProof
from workflow.papers.case_file import (
    CaseCatalogue,
    CaseCover,
    CaseRemarks,
    CatalogueLine,
)
from workflow.papers.extending import ExtensionForm, ExtensionNotice
from workflow.papers.freezing import Frozen, PaperContent, check_code, digest
from workflow.papers.handling import (
    ApprovalOpinion,
    JointNotice,
    MajorApproval,
    OpinionPaper,
    ReportUp,
    TaskSheet,
)
from workflow.papers.intake import (
    FeedbackPiece,
    Notification,
    Receipt,
    Referral,
    Registration,
    TransferLetter,
)
from workflow.papers.meetings import (
    AgendaPiece,
    MeetingNotice,
    Minutes,
    ResolutionPiece,
)
from workflow.papers.pieces import (
    AgentPiece,
    MaterialPiece,
    MatterPiece,
    OfficePiece,
    PartyPiece,
    Remedy,
    SignaturePiece,
    StancePiece,
)
from workflow.papers.supervising import SupervisionOrder, SupervisionReply

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
