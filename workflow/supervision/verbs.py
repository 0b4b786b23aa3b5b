"""All verbs by name: what the table's rows do when somebody may."""

from __future__ import annotations

from departments.models import Officer
from disputes.models import Dispute
from workflow.models import Supervision
from workflow.models.supervision import SupervisionLevel
from workflow.procedure.supervision_rows import SUPERVISION_TABLE
from workflow.supervision import actions as supervisions
from workflow.supervision import forms as o
from workflow.supervision.reach import supervisable
from workflow.verbs import forms as d
from workflow.verbs.forms import VerbForm
from workflow.verbs.narrowing import limit_to, offer_only
from workflow.verbs.page import Action, Book

SUPERVISION_ACTIONS: dict[str, Action] = {
    "answer": supervisions.answer,
    "send_back": supervisions.send_back,
    "raise": supervisions.raise_level,
    "close": supervisions.close,
}

SUPERVISION_FORMS: dict[str, type[VerbForm]] = {
    "answer": o.AnswerSupervision,
    "send_back": d.CommentNeeded,
    "raise": o.RaiseSupervision,
    "close": o.CloseSupervision,
}


def _taking_part(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    """督办: whoever takes part in it, save the task force itself."""
    limit_to(form, "department", supervisable(dispute))


def _higher_only(form: VerbForm, supervision: Supervision, officer: Officer) -> None:
    higher = [(code, word) for code, word in SupervisionLevel.choices if code > supervision.level]
    offer_only(form, "level", higher)


SUPERVISIONS = Book(SUPERVISION_TABLE, SUPERVISION_FORMS, SUPERVISION_ACTIONS)
