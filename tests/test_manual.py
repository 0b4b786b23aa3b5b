"""The README and the manual: every picture and page they name is there, none lies about unused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workflow.procedure.rows.assignment import ASSIGNMENT_ROWS
from workflow.procedure.rows.disclosure import DISCLOSURE_ROWS
from workflow.procedure.rows.errand import ERRAND_ROWS
from workflow.procedure.rows.finding import FINDING_ROWS
from workflow.procedure.rows.meeting import MEETING_ROWS
from workflow.procedure.rows.reform import CARRY_OUT
from workflow.procedure.rows.supervision import SUPERVISION_ROWS
from workflow.procedure.transitions import DISPUTE_ROWS

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


def test_every_turn_that_can_be_taken_is_told() -> None:
    """By the words on its button."""
    told = "".join(text.read_text("utf-8") for text in TEXTS)
    tables = (DISPUTE_ROWS, ASSIGNMENT_ROWS, MEETING_ROWS, ERRAND_ROWS, DISCLOSURE_ROWS,
              SUPERVISION_ROWS, FINDING_ROWS, (CARRY_OUT,))  # fmt: skip
    labels = {row.label for table in tables for row in table}
    assert sorted(label for label in labels if label not in told) == []
