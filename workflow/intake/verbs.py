"""登记、审核、分类、并案、撤回: the verbs of a dispute until it is handled (五(一)、五(二))."""

from __future__ import annotations

from django.utils import timezone

from departments.models import Officer
from disputes.models import Dispute
from papers.choices import PaperKind
from workflow.intake import (
    actions,
    correcting,
    forms,
    linking,
    triage,
    undoing,
    withdrawing,
)
from workflow.intake.parties import forms as of_parties
from workflow.intake.parties import joining, parting
from workflow.issuing import remaining
from workflow.procedure import routing_records
from workflow.procedure.sides import case_sides
from workflow.verbs.book import Start, Verb
from workflow.verbs.forms import (
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


def _what_stands(dispute: Dispute) -> Start:
    """Of the one payer: his claim as it stands, out of which one is struck; of several nothing."""
    staying = case_sides.payers(dispute)
    if len(staying) != 1:
        return {}
    return {"of": staying[0].of, "claim_left": remaining.matter_of(dispute, staying[0]).claim}


def _of_all_where_several(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    """Whether all have withdrawn is asked where more than one payer stands."""
    if len(case_sides.payers(dispute)) < 2:
        del form.fields["all_payers"]


def _suggested_branch(dispute: Dispute) -> Start:
    return {"branch": routing_records.branch(dispute)}


def _same_matter(dispute: Dispute) -> Start:
    """He comes now, about the same insurances."""
    return {
        "channel": "visit",
        "visited_at": timezone.localtime(),
        "insurance_types": dispute.insurance_types,
    }


VERBS = {
    "register": Verb(Nothing, actions.register),
    "approve_intake": Verb(
        forms.ApproveIntake,
        actions.approve_intake,
        starts=_suggested_branch,
        papers=(PaperKind.REGISTRATION,),
    ),
    "return_intake": Verb(CommentNeeded, actions.return_intake),
    "answer_now": Verb(forms.AnswerNow, triage.answer_now),
    "decline": Verb(forms.Decline, triage.decline, papers=(PaperKind.NOTIFICATION,)),
    "accept_single": Verb(
        forms.AcceptSingle,
        triage.accept_single,
        papers=(PaperKind.NOTIFICATION, PaperKind.ACCEPTANCE_NOTICE),
    ),
    "refer": Verb(
        forms.Refer,
        triage.refer,
        layout="department:6 outside_body:6 reason due_on:4 severity_reason",
        starts=_suggested_lead,
        narrows=_lead_elsewhere,
        papers=(PaperKind.NOTIFICATION, PaperKind.REFERRAL, PaperKind.TRANSFER_LETTER),
    ),
    "undo_triage": Verb(Reason, undoing.undo_triage),
    "notify_only": Verb(
        forms.NotifyOnly,
        triage.notify_only,
        layout="department:6 outside_body:6 reason",
        narrows=_anywhere_else,
        papers=(PaperKind.NOTIFICATION,),
    ),
}

#: Out of the handling, back to be classified.
BACK = {"reroute": Verb(Reason, triage.reroute)}

#: By which a dispute, or a part of it, ends without a decision.
ENDING = {
    "withdraw": Verb(
        forms.Withdraw,
        withdrawing.withdraw,
        narrows=_of_all_where_several,
        papers=(PaperKind.REGISTRATION, PaperKind.WITHDRAWAL_NOTICE),
    ),
    "withdraw_part": Verb(
        of_parties.WithdrawPart,
        parting.withdraw_part,
        starts=_what_stands,
        papers=(PaperKind.WITHDRAWAL_NOTICE,),
    ),
    "tell_withdrawal": Verb(
        of_parties.TellWithdrawal,
        withdrawing.tell_withdrawal,
        layout="paper:6 told_on:3 method:3 note",
    ),
    "cancel_telling": Verb(
        of_parties.CancelTelling, withdrawing.cancel_telling, papers=(PaperKind.CORRECTION,)
    ),
    "merge": Verb(
        forms.Merge,
        linking.merge,
        layout="into:6 older_into_younger",
        papers=(PaperKind.REGISTRATION, PaperKind.NOTIFICATION),
    ),
}

#: After it has ended.
AGAIN = {"reopen": Verb(forms.Reopen, linking.reopen)}

#: What was registered is put right whatever its state, and one more payer is registered with it.
CORRECTING = {
    "correct": Verb(
        forms.Correct, correcting.correct, papers=(PaperKind.CORRECTION, PaperKind.DECISION)
    ),
    "join_payer": Verb(
        of_parties.JoinPayer,
        joining.join_payer,
        layout="payer.name:6 payer.kind:6 payer.id_number:6 payer.credit_code:6 payer.phone:6 "
        "payer.contact:6 payer.address channel:4 source_number:4 visited_at:4 insurance_types "
        "facts claim another_case",
        starts=_same_matter,
        papers=(PaperKind.REGISTRATION, PaperKind.NOTIFICATION),
    ),
}
