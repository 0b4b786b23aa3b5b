"""Issuing papers inside actions: number, frozen content, check code; drawing comes later."""

from workflow.issuing.answers import decisions, service_proof
from workflow.issuing.extending import extension
from workflow.issuing.handling import (
    joint_notices,
    major_approval,
    matter_of,
    opinion,
    receipt,
    report_up,
    task_sheet,
)
from workflow.issuing.intake import (
    notification,
    referral,
    registration,
    registration_if_missing,
    transfer_letter,
)
from workflow.issuing.issue import issue
from workflow.issuing.meetings import meeting_notices, minutes
from workflow.issuing.supervising import supervision_order, supervision_reply

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
