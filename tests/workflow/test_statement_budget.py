"""What a verb costs the database: 25 statements or so, however many departments and disputes.

Counted is the action alone, on a copy as a view finds it, by an officer whose posts are known (his
right to see it was asked before); the marks of its transaction (SAVEPOINT, RELEASE) are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deadlines.calendar_days import current_calendar
from departments.matrix import load_matrix
from departments.models import Officer
from disputes.models import Dispute
from tests.workflow.budget_cases import (
    APPROVALS,
    ASSIGNMENTS,
    DISCLOSURES,
    DISPUTES,
    ERRANDS,
    FINDINGS,
    MEETINGS,
    SUPERVISIONS,
    Case,
)
from workflow.approvals.verbs import ANSWERS
from workflow.assignments import verbs as assignments_verbs
from workflow.cases import verbs as cases_verbs
from workflow.disclosure import verbs as disclosure_verbs
from workflow.errands import verbs as errands_verbs
from workflow.findings import verbs as findings_verbs
from workflow.meetings import verbs as meetings_verbs
from workflow.models.choices import ApprovalKind
from workflow.procedure.rows.assignment import ASSIGNMENT_TABLE
from workflow.procedure.rows.disclosure import DISCLOSURE_TABLE
from workflow.procedure.rows.errand import ERRAND_TABLE
from workflow.procedure.rows.finding import FINDING_TABLE
from workflow.procedure.rows.meeting import MEETING_TABLE
from workflow.procedure.rows.supervision import SUPERVISION_TABLE
from workflow.procedure.transitions import DISPUTE_TABLE
from workflow.supervision import verbs as supervision_verbs
from workflow.verbs.book import Verb

pytestmark = pytest.mark.django_db

BUDGET = 25
#: Verbs that one press does one after the other, each within its own budget: 缴费人加入, 登记,
#: 并案; 救济终结 or 重启 and 登记 of the case that goes on.
TOGETHER = {"join_payer": 3, "close_remedy": 2, "reopen": 2}
FEW, MANY = 2, 12
MARKS = ("SAVEPOINT", "RELEASE", "ROLLBACK TO")


@pytest.fixture(autouse=True)
def _rules_are_known() -> None:
    """A process reads the calendar's days and the duty matrix once."""
    current_calendar()
    load_matrix()


DECIDE = {name: ANSWERS[name.partition(" ")[0]] for name in APPROVALS}

#: Nothing asks for a disclosure yet.
ASKED = set(ApprovalKind.values) - {ApprovalKind.DISCLOSURE}

TABLES: dict[str, tuple[Mapping[str, Case], Mapping[str, Verb], set[str]]] = {
    "dispute": (DISPUTES, cases_verbs.DISPUTES.verbs, set(DISPUTE_TABLE)),
    "assignment": (ASSIGNMENTS, assignments_verbs.ASSIGNMENTS.verbs, set(ASSIGNMENT_TABLE)),
    "meeting": (MEETINGS, meetings_verbs.MEETINGS.verbs, set(MEETING_TABLE)),
    "errand": (ERRANDS, errands_verbs.ERRANDS.verbs, set(ERRAND_TABLE)),
    "finding": (FINDINGS, findings_verbs.FINDINGS.verbs, set(FINDING_TABLE)),
    "disclosure": (DISCLOSURES, disclosure_verbs.DISCLOSURES.verbs, set(DISCLOSURE_TABLE)),
    "supervision": (SUPERVISIONS, supervision_verbs.SUPERVISIONS.verbs, set(SUPERVISION_TABLE)),
    "approval": (
        APPROVALS,
        DECIDE,
        {f"{answer} {kind}" for answer in ANSWERS for kind in ASKED},
    ),
}
EVERY = [(table, verb) for table, (cases, _, _) in TABLES.items() for verb in cases]


def _as_a_view_finds(subject: Any) -> Any:  # Any: of four tables
    fresh = type(subject).objects.get(pk=subject.pk)
    if isinstance(subject, Dispute):
        return Dispute.objects.with_people().get(pk=subject.pk)
    if getattr(fresh, "dispute_id", None):
        fresh.dispute = Dispute.objects.with_people().get(pk=fresh.dispute_id)
    return fresh


def statements(table: str, verb: str, count: int) -> list[str]:
    """What the verb says to the database, on a copy as the view finds it."""
    cases, verbs, _ = TABLES[table]
    subject, by, fields = cases[verb](count)
    fresh = _as_a_view_finds(subject)
    officer = Officer.objects.get(pk=by.pk)
    assert officer.posts_today
    with CaptureQueriesContext(
        connection,
    ) as captured:
        verbs[verb].does(fresh, by=officer, **fields)
    said = [each["sql"] for each in captured.captured_queries]
    return [sql for sql in said if not sql.startswith(MARKS)]


@pytest.mark.parametrize("table", TABLES)
def test_every_verb_has_its_measure(table: str) -> None:
    cases, _, known = TABLES[table]
    assert cases.keys() == known


@pytest.mark.parametrize(("table", "verb"), EVERY, ids=[f"{t} {v}" for t, v in EVERY])
def test_it_keeps_to_its_budget_however_many_take_part(table: str, verb: str) -> None:
    few, many = (statements(table, verb, count) for count in (FEW, MANY))
    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= BUDGET * TOGETHER.get(verb, 1), f"{len(many)}\n" + "\n".join(many)
