"""Promises of the weighing of signs: the table of thresholds, row by row (domain 5.4)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from departments.matrix import load_matrix
from departments.severity import Severity, quantity, weigh

pytestmark = pytest.mark.django_db


def weighed(**signals: object) -> Severity:
    return weigh(signals, load_matrix().signals)


@pytest.mark.parametrize(
    ("signals", "score"),
    [
        ({}, 0),
        ({"people": 4}, 0),
        ({"people": 5}, 1),
        ({"people": 9}, 1),
        ({"people": 10}, 3),
        ({"amount": 99_999}, 0),
        ({"amount": 100_000}, 2),
        ({"amount": 499_999}, 2),
        ({"amount": 100_000, "org": True}, 1),
        ({"amount": 500_000}, 3),
        ({"amount": 500_000, "org": True}, 3),
        ({"petition_risk": True}, 3),
        ({"media": True}, 3),
        ({"policy": True}, 2),
        ({"universal": True}, 2),
        ({"units": 2}, 0),
        ({"units": 3}, 3),
        ({"units": 3, "universal": True}, 3),
        ({"tendency": True}, 2),
        ({"legacy": True}, 1),
        ({"court": True}, 2),
        ({"unclear_duty": True}, 2),
        ({"superior": True}, 2),
        ({"vulnerable": True}, 1),
        ({"org": True, "consult": True, "period": "跨期需核实", "anonymous": True}, 0),
        ({"people": 6, "legacy": True, "vulnerable": True}, 3),
        ({"media": False, "people": None, "amount": ""}, 0),
    ],
)
def test_each_sign_scores_as_the_table_says(signals: dict[str, object], score: int) -> None:
    severity = weighed(**signals)
    assert severity.score == score
    assert severity.is_major == (score >= 3)


def test_of_one_sign_only_the_heaviest_row_counts() -> None:
    assert [hit.score for hit in weighed(people=50).hits] == [3]


def test_two_points_ask_for_attention() -> None:
    assert "予关注" in weighed(policy=True).says
    assert "报请组长" in weighed(media=True).says
    assert weighed().says == "0 分，建议按一般事项办理"


@pytest.mark.parametrize(
    ("typed", "number"),
    [(True, 1), (False, 0), ("12", 12), (2.5, Decimal("2.5")), ("许多", 0), (None, 0), ("NaN", 0)],
)
def test_words_that_are_no_number_count_for_nothing(typed: object, number: object) -> None:
    assert quantity(typed) == number
