"""催办 is counted by working days: what was urged on a rest day was urged on the day before it."""

from __future__ import annotations

from datetime import datetime

import pytest
import time_machine

from departments.roles import Role
from disputes.choices import Mode
from tests import factories as f
from web.refusals import NotAllowed
from workflow.procedure import next_move

pytestmark = pytest.mark.django_db

FRIDAY, SUNDAY, MONDAY = (
    datetime.fromisoformat(f"2026-11-{day}T10:20:00+08:00") for day in (20, 22, 23)
)


def test_a_rest_day_belongs_to_the_working_day_before_it() -> None:
    assert next_move.workday_of(FRIDAY) == next_move.workday_of(SUNDAY)
    assert next_move.workday_of(MONDAY) == next_move.workday_of(FRIDAY) + 1


def test_a_weekend_is_not_a_second_time_and_monday_is() -> None:
    with time_machine.travel(FRIDAY, tick=False):
        dispute, clerk = f.handled(Mode.REFERRAL), f.an_officer(Role.CLERK, "SW")
        f.do(dispute, "urge", clerk, message="请抓紧。")
        assert next_move.last_words(clerk, dispute) == (
            "您11月20日 10:20已催办，每个工作日催办一次，请等对方办理。"
        )
    with time_machine.travel(SUNDAY, tick=False):
        assert next_move.urged_today(clerk, [dispute]).count() == 1
        with pytest.raises(NotAllowed, match="您11月20日 10:20已催办"):
            f.do(dispute, "urge", clerk, message="再请抓紧。")
    with time_machine.travel(MONDAY, tick=False):
        assert not next_move.urged_today(clerk, [dispute]).exists()
        f.do(dispute, "urge", clerk, message="再请抓紧。")


def test_what_one_urged_is_not_held_against_another() -> None:
    dispute = f.handled(Mode.REFERRAL)
    first, second = f.an_officer(Role.CLERK, "SW"), f.an_officer(Role.CLERK, "SW", nth=2)
    f.do(dispute, "urge", first, message="请抓紧。")
    assert not next_move.urged_today(second, [dispute]).exists()
    f.do(dispute, "urge", second, message="请抓紧。")


def test_nobody_waits_for_his_own_desk() -> None:
    dispute = f.handled(Mode.JOINT)
    health = f.an_officer(Role.CLERK, "YB")
    words = {desk.words for desk in next_move.others_desks(f.an_officer(), dispute)}
    assert words == {"人社局", "医保局"}
    assert {desk.words for desk in next_move.others_desks(health, dispute)} == {"人社局"}
