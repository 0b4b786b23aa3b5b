"""提出审计发现 on an archived case, and the verbs of a finding (R082)."""

from __future__ import annotations

from django import forms as widgets

from departments.models import Officer
from disputes.models import Dispute
from disputes.models.dispute import deciding_department
from workflow.findings import actions, forms, places
from workflow.models import Finding
from workflow.procedure.rows.finding import FINDING_TABLE
from workflow.verbs.book import Book, Start, Verb
from workflow.verbs.forms import Comment, CommentNeeded, Reason, VerbForm, limit_to


def _of_this_file(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    """A page offers what is in the file and who took part in it."""
    limit_to(form, "department", places.answerable(dispute))
    form.fields["about"].widget = widgets.Select(choices=places.choices_of(dispute))


def _who_handled(dispute: Dispute) -> Start:
    return {"department": deciding_department(dispute).code, "about": "whole"}


def _written_so_far(finding: Finding) -> Start:
    return {"answer": finding.answer}


ON_DISPUTE = {
    "record_finding": Verb(
        forms.RecordFinding,
        actions.record,
        layout="about:6 department:3 due_on:3 found basis demand",
        starts=_who_handled,
        narrows=_of_this_file,
    ),
}

FINDINGS = Book(
    FINDING_TABLE,
    {
        "draft_answer": Verb(forms.DraftAnswer, actions.draft_answer, starts=_written_so_far),
        "approve_answer": Verb(Comment, actions.approve_answer),
        "send_back": Verb(CommentNeeded, actions.send_back),
        "close": Verb(forms.CloseFinding, actions.close),
        "ask_again": Verb(forms.AskAgain, actions.ask_again, layout="due_on:4 comment"),
        "urge": Verb(forms.UrgeFinding, actions.urge),
        "retract": Verb(Reason, actions.retract),
    },
)
