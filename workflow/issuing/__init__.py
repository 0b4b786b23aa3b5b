"""Issuing papers inside actions: number, frozen content, check code; drawing comes later."""

from workflow.issuing.answers import decisions, service_proof
from workflow.issuing.extending import extension
from workflow.issuing.handling import (
    joint_notice,
    major_approval,
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
from workflow.issuing.meetings import meeting_notice, minutes
from workflow.issuing.supervising import supervision_order, supervision_reply

__all__ = [
    "decisions",
    "extension",
    "joint_notice",
    "major_approval",
    "meeting_notice",
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
