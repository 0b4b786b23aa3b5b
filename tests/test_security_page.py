"""docs/security.md: each requirement once, every test it names is there, the others say why."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from tests.test_requirements import FILE, TEST, functions_of

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
NUMBER = re.compile(r"V\d+(\.\d+){0,2}|8\.1\.4\.\d+( [a-g]\))?")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if re.match(r"\| (V\d|8\.1\.4)", line)
]
#: The chapters of ASVS 5.0, and the points of 8.1.4 that issue asks for by their letters.
CHAPTERS = {f"V{number}" for number in range(1, 18)}


def test_every_requirement_has_one_row_and_every_chapter_is_spoken_of() -> None:
    numbers = [row[0] for row in ROWS]
    assert [each for each, count in Counter(numbers).items() if count > 1] == []
    assert [each for each in numbers if not NUMBER.match(each)] == []
    assert {match[0] for match in re.finditer(r"V\d+", " ".join(numbers))} == CHAPTERS
    assert {f"8.1.4.{number}" for number in range(1, 12)} <= {each.split()[0] for each in numbers}


def test_every_test_it_names_is_there() -> None:
    named = [(row[0], *found) for row in ROWS for found in TEST.findall(row[2])]
    assert len(named) > 100
    assert [each for each in named if each[2] not in functions_of(each[1])] == []


def test_every_file_it_names_is_there() -> None:
    assert [path for path in FILE.findall(PAGE) if not (ROOT / path).exists()] == []


def test_what_has_no_test_says_why() -> None:
    assert [row[0] for row in ROWS if not TEST.search(row[2]) and row[3] == "—"] == []
