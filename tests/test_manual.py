"""The README and the manual: every picture and page they name is there, none lies about unused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MANUAL = ROOT / "docs" / "manual"
TEXTS = [ROOT / "README.md", *sorted(MANUAL.glob("*.md"))]
NAMED = re.compile(r'\]\(([^)#]+)[^)]*\)|src="([^"]+)"')


def named(text: Path) -> set[Path]:
    """The files of this project that a text points to."""
    found = {one or other for one, other in NAMED.findall(text.read_text("utf-8"))}
    return {(text.parent / each).resolve() for each in found if "://" not in each}


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)
def test_what_a_text_points_to_is_there(text: Path) -> None:
    assert [str(each) for each in sorted(named(text)) if not each.exists()] == []


def test_no_picture_is_left_that_no_text_shows() -> None:
    shown = set().union(*map(named, TEXTS))
    pictures = set((MANUAL / "pictures").iterdir())
    assert sorted(each.name for each in pictures - shown) == []


def test_every_chapter_is_in_the_table_of_contents() -> None:
    chapters = {each for each in TEXTS if each.parent == MANUAL and each.name != "README.md"}
    assert chapters <= named(MANUAL / "README.md")
