"""What a verb's form starts with: the matrix's suggestion, the draft that came back, today."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from disputes.models import Dispute
from workflow.approvals import forms as approvals_forms
from workflow.approvals import major
from workflow.approvals.verbs import _report, _team
from workflow.archiving import actions as closing
from workflow.archiving import forms as archiving_forms
from workflow.assignments.verbs import _answer, _believed
from workflow.decisions import actions as deciding
from workflow.decisions import feedback
from workflow.decisions import forms as decisions_forms
from workflow.decisions.verbs import _decide, _respond, _serve, _to_be_served, _were_served
from workflow.extensions import actions as extending
from workflow.extensions import forms as t
from workflow.handling import forms as handling_forms
from workflow.handling import standing, tasks, together
from workflow.handling.verbs import (
    _any_member,
    _colleagues_only,
    _convene,
    _may_lead,
    _self_or_own,
    _the_rest,
    _together,
)
from workflow.intake import actions as intake
from workflow.intake import forms as intake_forms
from workflow.intake import linking, triage
from workflow.intake.verbs import _anywhere_else, _lead_elsewhere, _refer
from workflow.procedure import routing_records
from workflow.procedure.transitions import DISPUTE_TABLE
from workflow.supervision import forms as o
from workflow.supervision import opening, urging
from workflow.supervision.verbs import _higher_only, _taking_part
from workflow.verbs import forms as d
from workflow.verbs.forms import VerbForm
from workflow.verbs.narrowing import Narrowing, Start
from workflow.verbs.page import Action, Book

_STARTS: dict[str, Callable[[Any], Start]] = {  # Any: a dispute, or an assignment
    "refer": _refer,
    "convene_joint": _convene,
    "report_major": _report,
    "escalate": _report,
    "draft_decision": _decide,
    "draft_opinion": _answer,
    "serve": _serve,
    "record_response": _respond,
}

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
    "give_task": tasks.give_task,
    "request_convening": tasks.request_convening,
    "answer_convening": tasks.answer_convening,
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
    "supervise": opening.supervise,
}

DISPUTE_FORMS: dict[str, type[VerbForm]] = {
    "register": d.Nothing,
    "approve_intake": d.Comment,
    "return_intake": d.CommentNeeded,
    "answer_now": intake_forms.AnswerNow,
    "decline": intake_forms.Decline,
    "accept_single": intake_forms.AcceptSingle,
    "refer": intake_forms.Refer,
    "notify_only": intake_forms.NotifyOnly,
    "convene_joint": handling_forms.ConveneJoint,
    "report_major": approvals_forms.ReportMajor,
    "approve_major": approvals_forms.ApproveMajor,
    "ask_more": d.CommentNeeded,
    "reject_major": d.CommentNeeded,
    "escalate": approvals_forms.ReportMajor,
    "deescalate": d.Reason,
    "invite": handling_forms.Invite,
    "assign": handling_forms.AssignLead,
    "give_task": handling_forms.GiveTask,
    "request_convening": handling_forms.RequestConvening,
    "answer_convening": handling_forms.AnswerConvening,
    "suspend": handling_forms.Suspend,
    "resume": d.Nothing,
    "prolong": handling_forms.Prolong,
    "draft_decision": decisions_forms.DraftDecision,
    "return_decision": d.CommentNeeded,
    "sign_decision": d.Comment,
    "serve": decisions_forms.Serve,
    "record_response": decisions_forms.RecordResponse,
    "record_remedy": decisions_forms.RecordRemedy,
    "close_remedy": decisions_forms.CloseRemedy,
    "withdraw": intake_forms.Withdraw,
    "merge": intake_forms.Merge,
    "archive": archiving_forms.Archive,
    "report_up": d.Nothing,
    "hand_over": handling_forms.HandOver,
    "recuse": handling_forms.Recuse,
    "extend": t.Extend,
    "tell_extension": t.TellExtension,
    "urge": o.Urge,
    "supervise": o.Supervise,
}


def _ask_severity_only_when_major(form: VerbForm, dispute: Dispute) -> None:
    """Where the score says general, nobody has to give reasons for it (R045)."""
    if routing_records.suggestion(dispute).severity.is_major:
        form.fields["severity_reason"].help_text = "信号打分建议为重大疑难，须写明理由"
    elif not form.errors.get("severity_reason"):
        del form.fields["severity_reason"]


_NARROWINGS: dict[str, Narrowing] = {
    "refer": _lead_elsewhere,
    "notify_only": _anywhere_else,
    "assign": _may_lead,
    "give_task": _any_member,
    "request_convening": _the_rest,
    "convene_joint": _together,
    "invite": _together,
    "report_major": _team,
    "escalate": _team,
    "return_back": _believed,
    "hand_over": _colleagues_only,
    "recuse": _self_or_own,
    "serve": _to_be_served,
    "record_response": _were_served,
    "supervise": _taking_part,
    "raise": _higher_only,
}

DISPUTES = Book(DISPUTE_TABLE, DISPUTE_FORMS, DISPUTE_ACTIONS)
