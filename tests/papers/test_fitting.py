"""How much text a box on paper takes."""

from __future__ import annotations

import pytest

from papers.layout.fitting import (
    CELL,
    Room,
    beginning,
    fits,
    in_two,
    lines,
    size_for,
    title_lines,
    units,
)
from papers.layout.passages import cell

ROW = Room(128.6, 45.6)


def test_a_value_steps_down_to_5_and_no_further() -> None:
    room = Room(25.2, 8.7, CELL)
    assert size_for("区税务局", room) == 12.0
    assert size_for("翠峦兴林木制品加工厂", room) == 10.5
    name = "阿卜杜热依木·买买提艾力江·图尔荪尼亚孜"
    assert size_for(name, room) is None
    kept = cell("缴费人", name, 25.2, 8.7)
    assert (kept.text, kept.appendix) == ("阿卜杜热依木·买…见附页", name)


@pytest.mark.parametrize(
    ("code", "halves"),
    [
        ("230799197804120011", ("230799", "197804120011")),
        ("91230799MA1TE5T189", ("91230799", "MA1TE5T189")),
        ("2024.01-2025.06", ("2024.01-", "2025.06")),
        ("EXAMPLEPASSPORT1", ("EXAMPLEP", "ASSPORT1")),
        ("15400000018", None),
        ("翠峦镇", None),
    ],
)
def test_a_long_number_is_parted_where_its_parts_meet(
    code: str, halves: tuple[str, str] | None
) -> None:
    assert in_two(code, 25.2) == halves


def test_a_long_title_breaks_after_a_word_that_may_end_a_line() -> None:
    title = "关于改制企业职工养老保险欠费等争议事项的专题会议纪要"
    assert title_lines(title) == ["关于改制企业职工养老保险欠费等", "争议事项的专题会议纪要"]
    assert title_lines("短标题") == ["短标题"]


@pytest.mark.parametrize(("text", "wide"), [("长文", 2.0), ("18", 1.06), ("MA", 1.44), ("", 0)])
def test_a_chinese_character_is_one_wide_and_a_digit_half(text: str, wide: float) -> None:
    assert units(text) == pytest.approx(wide)


def test_an_empty_line_takes_its_height() -> None:
    assert lines("甲\n\n乙", 128.6, 12) == 3


@pytest.mark.parametrize(("length", "size"), [(232, 12.0), (233, 11.0), (289, 10.5), (341, None)])
def test_a_text_steps_down_to_the_smallest_size_and_then_fits_no_more(
    length: int, size: float | None
) -> None:
    assert size_for("长" * length, ROW) == size


def test_a_number_wider_than_its_room_does_not_fit_even_if_its_lines_would() -> None:
    narrow = Room(20, 100)
    assert not fits("230799197804120011", narrow, 12)
    assert fits("二三〇七九九一九七八", narrow, 12)


def test_what_is_cut_ends_after_a_sentence_where_one_is_near() -> None:
    start = beginning("一句话。" * 200, ROW, 10.5)
    assert start.endswith("话。")
    assert fits(start, ROW, 10.5)


def test_without_a_sentence_near_the_text_is_cut_where_the_room_ends() -> None:
    start = beginning("甲。" + "乙" * 500, ROW, 10.5)
    assert len(start) > 250
    assert fits(start, ROW, 10.5)


def test_the_serial_of_a_paper_is_never_parted_from_its_last_sign() -> None:
    assert size_for("〔2026〕20号", Room(25.2, 10, CELL)) == 11.0
    assert size_for("〔2026〕9999号", Room(25.2, 10, CELL)) is None
    assert lines(f"{'甲' * 9}〔2026〕20号", 12 * 12 * 25.4 / 72 + 1, 12) == 2


def test_no_line_of_a_title_grows_longer_than_a_line_or_begins_with_a_comma() -> None:
    lines_ = title_lines(f"{'甲' * 23}的{'乙' * 14}，{'丙' * 20}")
    assert max(map(len, lines_)) <= 20
    assert not [each for each in lines_ if each[0] in "，。、"]


def test_a_title_without_a_word_to_break_after_is_cut_into_equal_lines() -> None:
    assert [len(line) for line in title_lines("一" * 45)] == [15, 15, 15]
