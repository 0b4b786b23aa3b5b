"""The HTML given to WeasyPrint, masked so that the snapshot names nobody."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from papers.printing.drawing import LONGEST_TEXT, page, printable
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


def test_a_text_far_too_long_says_that_it_was_cut() -> None:
    shown = printable("长" * (LONGEST_TEXT + 7))
    assert shown.endswith("（篇幅过长，其余7字见系统内原文）")
