"""登记、审核、分类、并案、撤回: the verbs of a dispute until it is handled (五(一)、五(二))."""

from __future__ import annotations

from departments.models import Officer
from disputes.models import Dispute
from workflow.intake import actions, correcting, forms, linking, triage, undoing, withdrawing
from workflow.procedure import routing_records
from workflow.verbs.book import Start, Verb
from workflow.verbs.forms import (
    Comment,
    CommentNeeded,
    Nothing,
    Reason,
    VerbForm,
    limit_to,
    others_than_receiving,
)


def _suggested_lead(dispute: Dispute) -> Start:
    leads = routing_records.suggestion(dispute).lead
    others = [code for code in leads if code != dispute.receiving_department.code]
    return {"department": others[0]} if others else {}


def _lead_elsewhere(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    """Only who may lead takes a matter over (R020), and never the one who hands it on."""
    limit_to(form, "department", others_than_receiving(dispute).filter(may_lead=True))


def _anywhere_else(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    limit_to(form, "department", others_than_receiving(dispute))


VERBS = {
    "register": Verb(Nothing, actions.register),
    "approve_intake": Verb(Comment, actions.approve_intake),
    "return_intake": Verb(CommentNeeded, actions.return_intake),
    "answer_now": Verb(forms.AnswerNow, triage.answer_now),
    "decline": Verb(forms.Decline, triage.decline),
    "accept_single": Verb(forms.AcceptSingle, triage.accept_single),
    "refer": Verb(
        forms.Refer,
        triage.refer,
        layout="department:6 outside_body:6 reason due_on:4 severity_reason",
        starts=_suggested_lead,
        narrows=_lead_elsewhere,
    ),
    "undo_triage": Verb(Reason, undoing.undo_triage),
    "notify_only": Verb(
        forms.NotifyOnly,
        triage.notify_only,
        layout="department:6 outside_body:6 reason",
        narrows=_anywhere_else,
    ),
}

#: Out of the handling, back to be classified.
BACK = {"reroute": Verb(Reason, triage.reroute)}

#: By which a dispute ends without a decision.
ENDING = {
    "withdraw": Verb(forms.Withdraw, withdrawing.withdraw),
    "merge": Verb(forms.Merge, linking.merge, layout="into:6 older_into_younger"),
}

#: After it has ended.
AGAIN = {"reopen": Verb(forms.Reopen, linking.reopen)}

#: What was registered is put right, whatever its state.
CORRECTING = {"correct": Verb(forms.Correct, correcting.correct)}
