"""What the procedure remembers, one module per noun."""

from __future__ import annotations

from workflow.models.appraisal_report import AppraisalReport, AppraisalReportLine
from workflow.models.approval import Approval
from workflow.models.archive import CaseFile, SealedPackage
from workflow.models.assignment import Assignment, Opinion
from workflow.models.consultation import Consultation
from workflow.models.convening import Convening
from workflow.models.correction import Correction
from workflow.models.deadline import Deadline, ExtensionGrant, Pause
from workflow.models.decision import Decision, PartyResponse, Remedy, Service
from workflow.models.disclosure import Disclosure
from workflow.models.disclosure_parts import (
    DisclosureCopy,
    DisclosureEntry,
    DisclosureItem,
    DisclosureRecall,
    DisclosureSignature,
)
from workflow.models.errand import Errand, ErrandEntry
from workflow.models.file_test import FileTest
from workflow.models.finding import Finding, FindingEntry
from workflow.models.heartbeat import Heartbeat
from workflow.models.keeping import (
    Appraisal,
    AppraisalDecision,
    FileHold,
    FileRelease,
    FileReview,
)
from workflow.models.key_topic import KeyTopic, KeyTopicCase, KeyTopicMeeting
from workflow.models.meeting import AgendaItem, Attendance, Countersignature, Meeting
from workflow.models.membership_paper import MembershipPaper
from workflow.models.notice import Notice
from workflow.models.originals import OriginalsTransfer
from workflow.models.outbox import OutboxMessage
from workflow.models.paper import Paper, PaperVoid
from workflow.models.period_report import PeriodReport
from workflow.models.rendered import RenderedPaper
from workflow.models.routing import RoutingRecord
from workflow.models.sample import AuditSample
from workflow.models.service_attempt import ServiceAttempt
from workflow.models.settlement import Settlement
from workflow.models.stage import DeadlineStage, Stage, SweepFailure
from workflow.models.supervision import Supervision
from workflow.models.timeline import TimelineEntry
from workflow.models.urging import Urging
from workflow.models.withdrawal import PartWithdrawal, WithdrawalTelling

__all__ = [
    "AgendaItem",
    "Appraisal",
    "AppraisalDecision",
    "AppraisalReport",
    "AppraisalReportLine",
    "Approval",
    "Assignment",
    "Attendance",
    "AuditSample",
    "CaseFile",
    "Consultation",
    "Convening",
    "Correction",
    "Countersignature",
    "Deadline",
    "DeadlineStage",
    "Decision",
    "Disclosure",
    "DisclosureCopy",
    "DisclosureEntry",
    "DisclosureItem",
    "DisclosureRecall",
    "DisclosureSignature",
    "Errand",
    "ErrandEntry",
    "ExtensionGrant",
    "FileHold",
    "FileRelease",
    "FileReview",
    "FileTest",
    "Finding",
    "FindingEntry",
    "Heartbeat",
    "KeyTopic",
    "KeyTopicCase",
    "KeyTopicMeeting",
    "Meeting",
    "MembershipPaper",
    "Notice",
    "Opinion",
    "OriginalsTransfer",
    "OutboxMessage",
    "Paper",
    "PaperVoid",
    "PartWithdrawal",
    "PartyResponse",
    "Pause",
    "PeriodReport",
    "Remedy",
    "RenderedPaper",
    "RoutingRecord",
    "SealedPackage",
    "Service",
    "ServiceAttempt",
    "Settlement",
    "Stage",
    "Supervision",
    "SweepFailure",
    "TimelineEntry",
    "Urging",
    "WithdrawalTelling",
]
