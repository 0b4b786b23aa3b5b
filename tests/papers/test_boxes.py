"""Every choice is printed, the one taken ticked."""

from __future__ import annotations

from papers.layout.boxes import boxes, insurance_boxes

CHOICES = (("agree", "同意"), ("disagree", "不同意"))


def test_the_chosen_word_is_ticked_and_the_others_stay() -> None:
    assert boxes(CHOICES, "disagree") == [("同意", False), ("不同意", True)]


def test_without_a_choice_all_stay_open_for_the_pen() -> None:
    assert boxes(CHOICES, "") == [("同意", False), ("不同意", False)]


def test_every_insurance_has_its_box() -> None:
    shown = insurance_boxes(("injury", "medical_resident"))
    assert len(shown) == 7
    assert [box.label for box in shown if box.ticked] == ["工伤", "城乡居民医疗"]
