"""申请对外提供 of a case, and the verbs of the disclosure itself (六(三))."""

from __future__ import annotations

from papers.choices import PaperKind
from workflow.disclosure import actions, forms
from workflow.procedure.rows.disclosure import DISCLOSURE_TABLE
from workflow.verbs.book import Book, Verb
from workflow.verbs.forms import Comment, CommentNeeded, Reason

_LAYOUT = (
    "recipient_kind:6 recipient:6 letter:6 until:6 purpose masking:6 impact_record:6 full_reason "
    "papers materials particulars text"
)

#: Done to a dispute; it begins a disclosure.
ON_DISPUTE = {"disclose": Verb(forms.Disclose, actions.disclose, layout=_LAYOUT)}

#: Each brings it nearer to leaving: asked for behind the second step (六(三)).
LETS_OUT = ("sign", "review", "approve")

DISCLOSURES = Book(
    DISCLOSURE_TABLE,
    {
        "sign": Verb(Comment, actions.sign),
        "review": Verb(
            Comment, actions.review, papers=(PaperKind.DISCLOSURE_FORM, PaperKind.DISCLOSURE_SHEET)
        ),
        "approve": Verb(
            Comment, actions.approve, papers=(PaperKind.DISCLOSURE_FORM, PaperKind.DISCLOSURE_SHEET)
        ),
        "send_back": Verb(CommentNeeded, actions.send_back),
        "resubmit": Verb(
            forms.ResubmitDisclosure,
            actions.resubmit,
            layout=f"{_LAYOUT} numbers",
            starts=forms.written_so_far,
        ),
        "drop": Verb(Reason, actions.drop),
        "revoke": Verb(Reason, actions.revoke),
        "recall": Verb(forms.Recall, actions.recall, layout="copy:8 outcome:4 note"),
    },
)
