"""会商 by month: a calendar with its rest days, the month's meetings, and what waits for me."""

from __future__ import annotations

import calendar as weeks
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from confidentiality.today import midnight
from deadlines.calendar import FIRST_DAY, LAST_DAY, WorkCalendar, months_later
from deadlines.calendar_days import current_calendar
from departments.models import Officer
from departments.models.department import Kind
from departments.roles import HEADS, Role
from disputes import words
from disputes.models import Dispute
from workflow.models import Attendance, Countersignature, Meeting
from workflow.models.choices import MeetingKind, MeetingState
from workflow.models.meeting_kinds import LEADER_ISSUES

MOST = 200
IN_A_CELL = 3
TO_DO = 10
_MONDAY_FIRST = weeks.Calendar(firstweekday=0)
M = MeetingState
EVERYBODYS, OWN = "全区的会商", "我单位召集、受邀或议题与我单位有关的会商"
#: What the convenor does next in each state; the leader's own states stand apart.
NEXT = {M.PLANNED: "发会商通知", M.CALLED: "登记到会", M.HELD: "记录纪要", M.MINUTED: "签发纪要"}


@dataclass(frozen=True)
class MeetingLine:
    """One meeting in a list or in a square of the calendar."""

    url: str
    title: str
    starts_at: datetime
    kind: str
    form: str
    convenor: str
    place: str
    agenda: int
    state: str
    is_major: bool
    is_off: bool
    next: str = ""


@dataclass(frozen=True)
class Square:
    """One day; days of the neighbouring months are empty."""

    day: date
    mark: str
    is_rest: bool
    is_today: bool
    meetings: list[MeetingLine]
    more: int

    @property
    def count(self) -> int:
        return len(self.meetings) + self.more


@dataclass(frozen=True)
class MonthPage:
    """Everything on /meetings/."""

    first: date
    previous_url: str
    next_url: str
    is_now: bool
    weeks: list[list[Square | None]]
    meetings: list[MeetingLine]
    waiting: list[MeetingLine]
    may_plan: bool
    whose: str


def month_of(text: str, today: date) -> date:
    """The first day of 2026-11; the present month when nothing sensible was asked."""
    found = re.fullmatch(r"(\d{4})-(\d{2})", text)
    if found is None or not 1 <= int(found[2]) <= 12:
        return today.replace(day=1)
    if not FIRST_DAY.year <= int(found[1]) <= LAST_DAY.year:
        return today.replace(day=1)
    return date(int(found[1]), int(found[2]), 1)


def month_page(officer: Officer, first: date) -> MonthPage:
    """The month, Monday first, in a fixed number of statements."""
    today = timezone.localdate()
    after = months_later(first, 1)
    rows = _in_order(officer).filter(starts_at__gte=midnight(first), starts_at__lt=midnight(after))
    found = [_line(each) for each in rows[:MOST]]
    return MonthPage(
        first=first,
        previous_url=_month_url(first - timedelta(days=1)),
        next_url=_month_url(after),
        is_now=first == today.replace(day=1),
        weeks=_weeks(first, found, current_calendar(), today),
        meetings=found,
        waiting=[_line(each) for each in _waits_for(officer)[:TO_DO]],
        may_plan=may_plan(officer),
        whose=EVERYBODYS if officer.sees_all else OWN,
    )


def may_plan(officer: Officer) -> bool:
    """Any member department, any time; and the office (五(三)3)."""
    return bool(officer.department_ids) or Role.OFFICE in officer.roles


def _in_order(officer: Officer) -> QuerySet[Any]:  # Any: meetings with a count
    counted = Meeting.objects.visible_to(officer).with_cases()
    if not officer.sees_all:
        counted = counted.annotate(comes=_comes(officer))
    agenda = Count("items", distinct=True, filter=_told_of(officer))
    return counted.annotate(agenda=agenda).order_by("starts_at", "id")


def _comes(officer: Officer) -> Q:
    own = officer.department_ids
    invited = Attendance.objects.filter(meeting=OuterRef("pk"), department__in=own)
    return Q(Exists(invited) | Q(convenor__in=own))


def _told_of(officer: Officer) -> Q | None:
    """Who comes knows how many cases there are; others count what they see of them."""
    if officer.sees_all:
        return None
    visible = Dispute.objects.visible_to(officer).order_by().values("pk")
    return Q(comes=True) | Q(items__dispute__in=visible)


def _waits_for(officer: Officer) -> QuerySet[Any]:  # Any: meetings with a count
    """What this officer or his department has to do next, the earliest first."""
    own = Q(convenor__in=officer.department_ids)
    if Role.OFFICE in officer.roles:
        own |= Q(convenor__kind=Kind.OFFICE)
    ready = Q(state=M.MINUTED, unsigned=False)
    mine = own & (
        Q(state__in=(M.PLANNED, M.HELD))
        | Q(state=M.CALLED, starts_at__lte=timezone.now())
        | ready & ~Q(kind__in=LEADER_ISSUES)
    )
    if Role.LEADER in officer.roles:
        mine |= Q(state=M.AWAITING_APPROVAL) | Q(kind__in=LEADER_ISSUES) & ready
    rows: QuerySet[Any] = _in_order(officer).annotate(  # Any: as above
        unsigned=Exists(_unsigned()),
        to_sign=Exists(_unsigned().filter(department__in=_led(officer))),
    )
    return rows.filter(mine | Q(to_sign=True))


def _unsigned() -> QuerySet[Attendance]:
    """Seats that have not countersigned the present text, where that is asked for."""
    signed = Countersignature.objects.filter(
        meeting=OuterRef("meeting"),
        department=OuterRef("department"),
        text_version=OuterRef("meeting__text_version"),
    )
    came = Attendance.objects.filter(meeting=OuterRef("pk"), attended=True)
    asked = came.filter(meeting__countersigned=True, meeting__state=M.MINUTED)
    return asked.exclude(Exists(signed))


def _led(officer: Officer) -> list[int]:
    return [post.department_id for post in officer.posts_today if post.role in HEADS]


def _line(meeting: Any) -> MeetingLine:  # Any: a meeting with its count
    state = MeetingState(meeting.state)
    return MeetingLine(
        url=meeting.get_absolute_url(),
        title=words.shown(meeting.title, *meeting.cases),
        starts_at=timezone.localtime(meeting.starts_at),
        kind=str(meeting.get_kind_display()),
        form=str(meeting.get_form_display()),
        convenor=words.unit(meeting.convenor),
        place=words.shown(meeting.place, *meeting.cases),
        agenda=meeting.agenda,
        state=str(state.label),
        is_major=meeting.kind == MeetingKind.MAJOR,
        is_off=state == M.CANCELLED,
        next="会签" if getattr(meeting, "to_sign", False) else NEXT.get(state, "批示"),
    )


def _weeks(
    first: date, meetings: Sequence[MeetingLine], calendar: WorkCalendar, today: date
) -> list[list[Square | None]]:
    by_day: dict[date, list[MeetingLine]] = {}
    for each in meetings:
        by_day.setdefault(each.starts_at.date(), []).append(each)
    return [
        [
            _square(on, by_day.get(on, []), calendar, today) if on.month == first.month else None
            for on in week
        ]
        for week in _MONDAY_FIRST.monthdatescalendar(first.year, first.month)
    ]


def _square(on: date, meetings: list[MeetingLine], calendar: WorkCalendar, today: date) -> Square:
    works, weekend = calendar.is_workday(on), on.weekday() > 4
    mark = "休" if not works and not weekend else "班" if works and weekend else ""
    shown = meetings if len(meetings) <= IN_A_CELL else meetings[: IN_A_CELL - 1]
    return Square(on, mark, not works, on == today, shown, len(meetings) - len(shown))


def _month_url(on: date) -> str:
    inside = FIRST_DAY <= on <= LAST_DAY
    return f"{reverse('meetings')}?month={on:%Y-%m}" if inside else ""
