"""签收、办理情况、审签、办结、催办、撤回: the verbs of an errand."""

from __future__ import annotations

from workflow.errands import actions, forms
from workflow.models import Errand
from workflow.procedure.rows.errand import ERRAND_TABLE
from workflow.verbs.book import Book, Start, Verb
from workflow.verbs.forms import Comment, CommentNeeded, Nothing, Reason


def _written_so_far(errand: Errand) -> Start:
    return {"answer": errand.answer}


ERRANDS = Book(
    ERRAND_TABLE,
    {
        "accept": Verb(Nothing, actions.accept),
        "draft_answer": Verb(forms.DraftAnswer, actions.draft_answer, starts=_written_so_far),
        "approve_answer": Verb(Comment, actions.approve_answer),
        "send_back": Verb(CommentNeeded, actions.send_back),
        "close": Verb(forms.CloseErrand, actions.close),
        "ask_again": Verb(forms.AskAgain, actions.ask_again),
        "urge": Verb(forms.UrgeErrand, actions.urge),
        "recall": Verb(Reason, actions.recall),
    },
)
