"""One house for all tests of faults; each finds it without a dispute."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench import document, machine
from tests.faults import soak
from tests.faults.house import House


@pytest.fixture(scope="session")
def _open_house() -> Iterator[House]:
    """In memory, where the run has its other services: a kill takes no power away."""
    house = House(Path(os.environ["PORTAL_VAR"]) / "faults")
    try:
        house.open()
        yield house
    finally:
        house.close()


@pytest.fixture
def house(_open_house: House) -> House:
    _open_house.empty()
    return _open_house


@pytest.fixture(scope="session")
def found() -> Iterator[soak.Found]:
    """What the long tests found, written down when `make soak` asked for both of them."""
    told = machine.described()
    figures: soak.Found = {}
    yield figures
    if os.environ.get("PORTAL_SOAK") and figures.keys() == {"kills", "away"}:
        document.put("soak", soak.section(figures, told))
