"""Seats in meetings whose minutes are not issued go over with the work (机构改革)."""

from __future__ import annotations

import pytest

from departments.roles import Role
from tests import factories as f
from tests.workflow.membership.reforming import carried_out, merged, now, registered
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
