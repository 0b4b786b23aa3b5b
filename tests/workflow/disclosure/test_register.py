"""对外提供登记: narrowed, page by page, in a fixed number of statements."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from departments.models import Officer
from tests import factories as f
from tests.workflow.disclosure.leaving import (
    asked,
    asked_for,
    case_of,
    number_of,
    published,
    signed_to,
)
from tests.workflow.signing_in import signed_in
from workflow.disclosure.register import SIZE, register
from workflow.models import DisclosureCopy

pytestmark = pytest.mark.django_db


def clerk() -> Officer:
    return Officer.objects.get(pk=f.an_officer().pk)


def test_it_is_narrowed_by_state_recipient_year_and_what_is_still_out() -> None:
    own = signed_to(asked_for())
    other = asked_for(case_of(own), **published())

    def listed(**asked: object) -> list[str]:
        return [line.url for line in register(clerk(), asked, "").lines]

    assert listed() == [other.get_absolute_url(), own.get_absolute_url()]
    assert listed(state="approved") == [own.get_absolute_url()]
    assert listed(kind="publication") == [other.get_absolute_url()]
    assert listed(year=own.requested_at.year - 1) == []
    assert listed(state="out") == []
    DisclosureCopy.objects.create(
        item=own.items.get(), serial=1, sha256="0", size=1, taken_by=clerk(), taker_label="x",
        taken_at=timezone.now(),
    )  # fmt: skip
    assert listed(state="out") == [own.get_absolute_url()]
    assert listed(state="nonsense") == listed()


def test_a_long_one_is_turned_page_by_page_and_costs_the_same() -> None:
    case = case_of(asked_for())

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            register(officer, {}, "")
        return len(captured)

    officer = clerk()
    assert officer.posts_today
    few = statements()
    for nth in range(SIZE):
        asked_for(case, **asked(purpose=f"第{nth}次核对"))
    assert statements() == few
    first = register(officer, {}, "")
    assert len(first.lines) == SIZE
    page = signed_in(officer).get(f"/disclosures/{first.page.next_url}").content.decode()
    assert "本页 1 件" in page
    assert signed_in(officer).get("/disclosures/?cursor=nonsense").status_code == 404


def test_another_unit_has_its_own() -> None:
    own = signed_to(asked_for())
    other = signed_in(f.an_officer("clerk", "YB")).get("/disclosures/").content.decode()
    assert number_of(own) not in other
