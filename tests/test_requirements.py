"""docs/requirements.md: R001-R110 once each; what it names is there, what is missing is said."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "requirements.md").read_text("utf-8")
WHOLE, PARTLY, MISSING, NOTHING = "有", "部分", "无", "—"
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
FILE = re.compile(r"`([\w/]+\.(?:py|md|html))`")


class Row(NamedTuple):
    """One requirement, as the table has it."""

    requirement: str
    where: str
    tests: str
    standing: str
    left: str

    @property
    def number(self) -> str:
        return self.requirement.partition(" ")[0]


ROWS = [
    Row(*(cell.strip() for cell in line.strip("|").split("|")))
    for line in PAGE.splitlines()
    if re.match(r"\| R\d", line)
]


@cache
def functions_of(path: str) -> frozenset[str]:
    """By name, read and not imported; none where there is no such file."""
    file = ROOT / path
    tree = ast.parse(file.read_text("utf-8") if file.exists() else "")
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_requirement_has_exactly_one_row() -> None:
    assert [row.number for row in ROWS] == [f"R{number:03}" for number in range(1, 111)]


def test_every_test_it_names_is_there() -> None:
    named = [(row.number, *found) for row in ROWS for found in TEST.findall(row.tests)]
    assert [each for each in named if each[2] not in functions_of(each[1])] == []


def test_no_row_names_a_test_twice() -> None:
    named = {row.number: Counter(TEST.findall(row.tests)) for row in ROWS}
    assert {
        number: found for number, found in named.items() if any(n > 1 for n in found.values())
    } == {}


def test_the_column_of_tests_names_tests_and_nothing_else() -> None:
    others = {row.number: TEST.sub("", row.tests).replace("<br>", "").strip() for row in ROWS}
    assert {number: text for number, text in others.items() if text not in {"", NOTHING}} == {}


def test_every_file_it_names_is_there() -> None:
    assert [path for path in FILE.findall(PAGE) if not (ROOT / path).exists()] == []


def test_what_is_not_whole_or_has_no_test_says_why() -> None:
    whole = {row.number for row in ROWS if row.standing == WHOLE and TEST.search(row.tests)}
    silent = [row.number for row in ROWS if row.left in {"", NOTHING}]
    assert [number for number in silent if number not in whole] == []


def test_the_summary_counts_the_rows() -> None:
    counted = Counter(row.standing for row in ROWS)
    told = "、".join(f"{standing} {counted[standing]} 条" for standing in (WHOLE, PARTLY, MISSING))
    assert told in PAGE
    assert set(counted) <= {WHOLE, PARTLY, MISSING}
