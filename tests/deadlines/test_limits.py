"""The table of default limits hangs together: no step without a limit, none counted twice."""

from __future__ import annotations

from itertools import pairwise

import pytest

from deadlines.due import parse_limit
from deadlines.limits import (
    ANSWER_KEYS,
    BESIDE_CASE,
    DEFAULTS,
    EXTENSION_KEYS,
    ORDER,
    OUTSIDE_TOTAL,
    ROADS,
    WHOLE,
    WHOLE_KEYS,
)

KEYS = {default.key for default in DEFAULTS}


def test_whatever_is_said_of_a_step_is_said_of_one_that_has_a_limit() -> None:
    on_the_road = {key for steps in ROADS.values() for key in steps}
    for named in (on_the_road, WHOLE_KEYS, OUTSIDE_TOTAL, BESIDE_CASE, ANSWER_KEYS):
        assert named <= KEYS
    assert set(ROADS) == set(WHOLE)


def test_the_total_is_no_step_of_its_own_road_and_what_runs_outside_it_is_none_either() -> None:
    for steps in ROADS.values():
        assert not set(steps) & (WHOLE_KEYS | OUTSIDE_TOTAL)
    assert BESIDE_CASE <= OUTSIDE_TOTAL


def test_no_default_is_given_twice_for_one_mode() -> None:
    places = [(default.key, default.mode) for default in DEFAULTS]
    assert len(places) == len(set(places))


def test_an_extension_is_a_row_that_says_who_grants_it_and_nothing_else_says_so() -> None:
    for default in DEFAULTS:
        assert default.extension in {"", *EXTENSION_KEYS}
        assert bool(default.extender) is (default.key in EXTENSION_KEYS)


def test_the_leader_grants_more_time_for_major_cases_alone() -> None:
    granted = {default.key: default.extender for default in DEFAULTS if default.extender}
    assert granted == {"extend.general": "head", "extend.major": "leader"}
    assert {d.key for d in DEFAULTS if d.extension == "extend.major"} == {"major.total"}


def test_the_whole_of_every_mode_stays_within_the_sixty_days_of_the_law() -> None:
    for default in DEFAULTS:
        if default.key in WHOLE_KEYS:
            assert default.legal == "60d"


@pytest.mark.parametrize("road", ROADS)
def test_pages_list_the_steps_of_a_road_in_the_order_in_which_they_are_taken(road: str) -> None:
    taken = [ORDER[key] for key in ROADS[road] if key.startswith(("intake.", "major."))]
    assert all(first < second for first, second in pairwise(taken))


def test_every_limit_can_be_read_and_names_its_clause() -> None:
    for default in DEFAULTS:
        assert parse_limit(default.limit).days > 0
        assert default.clause
