"""The dispute's verbs, joined from the rooms in which they are at home."""

from __future__ import annotations

from workflow.approvals import verbs as approvals
from workflow.archiving import verbs as archiving
from workflow.decisions import verbs as decisions
from workflow.disclosure import verbs as disclosure
from workflow.extensions import verbs as extensions
from workflow.findings import verbs as findings
from workflow.handling import verbs as handling
from workflow.intake import verbs as intake
from workflow.procedure.transitions import DISPUTE_TABLE
from workflow.supervision import verbs as supervision
from workflow.verbs.book import Book

#: Each opens to somebody what was not his: asked for behind the second step.
GIVES_RIGHTS = ("entrust", "designate")

# In the order of a dispute's life: the API's schema lists the verbs so.
DISPUTES = Book(
    DISPUTE_TABLE,
    intake.VERBS
    | handling.JOINT
    | approvals.VERBS
    | intake.BACK
    | handling.VERBS
    | decisions.VERBS
    | intake.ENDING
    | archiving.VERBS
    | intake.AGAIN
    | intake.CORRECTING
    | handling.OFFICERS
    | extensions.VERBS
    | supervision.ON_DISPUTE
    | disclosure.ON_DISPUTE
    | findings.ON_DISPUTE,
)
