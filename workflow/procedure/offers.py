"""The buttons: which verbs an officer may use on an object now, and why not the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from workflow.procedure.needs import HAS_NUMBER
from workflow.procedure.rows.assignment import ASSIGNMENT_ROWS
from workflow.procedure.rows.disclosure import DISCLOSURE_ROWS
from workflow.procedure.rows.errand import ERRAND_ROWS
from workflow.procedure.rows.finding import FINDING_ROWS
from workflow.procedure.rows.meeting import MEETING_ROWS
from workflow.procedure.rows.supervision import SUPERVISION_ROWS
from workflow.procedure.rows.table import Row
from workflow.procedure.transitions import DISPUTE_ROWS

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute


@dataclass(frozen=True)
class Offer:
    """One verb as a page or the API shows it."""

    verb: str
    label: str
    clause: str
    hint: str
    warning: str
    allowed: bool
    why_not: str
    in_state: bool


def offer(
    row: Row[Any], officer: Officer, subject: Any
) -> Offer:  # Any: dispute, assignment, meeting
    """What to say of one row for somebody who has the right to it."""
    in_state, why_not = subject.state in row.sources, row.refusal(officer, subject)
    return Offer(
        row.verb, row.label, row.clause, row.hint, row.warning, not why_not, why_not, in_state
    )


def _offers(
    rows: Iterable[Row[Any]], officer: Officer, subject: Any
) -> list[Offer]:  # Any: as above
    return [offer(row, officer, subject) for row in rows if row.who.allows(officer, subject)]


def rights_to(officer: Officer, dispute: Dispute) -> list[Offer]:
    """Every verb that is ever his on this dispute, with what stands against it now."""
    return _offers(DISPUTE_ROWS, officer, dispute)


def open_to(officer: Officer, dispute: Dispute) -> list[Offer]:
    """下一步: his verbs in this state, the possible ones first (mock/design.md §4)."""
    rows = (row for row in DISPUTE_ROWS if dispute.state in row.sources)
    now = [row for row in rows if dispute.number or HAS_NUMBER not in row.needs]
    return sorted(_offers(now, officer, dispute), key=lambda o: not o.allowed)


def _open_in(
    rows: Sequence[Row[Any]], officer: Officer, subject: Any
) -> list[Offer]:  # Any: whatever the rows are about
    """The verbs of one table that are his in this state, the possible ones first."""
    mine = [o for o in _offers(rows, officer, subject) if o.in_state]
    return sorted(mine, key=lambda o: not o.allowed)


open_to_assignment = partial(_open_in, ASSIGNMENT_ROWS)
open_to_meeting = partial(_open_in, MEETING_ROWS)
open_to_supervision = partial(_open_in, SUPERVISION_ROWS)
open_to_errand = partial(_open_in, ERRAND_ROWS)
open_to_disclosure = partial(_open_in, DISCLOSURE_ROWS)
open_to_finding = partial(_open_in, FINDING_ROWS)
