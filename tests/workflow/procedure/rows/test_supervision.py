"""What may be done with a 督办: answered by the department, closed by the office, only louder."""

from __future__ import annotations

import pytest

from departments.roles import Role
from disputes.choices import Mode
from tests import factories as f
from workflow.models import Supervision
from workflow.models.supervision import SupervisionState
from workflow.procedure.offers import open_to_supervision
from workflow.procedure.rows.supervision import SUPERVISION_ROWS, SUPERVISION_TABLE

pytestmark = pytest.mark.django_db


def supervised(level: str = "1") -> Supervision:
    dispute = f.handled(Mode.JOINT)
    f.do(dispute, "supervise", f.a_leader(), department=f.a_department("YB"), level=level,
         reason="久拖不办")  # fmt: skip
    return Supervision.objects.get()


def offered(own: Supervision, role: str, code: str) -> dict[str, str]:
    officer = f.an_officer(role, code)
    return {offer.verb: offer.why_not for offer in open_to_supervision(officer, own)}


def test_every_verb_stands_in_its_table_once_and_nothing_leads_out_of_the_end() -> None:
    assert len(SUPERVISION_TABLE) == len(SUPERVISION_ROWS)
    assert not [row for row in SUPERVISION_ROWS if SupervisionState.CLOSED in row.sources]


def test_the_department_answers_and_the_office_judges_the_answer() -> None:
    own = supervised()
    assert offered(own, Role.HEAD, "YB") == {"answer": ""}
    assert offered(own, Role.OFFICE, "ZB") == {"raise": ""}
    own.state = SupervisionState.ANSWERED
    assert offered(own, Role.HEAD, "YB") == {}
    assert set(offered(own, Role.OFFICE, "ZB")) == {"send_back", "raise", "close"}


def test_the_leader_raises_it_and_leaves_the_closing_to_the_office() -> None:
    own = supervised()
    own.state = SupervisionState.ANSWERED
    assert offered(own, Role.LEADER, "ZB") == {"raise": ""}


def test_the_other_departments_have_no_part_in_it() -> None:
    own = supervised()
    for code in ("SW", "RS", "CZ"):
        assert offered(own, Role.HEAD, code) == {}


def test_above_a_circular_there_is_nothing() -> None:
    own = supervised(level="3")
    assert offered(own, Role.OFFICE, "ZB")["raise"] == "已是通报，没有更高的级别。"
