"""Letters for what is laid over a paper: outlines in a font of its own inside the PDF."""

from __future__ import annotations

from pypdf import PdfWriter

from papers.printing.lettering import Lettering, glyphs


def test_each_character_has_one_code_however_often_it_stands_there() -> None:
    letters = Lettering(PdfWriter(), ("作废作废", "废"))
    first, second = letters.shown("作"), letters.shown("废")
    assert letters.shown("作废作") == f"<{first[1:-1]}{second[1:-1]}{first[1:-1]}>"
    assert first != second


def test_a_text_is_as_wide_as_its_characters() -> None:
    letters = Lettering(PdfWriter(), ("作废1",))
    assert letters.width("作废", 10) == 20
    assert 0 < letters.width("1", 10) < 10
    assert letters.width("", 10) == 0


def test_a_character_the_font_was_not_made_for_is_left_out() -> None:
    letters = Lettering(PdfWriter(), ("作废",))
    assert letters.shown("印") == "<>"
    assert letters.width("印", 10) == 0


def test_a_character_without_an_outline_is_drawn_as_an_empty_box() -> None:
    found = glyphs("\ue000□")
    assert found["\ue000"] == found["□"]
    assert found["□"].outline


def test_a_blank_takes_room_and_draws_nothing() -> None:
    blank = glyphs(" ")[" "]
    assert blank.advance > 0
    assert blank.outline == b""


def test_the_font_says_which_character_each_code_is() -> None:
    letters = Lettering(PdfWriter(), ("王𠮷",))
    font = letters.font.get_object()
    told = font["/ToUnicode"].get_object().get_data().decode()  # type: ignore[index]
    assert f"<{letters.shown('王')[1:-1]}> <738b>" in told
    assert f"<{letters.shown('𠮷')[1:-1]}> <d842dfb7>" in told
