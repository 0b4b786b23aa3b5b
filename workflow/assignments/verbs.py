"""All verbs by name: what the table's rows do when somebody may."""

from __future__ import annotations

from departments.models import Officer
from workflow.assignments import actions as assignments
from workflow.assignments import forms as o
from workflow.models import Assignment
from workflow.procedure.assignment_rows import ASSIGNMENT_TABLE
from workflow.supervision import forms as supervision_forms
from workflow.verbs import forms as d
from workflow.verbs.forms import VerbForm
from workflow.verbs.narrowing import Start, limit_to, members
from workflow.verbs.page import Action, Book

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

ASSIGNMENT_FORMS: dict[str, type[VerbForm]] = {
    "accept": d.Nothing,
    "return_back": o.ReturnBack,
    "draft_opinion": o.DraftOpinion,
    "approve_opinion": d.Comment,
    "send_back": d.CommentNeeded,
    "urge": supervision_forms.Urge,
    "recall": d.Reason,
    "excuse": d.Reason,
}


def _answer(assignment: Assignment) -> Start:
    draft = assignment.opinions.last()
    if draft is None:
        return {}
    return {"facts": draft.facts, "basis": draft.basis, "opinion": draft.opinion}


def _believed(form: VerbForm, assignment: Assignment, officer: Officer) -> None:
    limit_to(form, "department", members().exclude(pk=assignment.department_id))


ASSIGNMENTS = Book(ASSIGNMENT_TABLE, ASSIGNMENT_FORMS, ASSIGNMENT_ACTIONS)
