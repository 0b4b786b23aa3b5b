"""The due dates of stored clocks: what the pure function needs, for many disputes at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import QuerySet

from deadlines.calendar import WorkCalendar
from deadlines.due import Due, Extension, Suspension, due
from deadlines.limits import BESIDE_CASE, OUTSIDE_TOTAL, SUPERVISION_ANSWER, WHOLE_KEYS
from web.statements import compiled
from workflow.models import Deadline, ExtensionGrant, Pause


@dataclass(slots=True)
class CaseDates:
    """Calendar, suspensions, extensions and whole-case dates of a handful of disputes."""

    calendar: WorkCalendar
    suspensions: dict[int, list[Suspension]] = field(default_factory=dict)
    extensions: dict[int, list[Extension]] = field(default_factory=dict)
    whole_due: dict[int, date] = field(default_factory=dict)

    @classmethod
    def for_disputes(cls, dispute_ids: Collection[int], calendar: WorkCalendar) -> CaseDates:
        """For many: three statements, however many they are."""
        dates = cls(calendar)
        dates.read_suspensions(dispute_ids)
        dates.read_extensions(dispute_ids)
        whole = Deadline.objects.open().filter(dispute__in=dispute_ids, key__in=WHOLE_KEYS)
        dates.whole_due = dict(whole.values_list("dispute", "due_on"))
        return dates

    def read_suspensions(self, dispute_ids: Collection[int]) -> None:
        self.suspensions = defaultdict(list)
        for pause in Pause.objects.filter(dispute__in=dispute_ids):
            self.suspensions[pause.dispute_id].append(pause.as_suspension)

    def read_extensions(self, dispute_ids: Collection[int]) -> None:
        """Those of their open clocks."""
        self.extensions = defaultdict(list)
        grants = ExtensionGrant.objects.filter(
            deadline__dispute__in=dispute_ids, deadline__ended_on__isnull=True
        )
        for grant in grants:
            self.extensions[grant.deadline_id].append(grant.as_extension)

    def cap_of(self, clock: Deadline) -> date | None:
        """The last day of the whole case, for a step that runs inside it."""
        if clock.key in WHOLE_KEYS or clock.key in OUTSIDE_TOTAL:
            return None
        return self.whole_due.get(clock.dispute_id)

    def due_of(self, clock: Deadline, *asked: Extension) -> Due:
        """The clock's due date; a step inside the whole case ends no later than it (R100).

        With what is `asked` for it is the date the clock would have; nothing else follows it then.
        """
        stood = () if clock.key in BESIDE_CASE else self.suspensions.get(clock.dispute_id, ())
        found = due(
            clock.starts_on,
            clock.policy.as_policy,
            self.calendar,
            [*self.extensions.get(clock.pk, ()), *asked, *stood],
            chosen_on=clock.chosen_on,
            no_later_than=self.cap_of(clock),
        )
        if clock.key in WHOLE_KEYS and not asked:
            self.whole_due[clock.dispute_id] = found.due_on
        return found


def whole_first(clocks: Iterable[Deadline]) -> list[Deadline]:
    """Whole-case clocks before the steps they cap."""
    return sorted(clocks, key=lambda clock: clock.key not in WHOLE_KEYS)


def dates_of(clocks: Iterable[Deadline], dates: CaseDates) -> Iterator[tuple[Deadline, Due]]:
    """Each clock with the date it should have."""
    for clock in whole_first(clocks):
        yield clock, dates.due_of(clock)


def may_be_reminded_from(starts_on: date) -> date:
    """Whoever was told today that it is his is not urged on the same day, short as the limit is."""
    return starts_on + timedelta(days=1)


def put(clock: Deadline, found: Due) -> Deadline:
    """Put a computed date into the row, with its explanation; the sweep looks at it afresh."""
    clock.due_on = found.due_on
    clock.amber_on = found.amber_on
    # whoever answers a 督办 was asked when its few days began: the next word is on the last of them
    first = clock.due_on if clock.key == SUPERVISION_ANSWER else clock.amber_on
    clock.next_on = max(first, may_be_reminded_from(clock.starts_on))
    clock.sentence = found.sentence[:300]
    clock.provisional = found.provisional
    return clock


@compiled(ids=[int])
def open_clocks(ids: list[int]) -> QuerySet[Deadline]:
    """Those of the cases; that of a 督办 is none of the case's."""
    rows = Deadline.objects.open().with_history().filter(dispute__in=ids)
    return rows.exclude(key=SUPERVISION_ANSWER)
