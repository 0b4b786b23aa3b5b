"""签收、退回、意见、审签、撤回、说明: the verbs of an assignment (procedure.md, The assignment)."""

from __future__ import annotations

from django import forms

from departments.forms.fields import DepartmentField
from departments.models import Officer
from papers.choices import PaperKind
from web.form_fields import words
from workflow.assignments import actions
from workflow.models import Assignment
from workflow.models.choices import AssignmentKind, Outcome, Verdict
from workflow.procedure.rows.assignment import ASSIGNMENT_TABLE
from workflow.supervision.forms import Urge
from workflow.verbs.book import Book, Start, Verb
from workflow.verbs.forms import (
    Comment,
    CommentNeeded,
    Nothing,
    Reason,
    VerbForm,
    limit_to,
    members,
)

#: What is said in most opinions; one is chosen and gone on from.
PHRASES = (
    "经核，反映情况属实。",
    "经核，反映情况与记录不符。",
    "属本单位职责，由本单位办理。",
    "不属本单位职责，建议由主办单位依职权处理。",
    "建议补缴，补缴期间和基数以核定为准。",
    "请当事人补充证据材料后再核。",
)


class ReturnBack(VerbForm):
    reason = words("退回理由")
    department = DepartmentField("认为应由哪个单位办理", required=False)


class DraftOpinion(VerbForm):
    facts = words("认定事实", rows=5)
    basis = words("法律法规政策依据", rows=3)
    opinion = words("处理意见", rows=5, phrases=PHRASES)
    verdict = forms.ChoiceField(
        label="审批意见", choices=Verdict.choices, required=False, widget=forms.RadioSelect
    )
    outcome = forms.ChoiceField(
        label="办理情形", choices=Outcome.choices, required=False, widget=forms.RadioSelect
    )
    attachments = words("附件", required=False, rows=2, help_text="每行写一件，例如：缴费明细 2页")

    def narrow(self) -> None:
        """审批意见 is asked in special handling, 办理情形 of what was referred (R062, R076)."""
        if self.subject.kind != AssignmentKind.SPECIAL:
            del self.fields["verdict"]
        if self.subject.kind != AssignmentKind.REFERRAL:
            del self.fields["outcome"]


def _draft_sent_back(assignment: Assignment) -> Start:
    draft = assignment.opinions.last()
    if draft is None:
        return {"outcome": Outcome.DONE}
    asked = ("facts", "basis", "opinion", "verdict", "outcome", "attachments")
    return {name: getattr(draft, name) for name in asked}


def _believed_responsible(form: VerbForm, assignment: Assignment, officer: Officer) -> None:
    limit_to(form, "department", members().exclude(pk=assignment.department_id))


ASSIGNMENTS = Book(
    ASSIGNMENT_TABLE,
    {
        "accept": Verb(Nothing, actions.accept),
        "return_back": Verb(ReturnBack, actions.return_back, narrows=_believed_responsible),
        "draft_opinion": Verb(DraftOpinion, actions.draft_opinion, starts=_draft_sent_back),
        "approve_opinion": Verb(
            Comment,
            actions.approve_opinion,
            papers=(
                PaperKind.OPINION,
                PaperKind.APPROVAL_OPINION,
                PaperKind.ASSIST_REPLY,
                PaperKind.RECEIPT,
            ),
        ),
        "send_back": Verb(CommentNeeded, actions.send_back),
        "urge": Verb(Urge, actions.urge),
        "recall": Verb(Reason, actions.recall),
        "excuse": Verb(Reason, actions.excuse),
    },
)
