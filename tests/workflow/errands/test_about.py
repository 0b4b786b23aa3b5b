"""The words of an errand may name the people of cases: of those they name, and of its meeting."""

from __future__ import annotations

import pytest

from departments.models import Officer
from tests import factories as f
from tests.leaks.world import a_plan
from workflow.errands.about import cases_about
from workflow.errands.actions import give
from workflow.models import AgendaItem, Errand

pytestmark = pytest.mark.django_db


def given(question: str) -> Errand:
    by = Officer.objects.get(pk=f.a_leader().pk)
    return give(by=by, department=f.a_department("YB"), question=question)


def test_of_the_case_it_names_of_its_meeting_and_of_no_other() -> None:
    named, met = f.handled(), f.handled()
    own, topic, plain = given(f"请看 {named.number} 号"), given("汇总"), given("报表")
    meeting = a_plan(met)
    AgendaItem.objects.create(meeting=meeting, topic="欠费情况", order=9, errand=topic)
    assert cases_about([own, topic, plain]) == {own.pk: [named], topic.pk: [met]}
    assert cases_about([plain]) == {}
