"""What is laid over a paper when somebody takes it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from papers.printing.overlay import Taking, overlay
from papers.printing.pdf import render
from tests.papers import samples

AT = datetime(2026, 3, 5, 2, 20, tzinfo=UTC)


@cache
def stored() -> bytes:
    return render(samples.referral(), masked=False)


def taken(*, void: str = "", taken_by: str = "经办员甲", count: int = 3) -> list[str]:
    pdf = overlay(stored(), Taking(taken_by, "社保乌翠分中心", AT, count, void))
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def test_a_paper_to_be_sealed_is_clean_and_says_at_its_foot_how_often_it_was_printed() -> None:
    pages = taken()
    assert len(pages) == 2
    for page in pages:
        assert "打印人 经办员甲　社保乌翠分中心　2026年3月5日 10:20　第3次打印" in page
        assert "经办员甲 社保乌翠分中心 2026年3月5日 10:20" not in page
        assert "作废" not in page


def test_a_paper_that_is_read_is_marked_all_over_and_is_no_print() -> None:
    for page in taken(count=0):
        assert "阅览 经办员甲　社保乌翠分中心　2026年3月5日 10:20" in page
        assert page.count("经办员甲 社保乌翠分中心 2026年3月5日 10:20") == 4
        assert "次打印" not in page


def test_what_is_laid_over_keeps_the_version_the_tags_and_the_claim() -> None:
    pdf = overlay(stored(), Taking("经办员甲", "区税务局", AT))
    reader = PdfReader(BytesIO(pdf))
    assert pdf[:8] == stored()[:8] == b"%PDF-1.7"
    assert reader.root_object["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert "/StructTreeRoot" in reader.root_object
    assert str(reader.root_object["/Lang"]) == "zh-CN"
    claim: Any = reader.root_object["/Metadata"].get_object()
    assert b"pdfaid" in claim.get_data()
    for page in reader.pages:
        contents: Any = page.get_contents()
        assert b"/Artifact BMC" in contents.get_data()


def test_a_void_paper_says_so_and_why_on_every_page() -> None:
    pages = taken(void="被区医保局退回：不属本局职责")
    assert all("作废" in page and "被区医保局退回：不属本局职责" in page for page in pages)


def test_a_long_reason_is_cut_to_one_line() -> None:
    pages = taken(void="被退回：" + "不属本局职责" * 20)
    assert all("职责" in page and "…" in page for page in pages)


def test_what_was_printed_is_still_there_below() -> None:
    before = [page.extract_text() for page in PdfReader(BytesIO(stored())).pages]
    assert all(after.startswith(own) for own, after in zip(before, taken(), strict=True))


def test_the_font_of_the_line_is_inside_the_file() -> None:
    pdf = overlay(stored(), Taking("买买提·艾力江", "区税务局", AT, 1))
    form = PdfReader(BytesIO(pdf)).pages[0]["/Resources"]["/XObject"]["/Taking"]  # type: ignore[index]
    font = form["/Resources"]["/Font"]["/L"]
    assert font["/Subtype"] == "/Type3"
    assert len(font["/CharProcs"]) == len(font["/Widths"])


@pytest.mark.parametrize("name", ["王𠮷", "阿卜杜热依木·买买提艾力江·图尔荪尼亚孜·玉素甫"])
def test_any_name_can_take_a_paper(name: str) -> None:
    assert all(f"打印人 {name}" in page for page in taken(taken_by=name))
