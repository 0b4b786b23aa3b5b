"""The dispute's verbs, joined from the rooms in which they are at home."""

from __future__ import annotations

from workflow.approvals import verbs as approvals
from workflow.archiving import verbs as archiving
from workflow.decisions import verbs as decisions
from workflow.extensions import verbs as extensions
from workflow.handling import verbs as handling
from workflow.intake import verbs as intake
from workflow.procedure.transitions import DISPUTE_TABLE
from workflow.supervision import verbs as supervision
from workflow.verbs.book import Book

_ALL = (
    intake.VERBS
    | handling.VERBS
    | approvals.VERBS
    | decisions.VERBS
    | extensions.VERBS
    | archiving.VERBS
    | supervision.ON_DISPUTE
)
DISPUTES = Book(DISPUTE_TABLE, {name: _ALL[name] for name in DISPUTE_TABLE if name in _ALL})
