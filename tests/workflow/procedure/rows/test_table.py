"""A row of the table says who, when and on what facts, in the order in which it refuses."""

from __future__ import annotations

import pytest

from disputes.choices import Mode
from tests import factories as f
from workflow.procedure import offers
from workflow.procedure.rows.table import Need, Row, Who

pytestmark = pytest.mark.django_db

EVERYBODY: Who = Who("everybody", "任何人", lambda officer, subject: True)
ONE: Need = Need("one", "第一件事还没有办。", lambda officer, subject: False)
TWO: Need = Need("two", "第二件事还没有办。", lambda officer, subject: False)
MET: Need = Need("met", "从不说这句。", lambda officer, subject: True)
NAMES: Need = Need(
    "names",
    "还没有办。",
    lambda officer, subject: False,
    lambda o, s: f"{o.name}还没有办 {s.number}。",
)


def a_row(*needs: Need, sources: frozenset[str] = frozenset({"handling"})) -> Row:
    return Row("go", "办", sources, frozenset(), EVERYBODY, "五(三)", needs)


def why_not(row: Row) -> str:
    return offers.offer(row, f.an_officer(), f.handled(Mode.SINGLE)).why_not


def test_what_nothing_stands_against_is_allowed() -> None:
    shown = offers.offer(a_row(MET), f.an_officer(), f.handled(Mode.SINGLE))
    assert (shown.allowed, shown.why_not, shown.in_state) == (True, "", True)


def test_the_first_need_that_fails_is_the_one_that_is_told() -> None:
    assert why_not(a_row(MET, ONE, TWO)) == ONE.sentence
    assert why_not(a_row(TWO, ONE)) == TWO.sentence


def test_the_wrong_state_is_told_before_any_need() -> None:
    assert (
        why_not(a_row(ONE, sources=frozenset({"triage"}))) == "现在的状态是“办理中”，不能办理“办”。"
    )


def test_a_need_may_name_the_fact_it_misses() -> None:
    dispute = f.handled(Mode.SINGLE)
    shown = offers.offer(a_row(NAMES), f.an_officer(), dispute)
    assert shown.why_not == f"{f.an_officer().name}还没有办 {dispute.number}。"
