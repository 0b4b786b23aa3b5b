"""A name never prints as an empty box: what no font has is named by its code."""

from __future__ import annotations

import pytest

from papers.printing.glyphs import covered


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("王\ue000明", "王〓（U+E000）明"),
        ("\U000f0000", "〓（U+F0000）"),
        ("\U0003fffd\ue001", "〓（U+3FFFD）〓（U+E001）"),
    ],
)
def test_a_character_no_font_has_is_named_by_its_code(typed: str, printed: str) -> None:
    assert covered(typed) == printed


@pytest.mark.parametrize("text", ["镕喆堃·㛃𬭩", "ABC abc 123", "，。《》（）", "甲\n乙"])
def test_rare_characters_that_some_font_has_stay_as_they_are(text: str) -> None:
    assert covered(text) == text


def test_an_empty_text_stays_empty() -> None:
    assert covered("") == ""
