"""Nobody asks the unit a report in confidence is against, for anything (R075)."""

from __future__ import annotations

from typing import Any

import pytest

from departments.roles import Role
from disputes.choices import Mode
from tests import factories as f
from tests.api.programs import program
from tests.workflow.kept_out import is_read_by, secret
from tests.workflow.signing_in import signed_in

pytestmark = pytest.mark.django_db

ASKED = {"question": "请核实并提出意见"}
CASES = [
    ("refer", "", (Role.CLERK, "SW"), {"department": "YB", "reason": "属其职责"}),
    ("convene_joint", "", (Role.CLERK, "SW"), {"departments": ["RS", "YB"], **ASKED}),
    ("convene_joint", "", (Role.CLERK, "SW"), {"departments": ["RS"], "lead": "YB", **ASKED}),
    ("invite", Mode.SINGLE, (Role.CLERK, "SW"), {"departments": ["YB"], **ASKED}),
    ("give_task", Mode.SINGLE, (Role.OFFICE, "ZB"), {"department": "YB", **ASKED}),
    ("assign", "", (Role.OFFICE, "ZB"), {"department": "YB", "reason": "属其职责"}),
    ("report_major", "", (Role.CLERK, "SW"), {"departments": ["YB"], "reason": "群体"}),
    ("report_major", "", (Role.CLERK, "SW"), {"lead": "YB", "reason": "群体"}),
    ("escalate", Mode.SINGLE, (Role.CLERK, "SW"), {"departments": ["YB"], "reason": "群体"}),
]  # fmt: skip


@pytest.mark.parametrize(("verb", "mode", "post", "typed"), CASES)
def test_it_is_refused_with_what_to_do_and_reads_nothing(
    verb: str, mode: str, post: tuple[str, str], typed: dict[str, Any]
) -> None:
    dispute = secret(mode=mode)
    answer = program(*post).post(f"disputes/{dispute.pk}/actions/{verb}/", typed)
    assert answer.status_code == 400, answer.json()
    [[said]] = answer.json()["errors"].values()
    assert "区医保局是争议对方" in said
    assert "另选" in said or "请选择其他单位" in said
    before = dispute.version
    dispute.refresh_from_db()
    assert dispute.version == before
    assert not dispute.assignments.exists()
    assert not is_read_by(dispute)


@pytest.mark.parametrize(("verb", "mode", "typed"), [
    ("convene_joint", "", {"departments": ["RS", "YB"], **ASKED}),
    ("invite", Mode.SINGLE, {"departments": ["YB"], **ASKED}),
])  # fmt: skip
def test_of_a_report_that_is_no_secret_it_may_be_asked(verb, mode, typed):
    dispute = secret(mode=mode, kept=False)
    answer = program().post(f"disputes/{dispute.pk}/actions/{verb}/", typed)
    assert answer.status_code == 200, answer.json()
    assert is_read_by(dispute)


def test_another_unit_is_asked_as_ever():
    dispute = secret(mode=Mode.SINGLE)
    office = program(Role.OFFICE, "ZB")
    typed = {"department": "RS", **ASKED}
    answer = office.post(f"disputes/{dispute.pk}/actions/give_task/", typed)
    assert answer.status_code == 200, answer.json()
    assert not is_read_by(dispute)


def test_the_unit_that_took_it_in_against_itself_is_not_named_to_handle_it():
    dispute = secret("SW")
    office = program(Role.OFFICE, "ZB")
    typed = {"department": "SW", "reason": "由其复查"}
    answer = office.post(f"disputes/{dispute.pk}/actions/assign/", typed)
    assert answer.status_code == 400
    assert "举报保密" in answer.json()["errors"]["department"][0]


def test_no_page_fills_it_in():
    dispute = secret()
    page = signed_in(f.an_officer())
    for verb in ("convene_joint", "report_major"):
        shown = page.get(f"{dispute.get_absolute_url()}{verb}/").content.decode()
        [box] = [part for part in shown.split("<input") if 'name="departments" value="YB"' in part]
        assert "checked" not in box.split(">")[0]
