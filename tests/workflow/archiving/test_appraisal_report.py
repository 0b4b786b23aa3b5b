"""What PostgreSQL lets the portal do with a report of appraisals: make it, and no more."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from departments.roles import Role
from tests import factories as f
from tests.workflow.archiving.test_reporting import an_officer, decided
from workflow.archiving import reporting
from workflow.models import AppraisalReport

pytestmark = pytest.mark.django_db


def test_the_rights_of_the_portal_are_enough_and_a_line_is_of_the_units_own(
    request: pytest.FixtureRequest,
) -> None:
    first, later = decided("destroy"), decided("extend", more="Y")
    unit, other = first.case_file.department, f.a_department("YB")
    request.getfixturevalue("as_the_portal")
    made = reporting.report(unit, by=an_officer(Role.ARCHIVIST))
    assert made.destruction is not None
    assert made.lines.count() == 2
    told = later.case_file.appraisals.get().decision
    elsewhere = AppraisalReport.objects.create(
        department=other, paper=made.destruction, made_by=made.made_by, made_at=made.made_at
    )
    for refused in (lambda: elsewhere.lines.create(decision=told), made.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            refused()
