"""What clocks say today: the same in a lamp, in a filter and in a line of the page."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from deadlines.calendar_days import install_calendar
from deadlines.lamps import Colour
from deadlines.limits import WHOLE_KEYS
from deadlines.policies import install_policies
from disputes.choices import Mode
from disputes.lamps import dispute_lamps
from disputes.models import Dispute
from tests import factories as f
from tests.workflow.clock_cases import (
    a_joint_assignment,
    a_registered_dispute,
    end_clock,
    start_clock,
    start_whole_clock,
    unit,
)
from workflow.clocks.lines import assignment_lamps, deadline_lines, lamp_counts, provisional_warning
from workflow.models import Deadline

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def _time_is_known() -> None:
    install_calendar()
    install_policies()


def test_lamp_filters_and_lamps_agree_in_the_database() -> None:
    today = date(2026, 11, 20)
    made = {
        "red": start_clock(
            a_registered_dispute(MONDAY), "intake.review", on=MONDAY, owner=unit("SW")
        ),
        "amber": start_clock(
            a_registered_dispute(MONDAY), "remedy.guide", on=today, owner=unit("SW")
        ),
        "green": start_clock(
            a_registered_dispute(MONDAY), "transfer.feedback", on=today, owner=unit("SW")
        ),
        "grey": start_clock(
            a_registered_dispute(MONDAY), "general.single", on=today, owner=unit("SW")
        ),
    }
    end_clock(made["grey"].dispute, "general.single", on=today)
    for colour, clock in made.items():
        assert list(Deadline.objects.with_lamp(colour, today)) == [clock]
    disputes = [clock.dispute for clock in made.values()]
    lamps = dispute_lamps(disputes, today)
    assert [lamps[d.pk].colour for d in disputes] == list(made)
    assert lamps[made["grey"].dispute_id].words == "按期办结"
    assert lamp_counts(list(lamps.values())) == dict.fromkeys(Colour, 1)


def test_the_lamps_of_a_list_cost_the_same_for_any_length(
    django_assert_num_queries: pytest.FixtureRequest,
) -> None:
    disputes = [a_registered_dispute(MONDAY) for _ in range(6)]
    for dispute in disputes[:3]:
        start_whole_clock(dispute, owner=unit("SW"))
    for rows in (disputes[2:4], disputes):
        with django_assert_num_queries(2):  # type: ignore[operator]
            dispute_lamps(rows, MONDAY)


def test_an_assignment_shows_its_own_lamp() -> None:
    dispute = a_registered_dispute(MONDAY, "joint")
    task = a_joint_assignment(dispute, "YB", date(2026, 11, 11))
    assert assignment_lamps([task], date(2026, 11, 10))[task.pk].words == "剩 1 天"
    task.state = "answered"
    task.clocked_on = date(2026, 11, 13)
    assert assignment_lamps([task], date(2026, 11, 20))[task.pk].words == "超期 2 天办结"


def test_a_page_line_explains_itself() -> None:
    dispute = a_registered_dispute(MONDAY)
    start_whole_clock(dispute, owner=unit("SW"))
    (line,) = deadline_lines(dispute, date(2026, 11, 20))
    assert (line.label, line.words, line.lamp.colour) == ("单独办理总时限", "剩 1 天", Colour.AMBER)
    assert line.sentence == "自2026年11月2日次日起15个工作日，至2026年11月23日止"
    assert line.owner


def test_administrators_are_warned_while_the_next_notice_is_missing() -> None:
    assert provisional_warning(date(2025, 6, 1)) == ""
    assert "2027年调休尚未导入" in provisional_warning(date(2026, 11, 20))


@pytest.mark.parametrize("state", ["registered", "triage"])
def test_before_the_road_is_chosen_the_shortest_whole_case_limit_is_shown(state: str) -> None:
    with time_machine.travel("2026-11-20T10:00:00+08:00", tick=False):
        dispute = f.a_dispute(state)
        whole = [line for line in deadline_lines(dispute, f.today()) if line.key in WHOLE_KEYS]
        assert [(line.label, line.due_on) for line in whole] == [
            ("总时限（办理方式未定）", date(2026, 12, 11))  # 15 working days, as if handled alone
        ]
        assert "按最短的“单独办理总时限”" in whole[0].sentence
    handled = f.handled(Mode.JOINT)
    labels = [line.label for line in deadline_lines(handled, f.today()) if line.key in WHOLE_KEYS]
    assert labels == ["联办总时限"]


def test_a_case_that_was_sent_back_has_its_whole_clock_running_and_not_kept_in_time() -> None:
    dispute = f.handled(Mode.REFERRAL)
    began = dispute.deadlines.get(key="referral.total").starts_on
    f.answer(
        dispute.assignments.get(), "return_back", f.an_officer("clerk", "YB"), reason="不属职责"
    )
    dispute = Dispute.objects.get(pk=dispute.pk)
    [line] = [each for each in deadline_lines(dispute, f.today()) if each.key in WHOLE_KEYS]
    assert (dispute.state, line.starts_on) == ("triage", began)
    assert "按期" not in line.lamp.words
    f.do(dispute, "accept_single", f.an_officer("clerk"), reason="属本单位")
    [line] = [
        each
        for each in deadline_lines(Dispute.objects.get(pk=dispute.pk), f.today())
        if each.key in WHOLE_KEYS
    ]
    assert (line.key, line.starts_on) == ("general.single", began)
