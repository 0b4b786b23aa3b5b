"""Issuing papers inside actions: number, frozen content, check code; drawing comes later."""

from __future__ import annotations

from workflow.approvals.papers import major_approval
from workflow.archiving.papers import report_up
from workflow.assignments.papers import opinion, receipt
from workflow.decisions.papers import decisions, service_proof
from workflow.extensions.papers import extension
from workflow.intake.papers import (
    notification,
    registration,
    registration_if_missing,
    transfer_letter,
)
from workflow.issuing.assignment_papers import joint_notices, matter_of, referral, task_sheet
from workflow.issuing.issue import issue
from workflow.meetings.papers import meeting_notices, minutes
from workflow.supervision.papers import supervision_order, supervision_reply

__all__ = [
    "decisions",
    "extension",
    "issue",
    "joint_notices",
    "major_approval",
    "matter_of",
    "meeting_notices",
    "minutes",
    "notification",
    "opinion",
    "receipt",
    "referral",
    "registration",
    "registration_if_missing",
    "report_up",
    "service_proof",
    "supervision_order",
    "supervision_reply",
    "task_sheet",
    "transfer_letter",
]
