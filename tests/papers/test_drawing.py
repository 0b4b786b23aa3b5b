"""The HTML given to WeasyPrint, masked so that the snapshot names nobody."""

from __future__ import annotations

from datetime import date

import pytest
from syrupy.assertion import SnapshotAssertion

from papers.layout.fitting import CELL, CELL_SIZES, Room, narrowed, size_for, title_lines
from papers.printing.drawing import LONGEST_TEXT, page, printable
from papers.layout.days import by_day
from papers.templatetags.papers import numeral, organ
from tests.papers import samples


@pytest.mark.parametrize("kind", sorted(samples.TYPICAL))
def test_paper_as_html(kind: str, snapshot: SnapshotAssertion) -> None:
    html = page(samples.TYPICAL[kind], masked=True)
    assert [line.rstrip() for line in html.splitlines() if line.strip()] == snapshot


def test_what_a_user_typed_is_text_and_never_markup() -> None:
    typed = '<img src="http://127.0.0.1/x"><script>alert(1)</script>&amp;'
    html = page(samples.referral(reason=typed), masked=False)
    assert "<img" not in html
    assert "<script" not in html
    assert "&lt;img src=&quot;http://127.0.0.1/x&quot;&gt;" in html


def test_marks_that_turn_or_hide_text_do_not_reach_the_paper() -> None:
    assert printable("甲\u202e乙\x00丙\u200b丁\ud800\r\n戊") == "甲乙丙丁\n戊"


def test_a_character_without_a_glyph_is_named_by_its_code() -> None:
    assert printable("王\ue000明") == "王〓（U+E000）明"
    assert printable("镕喆堃·㛃𬭩") == "镕喆堃·㛃𬭩"


def test_a_text_far_too_long_says_that_it_was_cut() -> None:
    shown = printable("长" * (LONGEST_TEXT + 7))
    assert shown.endswith("（篇幅过长，其余7字见系统内原文）")


def test_a_value_steps_down_until_it_fits_its_cell() -> None:
    cell = Room(25.2, 8.7, CELL)
    assert size_for("区税务局", cell, CELL_SIZES) == 12.0
    assert size_for("翠峦兴林木制品加工厂", cell, CELL_SIZES) == 10.5
    assert size_for("阿卜杜热依木·买买提艾力江·图尔荪尼亚孜", cell, CELL_SIZES) == 7.0


def test_a_long_number_is_narrowed_and_never_broken() -> None:
    assert narrowed("230799197804120011", 25.2) == 70
    assert narrowed("15400000018", 25.2) == 0
    assert narrowed("翠峦镇", 25.2) == 0


def test_a_long_title_breaks_after_a_word_that_may_end_a_line() -> None:
    title = "关于改制企业职工养老保险欠费等争议事项的专题会议纪要"
    assert title_lines(title) == ["关于改制企业职工养老保险欠费等", "争议事项的专题会议纪要"]
    assert title_lines("短标题") == ["短标题"]


@pytest.mark.parametrize(
    ("number", "written"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")]
)
def test_headings_are_numbered_in_chinese(number: int, written: str) -> None:
    assert numeral(number) == written


def test_the_year_is_printed_only_when_it_is_another_one() -> None:
    issued = date(2026, 12, 24)
    assert by_day(date(2026, 12, 31), issued) == "12月31日"
    assert by_day(date(2027, 1, 8), issued) == "2027年1月8日"
    assert by_day(None, issued) == "　月　日"


@pytest.mark.parametrize(
    ("department", "named"),
    [
        ("区税务局", "乌翠区税务局"),
        ("翠峦镇人民政府", "翠峦镇人民政府"),
        ("专班办公室", "乌翠区社会保险费征缴争议联合处置工作专班办公室"),
    ],
)
def test_a_letterhead_names_the_organ_in_full(department: str, named: str) -> None:
    assert organ(department) == named
