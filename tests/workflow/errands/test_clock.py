"""Until when an errand is answered, through a new calendar, and once a stage."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from deadlines.calendar_csv import read_days
from deadlines.calendar_days import store_days
from deadlines.models import DeadlinePolicy
from departments.models import Officer
from departments.roles import Role
from tests import factories as f
from web.refusals import Mistyped
from workflow.errands import actions, clock
from workflow.models import Errand

pytestmark = pytest.mark.django_db

NOTICE = "2027-01-01,放假,元旦\n2027-01-04,放假,元旦\n2027-10-01,放假,国庆节\n"
EVE = datetime.fromisoformat("2026-12-28T10:00:00+08:00")


def given(due_on: date | None = None) -> Errand:
    by = Officer.objects.get(pk=f.an_officer(Role.OFFICE, "ZB").pk)
    f.an_officer(Role.CLERK, "YB")
    unit = f.a_department("YB")
    return actions.give(by=by, department=unit, question="请汇总", due_on=due_on, again=True)


def test_a_day_beyond_the_law_or_in_the_past_is_said_to_be_so() -> None:
    with pytest.raises(Mistyped, match="不能早于今天"):
        given(f.today() - timedelta(days=1))
    DeadlinePolicy.objects.filter(key=clock.ANSWER.key).update(legal_limit=15, legal_unit="wd")
    with pytest.raises(Mistyped, match="最迟到"):
        given(f.today() + timedelta(days=400))


@time_machine.travel(EVE, tick=False)
def test_over_new_year_it_follows_the_notice_when_it_comes_unless_a_day_was_chosen() -> None:
    by_limit, chosen = given(), given(date(2027, 1, 6))
    before = by_limit.due_on
    store_days(read_days(NOTICE).days, source="国办通知", by=None)
    clock.ANSWER.remind(timezone.now())
    by_limit.refresh_from_db()
    chosen.refresh_from_db()
    assert by_limit.due_on > before
    assert chosen.due_on == date(2027, 1, 6)


def test_a_rest_day_and_the_night_are_quiet() -> None:
    errand = given()
    Errand.objects.filter(pk=errand.pk).update(is_chosen=True, due_on=date(2026, 11, 20))
    days = {"starts_on": date(2026, 11, 17), "amber_on": date(2026, 11, 17)}
    Errand.objects.filter(pk=errand.pk).update(**days)
    for moment, told in (
        ("2026-11-17T10:00", 0),  # the day on which it was asked, short as the limit is
        ("2026-11-29T10:00", 0),
        ("2026-11-30T22:00", 0),
        ("2026-11-30T10:00", 1),
    ):
        assert clock.ANSWER.remind(datetime.fromisoformat(f"{moment}:00+08:00")) == told
