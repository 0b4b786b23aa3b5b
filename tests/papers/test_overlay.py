"""What is laid over a paper when somebody takes it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from io import BytesIO

import pytest
from pypdf import PdfReader

from papers.printing.overlay import overlay
from papers.printing.pdf import render
from tests.papers import samples


@cache
def stored() -> bytes:
    return render(samples.referral(), masked=False)


def taken(*, void: str = "", printed_by: str = "经办员甲") -> list[str]:
    pdf = overlay(
        stored(),
        printed_by=printed_by,
        department="社保乌翠分中心",
        at=datetime(2026, 3, 5, 2, 20, tzinfo=UTC),
        count=3,
        void=void,
    )
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def test_every_page_says_who_took_it_when_and_how_often() -> None:
    pages = taken()
    assert len(pages) == 2
    for page in pages:
        assert "打印人 经办员甲　社保乌翠分中心　2026年3月5日 10:20　第3次打印" in page
        assert page.count("经办员甲 社保乌翠分中心 2026年3月5日 10:20") == 4
        assert "作废" not in page


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
    pdf = overlay(
        stored(),
        printed_by="买买提·艾力江",
        department="区税务局",
        at=datetime(2026, 3, 5, tzinfo=UTC),
        count=1,
    )
    form = PdfReader(BytesIO(pdf)).pages[0]["/Resources"]["/XObject"]["/Taking"]  # type: ignore[index]
    font = form["/Resources"]["/Font"]["/L"]
    assert font["/Subtype"] == "/Type3"
    assert len(font["/CharProcs"]) == len(font["/Widths"])


@pytest.mark.parametrize("name", ["王𠮷", "阿卜杜热依木·买买提艾力江·图尔荪尼亚孜·玉素甫"])
def test_any_name_can_take_a_paper(name: str) -> None:
    assert all(f"打印人 {name}" in page for page in taken(printed_by=name))
