"""The duty matrix read once more: each row beside the plan's own words, and who leads by them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from departments.founding.second_edition import issue_second_edition, issue_third_edition
from departments.models import Category, DutyRule, MatrixVersion, Officer
from departments.routing import RoutingQuestion, suggest

pytestmark = pytest.mark.django_db

#: 方案一至六 as issued on 2025-12-19, for comparing letter by letter.
PLAN = re.sub(r"\s", "", (Path(__file__).parent / "plan.txt").read_text(encoding="utf-8"))


def newest() -> MatrixVersion:
    return MatrixVersion.objects.order_by("-number")[0]


def back_to_the_first() -> None:
    """As 0.1.0 left it: the first edition alone."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    later = MatrixVersion.objects.filter(number__gt=1)
    for version in later:
        version.rules.all().delete()
        version.signals.all().delete()
    later.delete()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def test_every_row_quotes_the_plan_word_by_word() -> None:
    for rule in newest().rules.all():
        quoted = re.findall("「(.*?)」", rule.basis)
        assert quoted, rule
        for part in (part for quote in quoted for part in quote.split("……") if part):
            assert part in PLAN, (rule, part)


@pytest.mark.parametrize(
    ("category", "kinds", "lead", "supporting"),
    [
        ("CRS-4", ("pension", "medical"), ["RS", "YB"], ["SW", "CL"]),
        ("CRS-4", ("medical",), ["YB"], ["SW", "CL"]),
        ("CRS-4", ("injury",), ["RS"], ["SW", "CL"]),
        ("CRS-4", (), ["RS"], ["SW", "CL"]),
        ("CRS-1", ("medical",), ["YB"], ["SW", "CL"]),
        ("CRS-1", ("pension", "injury"), ["RS"], ["SB", "SW", "CL"]),
    ],
)
def test_membership_is_led_by_the_bureaus_of_its_insurances(
    category: str, kinds: tuple[str, ...], lead: list[str], supporting: list[str]
) -> None:
    answer = suggest(RoutingQuestion(category, kinds, town="230718100", receiving_department="SW"))
    assert (answer.lead, answer.supporting) == (lead, supporting)
    assert answer.mode == "convene_joint"
    assert any("方案原文：" in why.text and "登记" in why.text for why in answer.reasons)


def test_a_fresh_portal_has_it_from_the_day_of_the_plan_and_one_at_work_from_today() -> None:
    assert (newest().number, newest().effective_from) == (3, date(2025, 12, 19))
    back_to_the_first()
    Officer.objects.create_user("someone", "Portal-2026!", name="甲")
    issue_second_edition()
    assert newest().number == 2
    assert newest().effective_from > date(2025, 12, 19)
    assert newest().signals.count() == MatrixVersion.objects.get(number=1).signals.count()
    issue_second_edition()
    assert MatrixVersion.objects.count() == 2
    issue_third_edition()
    issue_third_edition()
    assert MatrixVersion.objects.count() == 3
    kept = {(r.category.code, r.text, r.basis) for r in newest().rules.all()}
    added = kept - {(r.category.code, r.text, r.basis) for r in MatrixVersion.objects.get(
        number=2).rules.all()}  # fmt: skip
    assert [code for code, _, _ in added] == ["CRS-1"]


def test_what_an_administrator_has_revised_stays_as_he_wrote_it() -> None:
    back_to_the_first()
    first = newest()
    own = MatrixVersion.objects.create(
        number=2, effective_from=first.effective_from, note="本区另有规定"
    )
    for rule in first.rules.order_by("order"):
        rule.pk, rule.version = None, own
        if rule.category.code in {"CRS-1", "CRS-4"}:
            rule.lead = ["SW"]
        rule.save()
    issue_second_edition()
    issue_third_edition()
    rules = DutyRule.objects.filter(version=newest())
    assert newest().number == 3
    assert rules.get(category__code="CRS-4").lead == ["SW"]
    assert rules.get(category__code="CRS-4").basis == ""
    assert rules.filter(basis="").count() == 3
    assert Category.objects.filter(rules__version=newest()).distinct().count() == 35
