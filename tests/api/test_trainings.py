"""培训宣传 by programs: the register as the page shows it, read only (R024, R025)."""

from __future__ import annotations

import pytest

from tests.api.programs import program
from tests.departments.people import holding, today
from tests.departments.test_trainings import held

pytestmark = pytest.mark.django_db


def test_a_unit_reads_its_own_and_the_task_force_all_page_by_page() -> None:
    for code in ("CL", "CL", "WM"):
        held(holding("clerk", code), subject=f"{code}首问登记")
    own, leader = program("clerk", "CL"), program("leader", "ZB")
    assert {row["department"] for row in own.get("trainings/").json()} == {"CL"}
    assert len(leader.get("trainings/").json()) == 3
    (row,) = leader.get("trainings/", department="WM", year=today().year, kind="training").json()
    assert (row["subject"], row["hours"], row["grid_workers"]) == ("WM首问登记", "2.0", 10)
    assert (row["has_sheet"], row["void_reason"]) == (False, "")
    assert leader.get("trainings/", year=2000).json() == []
    first = leader.get("trainings/", page_size=2)
    assert len(first.json()) == 2
    assert 'rel="next"' in first["Link"]


def test_others_are_refused_and_an_unknown_word_is_no_empty_list() -> None:
    assert program("clerk", "SW").get("trainings/").status_code == 403
    assert program("leader", "ZB").get("trainings/", department="XX").status_code == 400
    assert program("leader", "ZB").get("trainings/", cursor="x").status_code == 400
