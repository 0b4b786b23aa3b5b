"""Who may do what to an errand, and when."""

from __future__ import annotations

import pytest

from departments.models import Officer
from departments.roles import Role
from tests import factories as f
from tests.workflow import budget_cases as cases
from workflow.procedure.rows.errand import ERRAND_TABLE

pytestmark = pytest.mark.django_db


def offered(own: object, role: Role, code: str) -> set[str]:
    officer = Officer.objects.get(pk=f.an_officer(role, code).pk)
    rows = ERRAND_TABLE.values()
    may = (row for row in rows if row.who.allows(officer, own))  # type: ignore[arg-type]
    return {row.verb for row in may if not row.refusal(officer, own)}  # type: ignore[arg-type]


def test_the_unit_answers_its_head_signs_and_the_task_force_ends_it() -> None:
    sent, written, back = cases.errand(2), cases.written(2), cases.reported_back(2)
    assert offered(sent, Role.CLERK, "YB") == {"accept"}
    assert offered(written, Role.CLERK, "YB") == set()
    assert offered(written, Role.HEAD, "YB") == {"approve_answer", "send_back"}
    assert offered(back, Role.OFFICE, "ZB") == {"close", "ask_again", "recall"}
    assert offered(back, Role.LEADER, "ZB") == {"close", "ask_again", "recall"}
    assert offered(sent, Role.HEAD, "RS") == set()


def test_where_one_person_may_do_both_a_clerk_signs_too() -> None:
    written = cases.written(2)
    written.department.opinion_head_approval = False
    assert offered(written, Role.CLERK, "YB") == {"approve_answer", "send_back"}
