"""Seats in meetings whose minutes are not issued go over with the work (机构改革)."""

from __future__ import annotations

import pytest
from django.utils import timezone

from departments.roles import Role
from tests import factories as f
from tests.workflow.membership.reforming import carried_out, merged, now, registered
from workflow.meetings import actions
from workflow.meetings.plan import plan
from workflow.membership import reform as reforming

pytestmark = pytest.mark.django_db


def codes(meeting) -> list[str]:  # type: ignore[no-untyped-def]  # a meeting
    return sorted(meeting.attendances.values_list("department__code", flat=True))


def test_the_heir_convenes_and_sits_once() -> None:
    case = f.handled(code="YB")
    meeting = f.a_minuted_meeting(case, "YB", responsible=f.a_department("YB"))
    f.an_officer(Role.HEAD, "RS")
    assert codes(meeting) == ["RS", "SW", "YB"]
    merged()
    meeting.refresh_from_db()
    assert meeting.convenor == now("RS")
    assert codes(meeting) == ["RS", "SW"]
    assert meeting.items.get().responsible == now("RS")


def test_of_a_part_both_sit_where_its_case_is_spoken_of() -> None:
    case = f.handled(code="YB")
    meeting = f.a_minuted_meeting(case, "YB")
    f.an_officer(Role.TOWN_LEAD, "CL")
    scope = reforming.Scope(numbers=[str(case)])
    carried_out(registered("YB", "CL", "part", scope=scope))
    assert codes(meeting) == ["CL", "RS", "SW", "YB"]
    meeting.refresh_from_db()
    assert meeting.convenor == now("YB")


def test_issued_minutes_say_who_was_there() -> None:
    case = f.handled(code="YB")
    f.hold_meeting(case, "YB")
    f.an_officer(Role.HEAD, "RS")
    merged()
    assert codes(case.meetings.get()) == ["RS", "SW", "YB"]


def test_a_topic_without_a_case_goes_with_the_whole_unit() -> None:
    office, yb = f.an_officer(Role.OFFICE, "ZB"), f.a_department("YB")
    f.an_officer(Role.HEAD, "RS")
    meeting = plan(
        by=office, kind="conference", title="联席会议", disputes=[], topics=["数据比对"],
        departments=[yb], starts_at=timezone.now(), place="三楼",
    )  # fmt: skip
    actions.call(meeting, by=office)
    actions.hold(meeting, by=office, attended=[yb])
    item = meeting.items.get()
    decided = actions.Decided(None, "每月比对", responsible=yb, item=item)
    actions.minute(meeting, by=office, items=[decided])
    merged()
    assert codes(meeting) == ["RS", "ZB"]
    item.refresh_from_db()
    assert item.responsible == now("RS")
