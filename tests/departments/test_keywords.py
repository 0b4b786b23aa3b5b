"""Promises of the category hint: the narratives' own category first, other words no invention."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from departments.keywords import suggest_category

TOLD = [
    json.loads(line)
    for line in (Path(__file__).parent / "narratives.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told["id"])
def test_a_narrative_hints_at_its_category_first(told: dict[str, str]) -> None:
    assert suggest_category(told["text"])[0].code == told["category"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("我多缴了两个月养老，想把钱要回来", "HR-8"),
        ("单位欠缴我半年养老保险", "TAX-2"),
        ("失业金为什么没有发", "HR-7"),
        ("灵活就业养老怎么交", "GEN-1"),
    ],
)
def test_other_words_for_the_same_matter_are_understood(text: str, code: str) -> None:
    assert suggest_category(text)[0].code == code


def test_it_says_which_words_it_found_and_at_most_three_categories() -> None:
    hints = suggest_category("工伤费率涨了，滞纳金也涨了，还欠费九万，按最低基数报的")
    assert len(hints) == 3
    assert hints[0].why == "提到“费率”"


@pytest.mark.parametrize("text", ["", "今天天气很好", "a" * 5000])
def test_words_about_nothing_hint_at_nothing(text: str) -> None:
    assert suggest_category(text) == []
