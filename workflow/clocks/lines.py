"""What the clocks of a case say today, for its page and the API; the lamps of assignments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, prefetch_related_objects
from django.utils import timezone

from deadlines.calendar import WorkCalendar
from deadlines.calendar_days import current_calendar
from deadlines.due import due
from deadlines.lamps import NO_LIMIT, Colour, Lamp, lamp, verdict
from deadlines.limits import SUSPENSION_REVIEW, WHOLE, WHOLE_KEYS
from deadlines.policies import PolicyBook, Scope
from disputes.choices import State
from disputes.models import Dispute
from web.statements import bring, compiled
from workflow.clocks.rows import registered_on
from workflow.models import Assignment, Deadline, Errand, Meeting
from workflow.models.choices import AssignmentState, MeetingState
from workflow.models.errand import ErrandState

#: Registered, and by which road it goes is not decided.
BEFORE_ROAD = frozenset({State.REGISTERED, State.TRIAGE, State.AWAITING_APPROVAL})


@dataclass(frozen=True, slots=True)
class DeadlineLine:
    """One clock as the right-hand column shows it and the API lists it."""

    key: str
    label: str
    owner: str
    starts_on: date
    due_on: date
    lamp: Lamp
    sentence: str
    provisional: bool
    is_asked: bool = False

    @property
    def title(self) -> str:
        """Of several units that were asked each has its own: whose it is stands beside."""
        return f"{self.owner} {self.label}" if self.is_asked else self.label

    @property
    def words(self) -> str:
        """The lamp's words, for the API."""
        return self.lamp.words


def clocks_of(dispute: Dispute) -> list[Deadline]:
    """All clocks with their history, read once for whoever asks about this copy of the dispute."""
    if "deadlines" not in getattr(dispute, "_prefetched_objects_cache", {}):
        bring(dispute, "deadlines", _clocks_of(dispute=dispute.pk), of="dispute")
    return list(dispute.deadlines.all())


@compiled(dispute=int)
def _clocks_of(dispute: int) -> QuerySet[Deadline]:
    return Deadline.objects.with_history().filter(dispute=dispute)


def deadline_lines(
    dispute: Dispute, today: date, calendar: WorkCalendar | None = None
) -> list[DeadlineLine]:
    """All clocks that were not void, running ones first, then by due date."""
    calendar = calendar or current_calendar()
    clocks = [clock for clock in clocks_of(dispute) if not clock.is_void]
    in_order = sorted(clocks, key=lambda clock: (clock.ended_on is not None, clock.due_on))
    running = [_line(c, today, calendar) for c in in_order if c.ended_on is None]
    ended = [_line(c, today, calendar) for c in in_order if c.ended_on is not None]
    if dispute.state in BEFORE_ROAD and not any(line.key in WHOLE_KEYS for line in running):
        running.append(_shortest_whole(dispute, today, calendar))
    return running + ended


def _shortest_whole(dispute: Dispute, today: date, calendar: WorkCalendar) -> DeadlineLine:
    """The whole case runs from registration, though its limit depends on a road not yet chosen.

    Until then the shortest of them is shown, so that nobody counts on more days than he may get.
    """
    start, owner = registered_on(dispute), dispute.receiving_department
    book = PolicyBook.on(start, WHOLE_KEYS)
    found = [book.find(key, Scope(mode, owner.pk, dispute.category)) for mode, key in WHOLE.items()]
    until = {policy.key: due(start, policy.as_policy, calendar) for policy in found}
    first = min(found, key=lambda policy: until[policy.key].due_on)
    whole = until[first.key]
    return DeadlineLine(
        key=first.key,
        label="总时限（办理方式未定）",
        owner=str(owner),
        starts_on=start,
        due_on=whole.due_on,
        lamp=lamp(whole.due_on, today, calendar=calendar, amber_on=whole.amber_on),
        sentence=f"办理方式确定前，按最短的“{first.label}”：{whole.sentence}",
        provisional=whole.provisional,
    )


def lamp_of(clock: Deadline, today: date, calendar: WorkCalendar) -> Lamp:
    """The lamp of a stored clock."""
    return lamp(
        clock.due_on,
        today,
        clock.ended_on,
        calendar=calendar,
        amber_on=clock.amber_on,
        suspended=clock.is_suspended,
    )


def assignment_lamp(assignment: Assignment, today: date, calendar: WorkCalendar) -> Lamp:
    """While open its own, standing still 中止; answered 按期 or 超期; else what became of it."""
    if not assignment.is_open and assignment.state != AssignmentState.ANSWERED:
        return Lamp(Colour.GREY, str(assignment.get_state_display()))
    return lamp(
        assignment.due_on,
        today,
        None if assignment.is_open else assignment.clocked_on or today,
        calendar=calendar,
        amber_on=assignment.amber_on,
        suspended=assignment.dispute.state == State.SUSPENDED,
    )


def assignment_lamps(assignments: Iterable[Assignment], today: date) -> dict[int, Lamp]:
    """The lamp of each assignment's answer, by its id."""
    calendar = current_calendar()
    return {each.pk: assignment_lamp(each, today, calendar) for each in assignments}


Wanted = dict[int, tuple[date, Lamp]]


def resolutions(meetings: Sequence[Meeting], today: date) -> dict[int, Wanted]:
    """By meeting and agenda item: until when it is to be carried out, how that stands."""
    calendar = current_calendar()
    issued = [each for each in meetings if each.state == MeetingState.ISSUED]
    prefetch_related_objects(issued, "resolutions__dispute", "items__errand")
    return {each.pk: _wanted(each, today, calendar) for each in meetings}


def _wanted(meeting: Meeting, today: date, calendar: WorkCalendar) -> Wanted:
    found, items = {}, {}
    for item in meeting.items.all():
        items[item.dispute_id] = item.pk
        if item.due_on:
            found[item.pk] = (item.due_on, lamp(item.due_on, today, calendar=calendar))
        if item.errand:
            found[item.pk] = (item.errand.due_on, errand_lamp(item.errand, today, calendar))
    if meeting.state == MeetingState.ISSUED:
        for owed in meeting.resolutions.all():
            light = assignment_lamp(owed, today, calendar)
            found[items[owed.dispute_id]] = (owed.due_on, light)
    return found


def errand_lamp(errand: Errand, today: date, calendar: WorkCalendar) -> Lamp:
    """Until the unit has answered; then nobody is waited for by a day."""
    if errand.state == ErrandState.RECALLED:
        return NO_LIMIT
    ended = timezone.localdate(errand.answered_at) if errand.answered_at else None
    return lamp(errand.due_on, today, ended, calendar=calendar, amber_on=errand.amber_on)


def whole_verdict(dispute: Dispute) -> str:
    """按期 or 超期 N 天 of the whole case once both parties were served; empty before."""
    ended = dispute.deadlines.filter(key__in=WHOLE_KEYS, is_void=False, ended_on__isnull=False)
    clock = ended.order_by("id").last()
    if clock is None or clock.ended_on is None:
        return ""
    return verdict(clock.due_on, clock.ended_on, current_calendar())


def provisional_warning(today: date) -> str:
    """The administrators' banner while next year's notice is missing; empty when it is in."""
    missing = current_calendar().unannounced_years(today, date(today.year + 1, 1, 31))
    if not missing:
        return ""
    named = "、".join(f"{year}年" for year in missing)
    return f"{named}调休尚未导入，跨入该年的期限可能有误，均标“暂定”"


def _line(clock: Deadline, today: date, calendar: WorkCalendar) -> DeadlineLine:
    return DeadlineLine(
        key=clock.key,
        label=_label(clock),
        owner=str(clock.owner),
        starts_on=clock.starts_on,
        due_on=clock.due_on,
        lamp=lamp_of(clock, today, calendar),
        sentence=clock.sentence,
        provisional=clock.provisional,
        is_asked=clock.assignment_id is not None,
    )


def _label(clock: Deadline) -> str:
    """While it runs, the review of a suspension is the day on which work should go on."""
    reviews = clock.key == SUSPENSION_REVIEW and clock.ended_on is None
    return "预计恢复" if reviews else clock.policy.label


def lamp_counts(lamps: Sequence[Lamp]) -> dict[Colour, int]:
    """How many of each colour, for the group heads of a list."""
    return {colour: sum(lamp.colour is colour for lamp in lamps) for colour in Colour}
