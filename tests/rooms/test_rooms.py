"""The house does not grow again: every figure of `make rooms` within its limit."""

from __future__ import annotations

import sys

import pytest

from tests.rooms.arrows import circles, plan
from tests.rooms.engines import engines
from tests.rooms.figures import FIGURES, Figure, Measured
from tests.rooms.tree import modules


@pytest.mark.slow
@pytest.mark.django_db
def test_no_figure_of_the_house_has_grown() -> None:
    found = [(figure, figure.measure()) for figure in FIGURES]
    sys.stdout.write(f"\n{_table(found)}\n")
    assert not [(f.says, m) for f, m in found if m.value is not None and m.value > f.limit]


def test_what_is_counted_is_there_to_be_counted() -> None:
    assert "workflow.models" in {module.name for module in modules()}
    assert "models" in plan().rooms
    assert any(below == "models" for _, below in plan().arrows)
    assert engines()


def test_a_circle_is_found_however_long_and_a_road_down_is_none() -> None:
    road = {("desk", "cases"), ("cases", "verbs"), ("desk", "verbs")}
    assert not circles(road)
    assert circles({*road, ("verbs", "desk")}) == [frozenset({"desk", "cases", "verbs"})]


def _table(found: list[tuple[Figure, Measured]]) -> str:
    lines = [f"{'':52}{'before':>8}{'wanted':>8}{'now':>8}{'limit':>8}"]
    for figure, measured in found:
        now = "–" if measured.value is None else measured.value
        row = f"{figure.says:52}{figure.before:8}{figure.wanted:8}{now:>8}{figure.limit:8}"
        lines.append(f"{row}  {measured.note}")
        lines.extend(f"{'':6}{name}" for name in measured.names)
    return "\n".join(line.rstrip() for line in lines)
