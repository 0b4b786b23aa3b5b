"""Extensions are counted once, in the unit of their limit; a day that gives none is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from deadlines.models import CalendarDay, CalendarStamp
from disputes.choices import Mode
from tests import factories as f
from tests.api.programs import program
from tests.workflow.clock_cases import (
    a_registered_dispute,
    extended,
    pause_clocks,
    refusal,
    resume_clocks,
    start_clock,
    start_whole_clock,
    unit,
)
from tests.workflow.signing_in import signed_in
from web.refusals import NotAllowed
from workflow.approvals import actions as approvals
from workflow.models import Approval
from workflow.models.choices import ApprovalKind

pytestmark = pytest.mark.django_db

MORNING = "2026-06-18T10:00+08:00"  # a Thursday, the day before 端午节
FRIDAY = date(2026, 7, 10)
SATURDAY, SUNDAY, MONDAY = (FRIDAY + timedelta(days=n) for n in (1, 2, 3))


@pytest.fixture
def at_a_friday():
    """Handled alone, due on a Friday three weeks ahead."""
    with time_machine.travel(MORNING, tick=False):
        dispute = f.handled(Mode.SINGLE)
        assert whole(dispute).due_on == FRIDAY
        yield dispute


def whole(dispute):
    return dispute.deadlines.open().get(key="general.single")


@pytest.mark.parametrize("who", ["clerk", "head"])
@pytest.mark.parametrize("until", [SATURDAY, SUNDAY])
def test_a_weekend_after_the_last_day_is_refused_on_the_page_and_what_was_typed_stays(
    at_a_friday, who, until
):
    address = reverse("dispute_verb", args=[at_a_friday.pk, "extend"])
    typed = {"version": at_a_friday.version, "reason": "等待外地核查", "until": until}
    answer = signed_in(f.an_officer(who)).post(address, typed)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "所选日期与原期限2026年7月10日之间没有工作日，请选择更晚的工作日。" in page
    assert "等待外地核查" in page
    assert f'value="{until}"' in page
    assert whole(at_a_friday).due_on == FRIDAY
    assert not Approval.objects.exists()


@pytest.mark.parametrize("who", ["clerk", "head"])
def test_a_program_is_told_the_same_of_that_field(at_a_friday, who):
    body = {"until": SATURDAY.isoformat(), "reason": "等待外地核查"}
    answer = program(who).post(f"disputes/{at_a_friday.pk}/actions/extend/", body)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    (said,) = answer.json()["errors"]["until"]
    assert "没有工作日" in said


def test_the_next_working_day_is_one_day_more(at_a_friday):
    f.do(at_a_friday, "extend", f.an_officer("head"), until=MONDAY, reason="等待外地核查")
    clock = whole(at_a_friday)
    assert clock.due_on == MONDAY
    assert str(clock.extensions.get().as_extension.granted) == "1个工作日"


def test_a_question_whose_day_became_a_holiday_meanwhile_can_only_be_refused(at_a_friday):
    head = f.an_officer("head")
    f.do(at_a_friday, "extend", f.an_officer("clerk"), until=MONDAY, reason="等待外地核查")
    asked = Approval.objects.get(kind=ApprovalKind.EXTENSION)
    CalendarDay.objects.create(date=MONDAY, is_workday=False, name="停工", source="区政府通知")
    CalendarStamp.objects.update(version="00000000-0000-4000-8000-000000000001")
    with pytest.raises(NotAllowed, match=r"没有工作日.*请答复不同意"):
        approvals.approve(asked, by=head)
    approvals.reject(asked, by=head, comment="请按原期限办结")
    assert whole(at_a_friday).due_on == FRIDAY


def granted(clock, until, on):
    assert refusal(clock, until, on) == ""
    return extended(clock, until, on=on, reason="因")


def test_where_the_limit_counts_calendar_days_a_weekend_is_a_day_and_rolls_to_monday():
    dispute = a_registered_dispute(date(2026, 5, 14), "special")
    clock = start_whole_clock(dispute, owner=unit("SW"))
    assert clock.due_on == FRIDAY
    grant = granted(clock, SATURDAY, date(2026, 6, 1))
    assert (grant.days, grant.unit, grant.new_due_on, clock.due_on) == (1, "d", MONDAY, MONDAY)


def test_a_date_set_by_hand_on_a_rest_day_is_extended_from_the_day_it_rolled_to():
    dispute = a_registered_dispute(date(2026, 6, 18))
    clock = start_clock(dispute, "task.assigned", on=date(2026, 6, 18), owner=unit("YB"),
                        chosen_on=SATURDAY)  # fmt: skip
    assert clock.due_on == MONDAY
    tuesday = MONDAY + timedelta(days=1)
    assert granted(clock, tuesday, date(2026, 6, 22)).days == 1
    assert clock.due_on == tuesday


def test_a_day_asked_for_after_a_suspension_moves_the_date_as_well():
    dispute = a_registered_dispute(date(2026, 5, 14), "special")
    clock = start_whole_clock(dispute, owner=unit("SW"))
    pause_clocks(dispute, date(2026, 6, 1))
    resume_clocks(dispute, date(2026, 6, 2))
    clock.refresh_from_db()
    assert clock.due_on == MONDAY
    granted(clock, MONDAY + timedelta(days=1), date(2026, 6, 3))
    assert clock.due_on == MONDAY + timedelta(days=1)
