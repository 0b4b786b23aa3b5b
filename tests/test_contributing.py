"""CONTRIBUTING.md is true: its paths are there, and its worked example works in a copy."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.copying import copied
from tests.rooms import counts

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
EXAMPLE = PAGE.partition("## A worked example")[2].partition("\n## ")[0]
#: A path in backticks, then its block.
STEP = re.compile(r"`([\w/]+\.py)`:\n\n```(diff|python)\n(.*?)```", re.DOTALL)
#: The database that pytest-django makes where there are no workers.
ALONE = "test_portal"
ELSEWHERE = (".git", ".venv", "node_modules", "var", "docs", "__pycache__", ".*_cache")


def named_paths() -> list[str]:
    """Outside the example every path in backticks; `<room>` and `<kind>` stand for any."""
    told = re.findall(r"`([\w<>*./]+/[\w<>*.]*)`", PAGE.replace(EXAMPLE, ""))
    return sorted(re.sub("<[a-z]+>", "*", path) for path in set(told))


@pytest.mark.parametrize("path", named_paths())
def test_every_path_it_names_is_there(path: str) -> None:
    assert list(ROOT.glob(path))


@pytest.mark.parametrize(
    ("title", "most"), [("Add a verb", 4), ("Add a paper", 6), ("Add a kind of meeting", 2)]
)
def test_few_files_are_opened(title: str, most: int) -> None:
    files = counts.files_of_recipe(title)
    assert files is not None
    assert 0 < files <= most


def changed(text: str, diff: str) -> str:
    """The block's unmarked lines are found in the text, once, and its + lines are added."""
    lines = diff.splitlines()
    before = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("+"))
    after = "".join(f"{line[1:]}\n" for line in lines)
    assert f"\n{text}".count(f"\n{before}") == 1, before
    return f"\n{text}".replace(f"\n{before}", f"\n{after}").removeprefix("\n")


@pytest.fixture
def founded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What a run by itself would spend a minute to migrate: this run's database under its name."""
    with django_db_blocker.unblock():
        ours = connection.settings_dict["NAME"]
        with contextlib.nullcontext() if ours == ALONE else copied(ALONE):
            yield


@pytest.mark.slow
@pytest.mark.usefixtures("founded")
def test_the_worked_example_works(tmp_path: Path) -> None:
    house = tmp_path / "house"
    shutil.copytree(ROOT, house, ignore=shutil.ignore_patterns(*ELSEWHERE))
    steps = STEP.findall(EXAMPLE)
    assert [kind for _, kind, _ in steps] == ["diff"] * 4 + ["python"]
    for path, kind, block in steps:
        file = house / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(changed(file.read_text("utf-8"), block) if kind == "diff" else block)
    test = steps[-1][0]
    rules = [sys.executable, "-m", "ruff", "check", "-q", *(path for path, _, _ in steps)]
    checks = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", test]
    for command in (rules, checks):
        done = subprocess.run(command, cwd=house, env=outside(), capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def outside() -> dict[str, str]:
    """The cluster of this run, but none of a worker's marks, and a broker of its own."""
    own = ("PYTEST_", "REDIS_URL", "PORTAL_VAR")
    return {name: value for name, value in os.environ.items() if not name.startswith(own)}
