"""催办、督办: the verbs about a dispute, and those of the supervision itself (R104)."""

from __future__ import annotations

from departments.models import Officer
from disputes.models import Dispute
from papers.choices import PaperKind
from workflow.models import Supervision
from workflow.models.supervision import SupervisionLevel
from workflow.procedure.rows.supervision import SUPERVISION_TABLE
from workflow.supervision import actions, forms, opening, urging
from workflow.verbs.book import Book, Verb
from workflow.verbs.forms import CommentNeeded, VerbForm, limit_to, offer_only


def _taking_part(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    """督办: whoever takes part in it, save the task force itself."""
    limit_to(form, "department", opening.supervisable(dispute))


def _higher_only(form: VerbForm, supervision: Supervision, officer: Officer) -> None:
    higher = [(code, word) for code, word in SupervisionLevel.choices if code > supervision.level]
    offer_only(form, "level", higher)


#: Done to a dispute; they begin a supervision or spare one.
ON_DISPUTE = {
    "urge": Verb(forms.Urge, urging.urge),
    "supervise": Verb(
        forms.Supervise,
        opening.supervise,
        layout="department:6 level:6 reason",
        narrows=_taking_part,
        papers=(PaperKind.SUPERVISION_ORDER,),
    ),
}

SUPERVISIONS = Book(
    SUPERVISION_TABLE,
    {
        "answer": Verb(forms.AnswerSupervision, actions.answer),
        "send_back": Verb(CommentNeeded, actions.send_back),
        "raise": Verb(
            forms.RaiseSupervision,
            actions.raise_level,
            layout="level:6 reason",
            narrows=_higher_only,
            papers=(PaperKind.SUPERVISION_ORDER,),
        ),
        "close": Verb(forms.CloseSupervision, actions.close, papers=(PaperKind.SUPERVISION_REPLY,)),
    },
)
