"""docs/architecture.md: every room of the contracts has its line, every file it names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.rooms import drawing

ROOT = Path(__file__).resolve().parents[1]
PAGE = drawing.PAGE.read_text("utf-8")
HOUSE, PROCEDURE, INSIDE = drawing.contracts()
PATHS = sorted(set(re.findall(r"`(\w+/[\w/]+\.\w+)`", PAGE)))


def test_it_is_drawn_as_the_contracts_say():
    assert drawing.page() == PAGE
    assert drawing.floors(PROCEDURE)[0] == ["urls", "clock"]


@pytest.mark.parametrize("contract", [HOUSE, PROCEDURE], ids=["house", "procedure"])
def test_every_room_has_its_line_from_the_top(contract):
    rooms = [room for floor in drawing.floors(contract) for room in floor]
    lines = [set(re.findall("`([a-z]+)`", cell)) for cell in re.findall(r"^\|(.*?)\|", PAGE, re.M)]
    places = [next(n for n, line in enumerate(lines) if room in line) for room in rooms]
    assert places == sorted(places)


def test_every_file_name_of_a_room_is_explained():
    names = re.search(r"A room has these files.*?\n\n", PAGE, re.DOTALL)
    assert names
    told = re.findall("`([a-z]+)`", names[0])
    assert set(told) == {name for floor in drawing.floors(INSIDE) for name in floor}


@pytest.mark.parametrize("path", PATHS)
def test_every_file_it_names_is_there(path):
    assert (ROOT / path).exists()


def test_the_click_it_follows_takes_that_road():
    """The files of the four stops name each other in that order."""
    for name, file in [
        ("dispute_verb", "workflow/cases/urls.py"),
        ("dispute_or_404", "workflow/cases/views.py"),
        ("verb_page", "workflow/cases/views.py"),
        ("standing.suspend", "workflow/handling/verbs.py"),
        ("class Suspend(", "workflow/handling/forms.py"),
        ('moving(dispute, "suspend"', "workflow/handling/standing.py"),
        ("DISPUTE_TABLE", "workflow/procedure/moving.py"),
        ("DISPUTE_ROWS", "workflow/procedure/promises.py"),
    ]:
        assert name in (ROOT / file).read_text("utf-8"), (name, file)
