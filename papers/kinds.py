"""Every kind of paper, and the way back from what was stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from papers.forms.acceptance_notice import AcceptanceNotice
from papers.forms.appraisal_report import AppraisalReportPaper
from papers.forms.approval_opinion import ApprovalOpinion
from papers.forms.assist_reply import AssistReply
from papers.forms.attendance_sheet import AttendanceSheet
from papers.forms.case_catalogue import CaseCatalogue
from papers.forms.case_cover import CaseCover
from papers.forms.case_remarks import CaseRemarks
from papers.forms.consultation import ConsultationPaper
from papers.forms.correction import Correction
from papers.forms.decision import DecisionPaper
from papers.forms.destruction_list import DestructionList
from papers.forms.disclosure_form import DisclosureForm
from papers.forms.disclosure_sheet import DisclosureSheet
from papers.forms.extension_form import ExtensionForm
from papers.forms.extension_notice import ExtensionNotice
from papers.forms.intake_receipt import IntakeReceipt
from papers.forms.joint_notice import JointNotice
from papers.forms.major_approval import MajorApproval
from papers.forms.meeting_notice import MeetingNotice
from papers.forms.membership import MembershipPaper
from papers.forms.minutes import Minutes
from papers.forms.notification import Notification
from papers.forms.opinion import OpinionPaper
from papers.forms.period_report import PeriodReportPaper
from papers.forms.receipt import Receipt
from papers.forms.referral import Referral
from papers.forms.registration import Registration
from papers.forms.report_up import ReportUp
from papers.forms.service_proof import ServiceProof
from papers.forms.settlement import SettlementPaper
from papers.forms.supervision_order import SupervisionOrder
from papers.forms.supervision_reply import SupervisionReply
from papers.forms.task_sheet import TaskSheet
from papers.forms.transfer_letter import TransferLetter
from papers.forms.withdrawal_notice import WithdrawalNotice
from papers.forms.withdrawal_request import WithdrawalRequest
from papers.freezing import PaperContent

#: In the order in which a case file holds them (领域 3.5, 排列).
CONTENTS: dict[str, type[PaperContent]] = {
    str(cls.kind): cls
    for cls in (
        Registration,
        Correction,
        Notification,
        AcceptanceNotice,
        Referral,
        Receipt,
        TransferLetter,
        MajorApproval,
        JointNotice,
        OpinionPaper,
        ApprovalOpinion,
        AssistReply,
        MeetingNotice,
        AttendanceSheet,
        ConsultationPaper,
        Minutes,
        DecisionPaper,
        ServiceProof,
        SettlementPaper,
        ExtensionForm,
        ExtensionNotice,
        WithdrawalNotice,
        SupervisionOrder,
        SupervisionReply,
        TaskSheet,
        ReportUp,
        DisclosureForm,
        DisclosureSheet,
        PeriodReportPaper,
        MembershipPaper,
        AppraisalReportPaper,
        DestructionList,
        IntakeReceipt,
        WithdrawalRequest,
        CaseCover,
        CaseCatalogue,
        CaseRemarks,
    )
}


def thaw(kind: str, data: Mapping[str, Any]) -> PaperContent:  # Any: JSON
    """The content of an issued paper out of its stored JSON."""
    return CONTENTS[kind].from_json(data)
