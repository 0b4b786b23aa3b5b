"""Searching and carrying away have a pace, for pages and programs; the refusal says when again."""

from __future__ import annotations

import pytest
from django.urls import reverse
from pytest_django import Settings

from confidentiality.audit.models import AuditArrival
from departments.roles import Role
from tests import factories as f
from tests.api.programs import program
from tests.workflow.signing_in import signed_in

pytestmark = pytest.mark.django_db


def test_a_search_beyond_the_pace_is_refused_with_a_sentence_and_recorded(
    settings: Settings,
) -> None:
    settings.SEARCHES_A_MINUTE = 2
    page = signed_in(f.an_officer(Role.CLERK, "SW"))
    asked = [page.post("/disputes/", {"q": "木制品"}, follow=True) for _ in range(3)]
    assert [each.status_code for each in asked] == [200, 200, 429]
    assert asked[2].headers["Retry-After"] == "60"
    assert "检索得太频繁" in asked[2].content.decode()
    assert page.get("/disputes/").status_code == 200  # the list itself stays open
    assert AuditArrival.objects.filter(kind="refused", status=429).exists()
    other = program("clerk", "YB")
    told = [other.post("disputes/search/", {"q": "木制品"}) for _ in range(3)]
    assert [each.status_code for each in told] == [200, 200, 429]
    assert told[2].headers["Retry-After"] == "60"
    assert other.get("disputes/").status_code == 200


def test_so_many_sheets_an_hour(settings: Settings) -> None:
    settings.EXPORTS_AN_HOUR = 1
    page = signed_in(f.an_officer(Role.CLERK, "SW"))
    taken = [page.post(reverse("disputes_export"), {"query": ""}).status_code for _ in range(2)]
    assert taken == [200, 429]
    for whole in ("case_file_merged", "case_file_package"):  # a whole file is one more
        assert page.get(reverse(whole, args=[1])).status_code == 429
