"""The pages of 专班交办: whose they are, and what they refuse."""

from __future__ import annotations

import pytest

from departments.models import Officer
from tests import factories as f
from tests.stories.cast import CHEN, OFFICE, WU, ZHANG, ZHAO, assemble
from tests.stories.journey import words_of
from workflow.errands.actions import accept, draft_answer, give, send_back
from workflow.models import Errand

pytestmark = pytest.mark.django_db

ASKED = "请汇总本季度医保参保登记争议情况。"


def given() -> Errand:
    assemble()
    by = Officer.objects.get(pk=OFFICE.officer().pk)
    return give(by=by, department=f.a_department("YB"), question=ASKED)


def test_nobody_else_knows_of_it_and_nobody_else_gives_one() -> None:
    errand = given()
    for stranger in (CHEN, ZHAO):
        assert stranger.browser().get(errand.get_absolute_url()).status_code == 404
        assert stranger.browser().get("/api/v1/errands/").json() == []
        assert stranger.browser().get("/errands/new/").status_code == 403
        sheet = errand.papers.get()
        assert stranger.browser().get(f"/papers/{sheet.pk}/pdf/").status_code == 404
    listed = words_of(ZHANG.browser().get("/errands/"))
    assert errand.number in listed
    assert "下达交办" not in listed


def test_a_quicker_colleague_is_told_and_nothing_typed_is_lost() -> None:
    errand = given()
    accept(errand, by=ZHANG.officer())
    draft_answer(errand, by=ZHANG.officer(), answer="共十二件")
    send_back(errand, by=WU.officer(), comment="请补充")
    read = [words_of(each.browser().get(errand.get_absolute_url())) for each in (ZHANG, OFFICE)]
    assert ["请补充" in each for each in read] == [True, False], "of a draft its own unit alone"
    typed = {"version": 1, "answer": "共十三件"}
    late = ZHANG.browser().post(f"{errand.get_absolute_url()}draft_answer/", typed)
    assert late.status_code == 409
    assert "共十三件" in words_of(late)


def test_a_wrong_day_is_said_beside_its_field() -> None:
    assemble()
    typed = {"department": "YB", "question": ASKED, "due_on": "2020-01-01"}
    answer = OFFICE.browser().post("/errands/new/", typed)
    assert answer.status_code == 400
    assert "期限不能早于今天" in words_of(answer)
    assert not Errand.objects.exists()
