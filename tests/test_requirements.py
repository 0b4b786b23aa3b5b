"""docs/requirements.md: R001-R110 once each, what it names is there, and what nothing shows is said."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "requirements.md").read_text("utf-8")
NOTHING = "—"
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
FILE = re.compile(r"`([\w/]+\.(?:py|md))`")


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
each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.number)


@cache
def tests_in(path: str) -> frozenset[str]:
    """Names of the tests of a file, read and not imported."""
    file = ROOT / path
    tree = ast.parse(file.read_text("utf-8") if file.exists() else "")
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_requirement_has_one_row() -> None:
    assert [row.number for row in ROWS] == [f"R{number:03}" for number in range(1, 111)]


@each_row
def test_what_shows_it_is_there(row: Row) -> None:
    named = TEST.findall(row.tests)
    assert TEST.sub("", row.tests).replace("<br>", "").strip() in {"", NOTHING}
    assert [f"{path}::{name}" for path, name in named if name not in tests_in(path)] == []
    assert [path for path in FILE.findall(row.where) if not (ROOT / path).exists()] == []


@each_row
def test_what_is_not_there_or_not_shown_is_said(row: Row) -> None:
    whole = row.standing == "有" and TEST.search(row.tests)
    assert whole or row.left not in {"", NOTHING}


def test_the_summary_counts_the_rows() -> None:
    counted = Counter(row.standing for row in ROWS)
    assert "、".join(f"{name} {counted[name]} 条" for name in ("有", "部分", "无")) in PAGE
    assert sum(counted[name] for name in ("有", "部分", "无")) == len(ROWS)
