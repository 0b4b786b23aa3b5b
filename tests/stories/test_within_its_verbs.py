"""With the rights of the portal's role every verb that changes what a case is may do so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from departments.roles import Role
from tests import factories as f
from tests.config.the_portal import run, the_portal_at_this_hour
from tests.workflow.two_payers import COMES, second

pytestmark = pytest.mark.django_db


def corrected() -> None:
    dispute = f.handled("joint")
    f.do(dispute, "correct", f.an_officer(), reason="记错",
         given={"facts": "更正后的事项", "payer.phone": "15400000042"})  # fmt: skip


def joined_and_partly_withdrawn() -> None:
    dispute = f.handled(claim="一、请补缴。二、请退还滞纳金。")
    f.do(dispute, "join_payer", f.an_officer(), given=dict(COMES))
    f.do(dispute, "withdraw_part", f.an_officer(), what="claim", claim="退还滞纳金",
         claim_left="一、请补缴。", requested_on=f.today(), ground="书面申请")  # fmt: skip


def merged() -> None:
    into, gone = f.handled(), second()
    f.do(gone, "merge", f.an_officer(), into=into)


def on_every_road() -> None:
    undone = f.handled("referral")
    f.do(undone, "undo_triage", f.an_officer(), reason="点错了")
    f.do(undone, "notify_only", f.an_officer(), outside_body="伊春市税务局", reason="复议中")
    grown = f.handled()
    f.do(grown, "invite", f.an_officer(), departments=[f.a_department("YB")], question="请核实")
    eased = f.handled("special")
    f.do(eased, "deescalate", f.an_officer(), reason="已查清")
    back = f.handled()
    f.do(back, "reroute", f.an_officer(Role.HEAD), reason="不属本单位")


def gone_on() -> None:
    f.do(
        f.archived(), "reopen", f.an_officer(), ground="evidence", channel="visit", reason="新证据"
    )


def struck() -> None:
    dispute = f.decided()
    f.do(dispute, "serve", f.an_officer(), party="payer", method="in_person",
         served_on=f.today(), recipient="本人")  # fmt: skip
    f.do(dispute, "cancel_service", f.an_officer(), party="payer", reason="登记错了人")


TURNS = (corrected, joined_and_partly_withdrawn, merged, on_every_road, gone_on, struck)


@pytest.mark.parametrize("turn", TURNS, ids=[turn.__name__ for turn in TURNS])
def test_nobody_who_acts_by_a_verb_is_stopped(turn: Callable[[], None]) -> None:
    with the_portal_at_this_hour():
        turn()
        run("SET CONSTRAINTS ALL IMMEDIATE")
