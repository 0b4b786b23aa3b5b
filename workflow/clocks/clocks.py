"""The clocks of the disputes an act has locked: read once, set in memory, written once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from deadlines.calendar_days import current_calendar
from deadlines.due import Extension, due
from deadlines.limits import ANSWER_KEYS, BESIDE_CASE, WHOLE, WHOLE_KEYS
from deadlines.limits import SUSPENSION_REVIEW as REVIEW
from deadlines.policies import PolicyVersions
from disputes.choices import State
from disputes.models.dispute import deciding_department
from workflow.clocks.dates import CaseDates, dates_of, open_clocks, put
from workflow.clocks.rows import follow_answers, registered_on, save_dates, scope_of, stop
from workflow.models import Deadline, Pause

if TYPE_CHECKING:
    from departments.models import Department
    from disputes.models import Dispute
    from workflow.models import Assignment, Supervision


@dataclass(frozen=True)
class Wanted:
    """A clock that should run: its step, who owes it, and what it belongs to but the dispute.

    `chosen_on` is the date an officer set by hand (R087).
    """

    key: str
    owner: Department
    assignment: Assignment | None = None
    supervision: Supervision | None = None
    chosen_on: date | None = None


@dataclass
class Running:
    """The open clocks of one dispute: its own by step, and what others were asked for."""

    own: dict[str, Deadline] = field(default_factory=dict)
    asked: list[Deadline] = field(default_factory=list)

    @property
    def all(self) -> list[Deadline]:
        return [*self.own.values(), *self.asked]


class Clocks:
    """Every date is computed anew from history; the database knows nothing before `write`."""

    def __init__(self, disputes: Sequence[Dispute], on: date, *, none_run: bool = False) -> None:
        """`none_run`: a draft has no clock, and a 督办 brings its own; none is looked for."""
        self.on = on
        self._disputes = {each.pk: each for each in disputes}
        self._none_run = none_run
        self._fresh: list[Deadline] = []
        self._moved: dict[int, Deadline] = {}
        self._ended: dict[bool, list[int]] = {False: [], True: []}
        self._has_stood = self._was_extended = False
        self._knows_history = False
        self.some_extendable_ended = False

    @cached_property
    def _running(self) -> dict[int, Running]:
        """By dispute."""
        running = {pk: Running() for pk in self._disputes}
        clocks: list[Deadline] = [] if self._none_run else open_clocks(ids=list(running))
        self._has_stood = any(clock.has_stood for clock in clocks)  # type: ignore[attr-defined]  # annotated
        self._was_extended = any(clock.is_extended for clock in clocks)  # type: ignore[attr-defined]  # annotated
        self._has_stood |= running.keys() != {clock.dispute_id for clock in clocks}  # unknown
        for clock in clocks:
            if clock.assignment_id:
                running[clock.dispute_id].asked.append(clock)
            else:
                running[clock.dispute_id].own[clock.key] = clock
        return running

    def add(self, fresh: Dispute) -> None:
        """One more, which is too new to have any clock."""
        self._running[fresh.pk] = Running()
        self._disputes[fresh.pk] = fresh

    @cached_property
    def limits(self) -> PolicyVersions:
        """Every version until today: a clock keeps the one of the day it starts on (R100)."""
        return PolicyVersions.until(self.on)

    @cached_property
    def dates(self) -> CaseDates:
        return CaseDates(current_calendar())

    def of(self, dispute: Dispute) -> dict[str, Deadline]:
        """The dispute's own running clocks by step."""
        return self._running[dispute.pk].own

    def history_of(self, dispute: Dispute) -> CaseDates:
        """What its dates follow from, and the last day of the whole case."""
        self._cap(dispute)
        self._read_history()
        return self.dates

    def _read_history(self) -> None:
        """Once, and only what the clocks say there is: most were never extended nor stood still."""
        if self._knows_history:
            return
        if self._has_stood:
            self.dates.read_suspensions(self._disputes)
        if self._was_extended:
            self.dates.read_extensions(self._disputes)
        self._knows_history = True

    def extend(self, clock: Deadline, extension: Extension) -> None:
        """A clock that the caller read himself: its new date, and those of the steps it caps."""
        known = self.history_of(clock.dispute).extensions
        known.setdefault(clock.pk, []).append(extension)
        self.recompute(clock.dispute)
        running = self._running[clock.dispute_id].all
        clock.due_on = next(each.due_on for each in running if each.pk == clock.pk)

    def start(self, dispute: Dispute, wanted: Iterable[Wanted]) -> list[Deadline]:
        """Somebody owes the next move from this day on (R100); a step that runs keeps running.

        A new whole-case clock caps the steps inside it, so that their dates may move too.
        """
        before = self._running[dispute.pk].all
        found = [self._found(dispute, each) or self._new(dispute, each) for each in wanted]
        fresh = [clock for clock in found if not any(clock is each for each in before)]
        self._fresh += fresh
        if any(clock.key in WHOLE_KEYS for clock in fresh):
            self.recompute(dispute)
            return found
        self._cap(dispute)
        for clock in fresh:
            put(clock, self.dates.due_of(clock))
        return found

    def _found(self, dispute: Dispute, wanted: Wanted) -> Deadline | None:
        elsewhere = wanted.assignment or wanted.supervision
        return None if elsewhere else self.of(dispute).get(wanted.key)

    def _new(self, dispute: Dispute, wanted: Wanted) -> Deadline:
        running = self._running[dispute.pk]
        starts_on = self._start_of(dispute, wanted.key)
        clock = Deadline(
            jurisdiction=dispute.jurisdiction,
            dispute=dispute,
            assignment=wanted.assignment,
            supervision=wanted.supervision,
            key=wanted.key,
            owner=wanted.owner,
            policy=self.limits.on(starts_on).find(wanted.key, scope_of(dispute, wanted.owner)),
            starts_on=starts_on,
            chosen_on=wanted.chosen_on,
            is_suspended=REVIEW in running.own and wanted.key not in BESIDE_CASE,
        )
        if wanted.assignment or wanted.supervision:
            running.asked.append(clock)
        else:
            running.own[clock.key] = clock
        return clock

    def _start_of(self, dispute: Dispute, key: str) -> date:
        """A step starts today, the whole case when it was registered, whenever its road is chosen.

        A change of mode takes the limit of the new one from the original start (domain 2.2 ③).
        """
        if key not in WHOLE_KEYS:
            return self.on
        earlier = [clock for name, clock in self.of(dispute).items() if name in WHOLE_KEYS]
        start = min((clock.starts_on for clock in earlier), default=None)
        self.end(earlier, is_void=True)
        return start or registered_on(dispute)

    def start_whole(self, dispute: Dispute) -> None:
        """It runs before the steps it caps, so that the date printed on a paper is already so."""
        if key := WHOLE.get(dispute.mode):
            self.start(dispute, [Wanted(key, dispute.receiving_department)])

    def set_to(
        self, dispute: Dispute, wanted: Sequence[Wanted], *, kept: Collection[str] = ()
    ) -> None:
        """End the dispute's own clocks that are done, start those that are due."""
        keys = {each.key for each in wanted} | BESIDE_CASE | set(kept)
        if keys & WHOLE_KEYS:
            keys |= WHOLE_KEYS  # only its limit changes
        self.end(clock for key, clock in list(self.of(dispute).items()) if key not in keys)
        self.start(dispute, wanted)

    def last_day(self, key: str, owner: Department, dispute: Dispute) -> date:
        """Until when a step may be taken that nobody owes, from today on (R052)."""
        policy = self.limits.on(self.on).find(key, scope_of(dispute, owner))
        return due(self.on, policy.as_policy, self.dates.calendar).due_on

    def end(self, clocks: Iterable[Deadline], *, is_void: bool = False) -> None:
        """What was owed is done; 按期 or 超期 stays to be read from the row (R055, R071).

        Void ones are not judged: what was asked was returned, recalled or excused.
        """
        for clock in list(clocks):
            running = self._running[clock.dispute_id]
            if clock.assignment_id:
                running.asked.remove(clock)
            else:
                del running.own[clock.key]
            self._ended[is_void].append(clock.pk)
            self.some_extendable_ended |= bool(clock.policy.extension)
            self._moved.pop(clock.pk, None)

    def end_whole(self, dispute: Dispute) -> None:
        """The road came to nothing, so that nobody kept its limit or missed it."""
        whole = [clock for key, clock in self.of(dispute).items() if key in WHOLE_KEYS]
        self.end(whole, is_void=True)

    def take_back_steps(self, dispute: Dispute) -> None:
        """The step is taken back: nobody did what was owed in it, and nobody missed it (R055)."""
        keep = WHOLE_KEYS | BESIDE_CASE
        self.end([c for k, c in self.of(dispute).items() if k not in keep], is_void=True)

    def stop_all(self, dispute: Dispute) -> None:
        """Taken back or merged: nothing of what the dispute itself owed was done."""
        self.end(list(self.of(dispute).values()), is_void=True)

    def end_step(self, dispute: Dispute, key: str) -> None:
        """What the dispute itself owed in that step is done."""
        self.end(clock for name, clock in list(self.of(dispute).items()) if name == key)

    def end_of(self, assignment: Assignment, *, only: str = "", is_void: bool = False) -> None:
        """The assignment is answered, or one step of it is done."""
        asked = self._running[assignment.dispute_id].asked
        mine = [clock for clock in asked if clock.assignment_id == assignment.pk]
        self.end((c for c in mine if only in ("", c.key)), is_void=is_void)

    def pause(self, pause: Pause) -> None:
        """中止: every open clock of the dispute stands from this day on (R100).

        One starts instead: the deciding department owes a word on whether it goes on by the day it
        expected to resume, so that a suspension nobody thinks of any more comes back to its head.
        """
        dispute = pause.dispute
        pause.save()
        for clock in self._running[dispute.pk].all:
            clock.is_suspended = clock.key not in BESIDE_CASE
        dispute.deadlines.open().exclude(key__in=BESIDE_CASE).update(is_suspended=True)
        self._start_review(pause)

    def prolong(self, pause: Pause) -> None:
        """It is still the one that began then, on another ground; it is reviewed on another day."""
        pause.save()
        self.end_step(pause.dispute, REVIEW)
        self._start_review(pause)

    def _start_review(self, pause: Pause) -> None:
        owner = deciding_department(pause.dispute)
        self.start(pause.dispute, [Wanted(REVIEW, owner, chosen_on=pause.expected_on)])

    def resume(self, dispute: Dispute) -> None:
        """恢复: the true length of the standstill is given back to every open clock."""
        dispute.pauses.filter(resumed_on__isnull=True).update(resumed_on=self.on)
        self.end_step(dispute, REVIEW)
        for clock in self._running[dispute.pk].all:
            clock.is_suspended = False
        dispute.deadlines.open().update(is_suspended=False)
        self._has_stood, self._knows_history = True, False
        self.recompute(dispute)

    def recompute(self, dispute: Dispute) -> None:
        """All open clocks anew from start, policy, calendar and history."""
        running = self._running[dispute.pk].all
        self._read_history()
        for clock, found in dates_of(running, self.dates):
            before = clock.dates
            if put(clock, found).dates != before and clock.pk:
                self._moved[clock.pk] = clock

    def _cap(self, dispute: Dispute) -> None:
        for key, clock in self.of(dispute).items():
            if key in WHOLE_KEYS:
                self.dates.whole_due[dispute.pk] = clock.due_on

    def write(self) -> None:
        """All at once: what ended, what began, what moved, and the dates shown for it."""
        for is_void, keys in self._ended.items():
            if keys:
                stop(Deadline.objects.filter(pk__in=keys), on=self.on, is_void=is_void)
        if self._fresh:
            Deadline.objects.bulk_create(self._fresh)
        save_dates(self._moved.values())
        if any(clock.key in ANSWER_KEYS for clock in self._moved.values()):
            follow_answers(self._disputes)

    def show(self, dispute: Dispute) -> None:
        """The earliest running clock is the date that lists sort by; none leaves it empty."""
        running = [] if dispute.state == State.ARCHIVED else self._running[dispute.pk].all
        shown = [c for c in running if not c.is_suspended and c.key not in BESIDE_CASE]
        first = min(shown, key=lambda clock: (clock.due_on, clock.pk), default=None)
        dispute.due_on = first.due_on if first else None
        dispute.amber_on = first.amber_on if first else None
        dispute.due_key = first.key if first else ""
