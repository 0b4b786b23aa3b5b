"""Where a long text leaves its row and goes on on the 附页 (领域 3.2)."""

from __future__ import annotations

from papers.layout.passages import (
    NARROW,
    SEE_APPENDIX,
    Appendix,
    appendices,
    cell,
    name_lines,
    passage,
    passage_size,
    sections,
)
from tests.papers import samples

LAST_THAT_FITS = 340  # characters in a row of 48 mm


def test_a_passage_that_fits_stays_whole_in_its_row() -> None:
    text = "长" * LAST_THAT_FITS
    assert passage("反映主要事项", text, 48) == ("反映主要事项", text, "s105", 48, "")


def test_one_character_more_goes_on_on_the_appendix_and_the_row_says_so() -> None:
    text = "长" * (LAST_THAT_FITS + 1)
    shown = passage("反映主要事项", text, 48)
    assert shown.text.endswith(SEE_APPENDIX)
    assert shown.appendix == text
    assert text.startswith(shown.text.removesuffix(SEE_APPENDIX))
    assert passage_size(shown.text, 48) == 10.5


def test_signatures_below_leave_less_of_the_row() -> None:
    text = "长" * LAST_THAT_FITS
    assert passage("受理部门意见", text, 48, taken=11).appendix == text


def test_a_cell_cuts_only_what_no_size_holds() -> None:
    assert cell("命中信号", "长" * 38, 77, 8.7).appendix == ""
    cut = cell("命中信号", "长" * 400, 77, 8.7)
    assert cut.text.endswith("…见附页")
    assert cut.appendix == "长" * 400


def test_the_appendix_holds_only_what_was_cut_each_under_its_heading() -> None:
    short, long = passage("诉求", "短。", 20), passage("事实", "长" * 999, 20)
    assert appendices(short, long) == [Appendix("事实", "长" * 999)]


def test_a_name_takes_up_to_four_lines_of_its_cell_and_a_longer_one_is_cut() -> None:
    lengths = {12: 0, 15: 1, 24: 2, 25: 0}
    assert {n: name_lines("长" * n, NARROW) for n in lengths} == lengths


def test_an_empty_section_is_left_out() -> None:
    assert sections(("一", "甲"), ("二", ""), ("三", "丙")) == [("一", "甲"), ("三", "丙")]


def test_a_short_claim_lends_its_height_to_long_facts_but_not_in_a_major_matter() -> None:
    facts = "长" * (LAST_THAT_FITS + 1)
    for severity, rows in (("general", (58, 16)), ("major", (36, 16))):
        matter = samples.a_matter(severity=severity, facts=facts, claim="补缴。")
        sheet = samples.referral(matter=matter).lay_out()
        assert (sheet.facts.row, sheet.claim.row) == rows
    matter = samples.a_matter(facts=facts, claim=facts)
    sheet = samples.referral(matter=matter).lay_out()
    assert (sheet.facts.row, sheet.claim.row) == (48, 22)
