"""What the templates of the papers ask for."""

from __future__ import annotations

import pytest
from django.template import Context
from django.utils.safestring import mark_safe

from papers.layout.passages import Appendix
from papers.templatetags.papers import (
    balanced,
    box,
    crowded,
    fitted,
    head_size,
    numeral,
    organ,
    paragraphs,
    sentence,
    whole_dates,
    whole_numbers,
)
from tests.papers import samples


@pytest.mark.parametrize(
    ("number", "written"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")]
)
def test_headings_are_numbered_in_chinese(number: int, written: str) -> None:
    assert numeral(number) == written


@pytest.mark.parametrize(
    ("department", "named"),
    [
        ("区税务局", "乌翠区税务局"),
        ("翠峦镇人民政府", "翠峦镇人民政府"),
        ("专班办公室", "乌翠区社会保险费征缴争议联合处置工作专班办公室"),
    ],
)
def test_a_letterhead_names_the_organ_in_full(department: str, named: str) -> None:
    assert organ(samples.opinion(department=department)) == named


def test_a_letterhead_bears_the_statutory_name_where_the_unit_has_one() -> None:
    assert organ(samples.opinion(organ="国家税务总局伊春市乌翠区税务局")).startswith("国家税务总局")


@pytest.mark.parametrize(
    ("length", "size"), [(7, "n1"), (8, "n2"), (12, "n2"), (13, "n3"), (17, "n4"), (25, "n5")]
)
def test_a_longer_name_makes_the_letterhead_smaller(length: int, size: str) -> None:
    assert head_size("局" * length) == size


def test_paragraphs_are_the_lines_that_say_something() -> None:
    assert paragraphs("　甲 \n\n乙\n") == ["甲", "乙"]


def test_what_was_typed_into_a_cell_or_a_title_is_text() -> None:
    assert "&lt;b&gt;" in fitted(Context({"spilled": []}), "缴费人", "<b>甲</b>", 60, 8.7)
    assert "&lt;b&gt;" in balanced("<b>甲</b>")


def test_a_long_number_stands_in_two_lines_and_a_long_text_goes_to_the_appendix() -> None:
    context = Context({"spilled": []})
    number = fitted(context, "证件号码", "230799197804120011", 25.2, 8.7)
    assert number == '<span class="fit s105">230799<br>197804120011</span>'
    assert "…见附页" in fitted(context, "缴费人", "长" * 40, 25.2, 8.7)
    assert context["spilled"] == [Appendix("缴费人", "长" * 40)]


def test_a_ticked_box_differs_from_an_open_one() -> None:
    assert box("同意", True) == '<span class="box"><b>√</b>同意</span>'
    assert box("同意", "") == '<span class="box"><i>□</i>同意</span>'


def test_a_day_stays_on_one_line_and_words_typed_end_where_the_forms_go_on() -> None:
    assert (
        whole_dates(mark_safe("于2026年3月5日前")) == '于<span class="whole">2026年3月5日</span>前'
    )
    assert whole_dates(mark_safe("以〔2026〕20号（共3页）")) == (
        '以<span class="whole">〔2026〕20号</span><span class="whole">（共3页）</span>'
    )
    assert whole_numbers(mark_safe("2026年3月5日〔2026〕20号")) == (
        '2026年3月5日<span class="whole">〔2026〕20号</span>'
    )
    assert [crowded(each) for each in ("甲〔2026〕20号", f"{'甲' * 20}〔2026〕20号")] == [
        "",
        " crowded",
    ]
    assert [sentence(each) for each in ("不属本区", "不属本区。", "")] == ["不属本区。"] * 2 + [""]
