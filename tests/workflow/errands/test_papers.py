"""交办单 of an errand: numbered, drawn and taken as any paper is."""

from __future__ import annotations

import pytest

from departments.models import Officer
from tests import factories as f
from tests.stories.cast import OFFICE, ZHANG, assemble
from tests.stories.journey import text_of
from workflow.errands.actions import give
from workflow.issuing.tasks import render_paper
from workflow.models import Errand

pytestmark = pytest.mark.django_db

ASKED = "请汇总本季度医保参保登记争议情况。"


def given() -> Errand:
    assemble()
    by = Officer.objects.get(pk=OFFICE.officer().pk)
    return give(by=by, department=f.a_department("YB"), question=ASKED)


def test_its_sheet_is_a_paper_like_any() -> None:
    errand = given()
    sheet = errand.papers.get()
    assert (sheet.label, sheet.number, sheet.dispute) == ("交办单", errand.number, None)
    assert ZHANG.browser().get(f"/papers/{sheet.pk}/pdf/").status_code == 202
    render_paper(sheet.pk)
    drawn = ZHANG.browser().get(f"/papers/{sheet.pk}/pdf/")
    assert drawn.status_code == 200
    assert ASKED.rstrip("。") in text_of(drawn.content)
