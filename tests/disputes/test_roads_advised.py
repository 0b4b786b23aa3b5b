"""The roads advised at registration are verbs of the table, called as their buttons are."""

from __future__ import annotations

import pytest

from departments.models import Category
from departments.models.matrix import Handling
from departments.routing import ROADS
from disputes.choices import Mode
from tests import factories as f
from tests.disputes.people import a_visit, browser
from workflow.procedure.transitions import DISPUTE_TABLE


def test_a_road_is_called_as_the_button_of_its_verb() -> None:
    assert {verb: road.label for verb, road in ROADS.items()} == {
        verb: DISPUTE_TABLE[verb].label for verb in ROADS
    }
    assert {road.mode for road in ROADS.values()} <= {"", *Mode.values}


@pytest.mark.django_db
@pytest.mark.parametrize("handling", [Handling.TELL, Handling.ANSWER, Handling.TELL_AND_REFER])
def test_what_is_only_told_or_answered_is_advised_as_well(handling: Handling) -> None:
    visit = a_visit()
    Category.objects.filter(code=str(visit["category"]).split()[0]).update(handling=handling)
    answer = browser(f.an_officer()).post("/disputes/register/look/", visit)
    assert answer.status_code == 200
    assert any(road.label in answer.content.decode() for road in ROADS.values())
