"""Seats in meetings whose minutes are not issued: whoever goes on with the work sits there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q

from workflow.models import AgendaItem, Attendance, Meeting
from workflow.models.choices import MeetingState

if TYPE_CHECKING:
    from departments.models import Department, Reform

_OVER = (MeetingState.ISSUED, MeetingState.CANCELLED)


def concerns(unit: Department) -> Q:
    """Items of a meeting under way that it called, sits in, or is to see to."""
    has_part = (
        Q(meeting__convenor=unit) | Q(meeting__attendances__department=unit) | Q(responsible=unit)
    )
    return has_part & ~Q(meeting__state__in=_OVER)


def pass_on(reform: Reform, dispute_ids: list[int], secret: list[int]) -> None:
    """A merger gives up its seats; of a part both sit, where one of its cases is spoken of.

    Nobody sits for who goes on where one is spoken of that is kept `secret` from it (R075).
    """
    going_on = Meeting.objects.exclude(state__in=_OVER)
    spoken_of = Q(dispute__in=dispute_ids)
    if reform.is_merger:
        spoken_of |= Q(dispute__isnull=True)  # a topic goes with the whole unit
    items = AgendaItem.objects.filter(spoken_of, responsible=reform.source)
    items.exclude(meeting__state__in=_OVER).update(responsible=reform.target)
    seats = Attendance.objects.filter(meeting__in=going_on, department=reform.source)
    if not reform.is_merger:
        for seat in seats.filter(meeting__items__dispute__in=dispute_ids).distinct():
            _seat(seat.meeting_id, reform.target, attended=seat.attended)
        return
    called = going_on.filter(convenor=reform.source)
    called.update(convenor=reform.target, version=F("version") + 1)
    kept = {*AgendaItem.objects.filter(dispute__in=secret).values_list("meeting", flat=True)}
    for seat in seats:
        if seat.meeting_id not in kept:
            _seat(seat.meeting_id, reform.target, attended=seat.attended)
        seat.delete()


def _seat(meeting_id: int, unit: Department, *, attended: bool | None) -> None:
    """One seat a unit; who came for either of the two has come."""
    seat, is_new = Attendance.objects.get_or_create(
        meeting_id=meeting_id, department=unit, defaults={"attended": attended}
    )
    if not is_new and attended and not seat.attended:
        seat.delete()  # what was noted of a seat is not rewritten
        Attendance.objects.create(meeting_id=meeting_id, department=unit, attended=True)
