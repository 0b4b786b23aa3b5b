"""The clocks a dispute should have after a move: ended, started, recomputed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from workflow.calendar_days import current_calendar
from workflow.clocks import registered_on, save_dates, scope_of, stop
from workflow.limits import BESIDE_CASE, WHOLE_KEYS
from workflow.models import Deadline, ExtensionGrant
from workflow.policies import PolicyBook
from workflow.reckoning import Reckoner, reckon, take

if TYPE_CHECKING:
    from departments.models import Department
    from disputes.models import Dispute


@dataclass(frozen=True)
class Wanted:
    """A clock that should run for the dispute itself: its step and who owes it."""

    key: str
    owner: Department


def settle_clocks(
    dispute: Dispute, wanted: Iterable[Wanted], on: date, *, none_run: bool = False
) -> None:
    """End the dispute's own clocks that are done, start those that are due, show the earliest.

    Assignments' clocks stay, and that of a 督办 is none of the case's. A change of mode takes the
    whole-case limit from the original start (domain 2.2 ③). The earliest date is
    put on `dispute`, which the caller saves. `none_run`: it was a draft, which has no clock, so
    that none is looked for.
    """
    want = {each.key: each for each in wanted}
    running = [] if none_run else _of_case(dispute)
    own = {clock.key: clock for clock in running if clock.assignment_id is None}
    done = [clock for key, clock in own.items() if key not in want]
    fresh = [
        _new(dispute, each, _start_of(each.key, dispute, own, on))
        for key, each in want.items()
        if key not in own
    ]
    _end(done, want, on)
    kept = [clock for clock in running if clock not in done]
    if fresh:
        _start(dispute, fresh, kept, on)
    show(dispute, [*kept, *fresh])


def _of_case(dispute: Dispute) -> list[Deadline]:
    clocks = dispute.deadlines.open().exclude(key__in=BESIDE_CASE)
    return list(clocks.select_related("policy"))


def _new(dispute: Dispute, wanted: Wanted, starts_on: date) -> Deadline:
    return Deadline(
        jurisdiction=dispute.jurisdiction,
        dispute=dispute,
        key=wanted.key,
        owner=wanted.owner,
        starts_on=starts_on,
    )


def _start_of(key: str, dispute: Dispute, own: dict[str, Deadline], on: date) -> date:
    """A step starts today, the whole case when it was registered."""
    if key not in WHOLE_KEYS:
        return on
    earlier = [clock.starts_on for name, clock in own.items() if name in WHOLE_KEYS]
    return min(earlier, default=registered_on(dispute))


def _end(done: list[Deadline], want: dict[str, Wanted], on: date) -> None:
    """What was owed is done; a whole-case clock that only changes its limit is void."""
    replaced = bool(WHOLE_KEYS & want.keys())
    void = [c.pk for c in done if replaced and c.key in WHOLE_KEYS]
    ended = [c.pk for c in done if c.pk not in void]
    for keys, is_void in ((ended, False), (void, True)):
        if keys:
            stop(Deadline.objects.filter(pk__in=keys), on=on, is_void=is_void)


def _start(dispute: Dispute, fresh: list[Deadline], kept: list[Deadline], on: date) -> None:
    book = PolicyBook.on(on, {clock.key for clock in fresh})
    for clock in fresh:
        clock.policy = book.find(clock.key, scope_of(dispute, clock.owner))
    reckoner = _reckoner(dispute, fresh, kept, on)
    before = {clock.pk: clock.due_on for clock in kept}
    for clock, due in reckon([*fresh, *kept], reckoner):
        take(clock, due)
    Deadline.objects.bulk_create(fresh)
    moved = [clock for clock in kept if clock.due_on != before[clock.pk]]
    if moved:
        save_dates(moved)


def _reckoner(dispute: Dispute, fresh: list[Deadline], kept: list[Deadline], on: date) -> Reckoner:
    """The dispute's own history; a clock that begins today has none, nor any extension."""
    reckoner = Reckoner(current_calendar())
    if kept or any(clock.starts_on < on for clock in fresh):
        reckoner.suspensions[dispute.pk] = [p.as_suspension for p in dispute.pauses.all()]
    if kept:
        for grant in ExtensionGrant.objects.filter(deadline__in=[c.pk for c in kept]):
            reckoner.extensions.setdefault(grant.deadline_id, []).append(grant.as_extension)
    for clock in kept:
        if clock.key in WHOLE_KEYS:
            reckoner.whole_due[dispute.pk] = clock.due_on
    return reckoner


def show(dispute: Dispute, clocks: Iterable[Deadline]) -> None:
    """The earliest running clock is the date that lists sort by; none leaves it empty."""
    running = [c for c in clocks if not c.is_suspended and c.key not in BESIDE_CASE]
    first = min(running, key=lambda clock: (clock.due_on, clock.pk), default=None)
    dispute.due_on = first.due_on if first else None
    dispute.amber_on = first.amber_on if first else None
    dispute.due_key = first.key if first else ""
