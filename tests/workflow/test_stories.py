"""Whoever tells a story of the demonstration is as old, and a man or a woman, as it says."""

from __future__ import annotations

import re

import pytest
import time_machine

from confidentiality.identifiers import check_id_number
from workflow.demo.script import told_in_order

SAYS_A_WOMAN = ("嫁到", "生孩子请的产假")


@pytest.mark.parametrize("day", ["2026-12-31", "2027-01-01", "2027-06-15"])
def test_the_number_of_who_tells_it_says_what_the_story_says(day: str) -> None:
    with time_machine.travel(f"{day}T12:00:00+08:00", tick=False):
        numbers = set()
        for _, story in told_in_order():
            facts, known = story.told["facts"], check_id_number(story.id_number)
            numbers.add(known.number)
            assert 18 <= known.age < 62, facts
            if said := re.search(r"我(\d+)岁", facts):
                assert known.age == int(said[1])
            if any(word in facts for word in SAYS_A_WOMAN):
                assert (known.sex, known.age < 45) == ("女", True), facts
            if story.told["payer_kind"] == "retired":
                assert known.age >= 60
        assert len(numbers) == len(told_in_order())
