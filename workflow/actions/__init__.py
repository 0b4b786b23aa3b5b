"""All verbs by name: what the table's rows do when somebody may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workflow.actions import (
    assignments,
    closing,
    deciding,
    extending,
    feedback,
    intake,
    linking,
    major,
    meetings,
    standing,
    supervising,
    supervisions,
    task_force,
    together,
    triage,
    urging,
)

Action = Callable[..., Any]  # each verb has its own keywords, checked by its form

DISPUTE_ACTIONS: dict[str, Action] = {
    "register": intake.register,
    "approve_intake": intake.approve_intake,
    "return_intake": intake.return_intake,
    "answer_now": triage.answer_now,
    "decline": triage.decline,
    "accept_single": triage.accept_single,
    "refer": triage.refer,
    "notify_only": triage.notify_only,
    "convene_joint": together.convene_joint,
    "report_major": major.report_major,
    "approve_major": major.approve_major,
    "ask_more": major.ask_more,
    "reject_major": major.reject_major,
    "escalate": major.escalate,
    "deescalate": major.deescalate,
    "invite": together.invite,
    "assign": together.assign,
    "give_task": task_force.give_task,
    "request_convening": task_force.request_convening,
    "answer_convening": task_force.answer_convening,
    "suspend": standing.suspend,
    "resume": standing.resume,
    "prolong": standing.prolong,
    "draft_decision": deciding.draft_decision,
    "return_decision": deciding.return_decision,
    "sign_decision": deciding.sign_decision,
    "serve": feedback.serve,
    "record_response": feedback.record_response,
    "record_remedy": feedback.record_remedy,
    "close_remedy": feedback.close_remedy,
    "withdraw": linking.withdraw,
    "merge": linking.merge,
    "archive": closing.archive,
    "report_up": closing.report_up,
    "hand_over": standing.hand_over,
    "recuse": standing.recuse,
    "extend": extending.extend,
    "tell_extension": extending.tell_extension,
    "urge": urging.urge,
    "supervise": supervising.supervise,
}

ASSIGNMENT_ACTIONS: dict[str, Action] = {
    "accept": assignments.accept,
    "return_back": assignments.return_back,
    "draft_opinion": assignments.draft_opinion,
    "approve_opinion": assignments.approve_opinion,
    "send_back": assignments.send_back,
    "urge": assignments.urge,
    "recall": assignments.recall,
    "excuse": assignments.excuse,
}

MEETING_ACTIONS: dict[str, Action] = {
    "approve": meetings.approve,
    "refuse": meetings.refuse,
    "call": meetings.call,
    "hold": meetings.hold,
    "minute": meetings.minute,
    "countersign": meetings.countersign,
    "issue": meetings.issue,
    "cancel": meetings.cancel,
}

SUPERVISION_ACTIONS: dict[str, Action] = {
    "answer": supervisions.answer,
    "send_back": supervisions.send_back,
    "raise": supervisions.raise_level,
    "close": supervisions.close,
}
