"""The one way a dispute moves: lock, check, write, remember, tell (architecture.md, Four stops)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from departments.models import Department
from disputes.choices import State
from disputes.models import Dispute
from workflow import desk, notices, participation, present
from workflow.models import TimelineEntry
from workflow.notices import Letter
from workflow.refusals import NotAllowed, NotYours, Stale
from workflow.settling import Clocks
from workflow.table import Row
from workflow.transitions import DISPUTE_TABLE

if TYPE_CHECKING:
    from departments.models import Officer


#: Who the timeline says it was when it was nobody.
SYSTEM: Final = "系统提醒"
#: The departments that needs, desks and numbers ask for.
DEPARTMENTS: Final = ("receiving_department", "lead_department", "first_contact_department")

#: The officers whom papers name.
OFFICERS: Final = ("responsible_officer", "first_contact_officer")


@dataclass
class Move:
    """What one action is doing to one locked dispute."""

    row: Row  # type: ignore[type-arg]  # of a dispute, an assignment or a meeting
    dispute: Dispute
    by: Officer
    at: datetime
    state_before: str
    text: str = ""
    actor_label: str = ""
    same_person: bool = False
    frozen: bool = False
    letters: list[Letter] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Papers name the dispute's officers; whoever acts is known already."""
        for name in OFFICERS:
            if getattr(self.dispute, f"{name}_id") == self.by.pk:
                setattr(self.dispute, name, self.by)

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)

    @cached_property
    def clocks(self) -> Clocks:
        """Those of the dispute; a meeting's moves share one set."""
        return Clocks([self.dispute], self.today, none_run=self.state_before == State.DRAFT)

    def to(self, state: State) -> None:
        """The only place where a state is written."""
        self.dispute.state = state

    def say(self, text: str) -> None:
        """The sentence the timeline will show."""
        self.text = text

    def tell(self, department_id: int | None, roles: frozenset[str], text: str) -> None:
        """A message to those posts of that department; None: wherever they are."""
        self.letters.append(Letter(self.dispute, department_id, roles, text))


@contextmanager
def moving(
    dispute: Dispute, verb: str, *, by: Officer, version: int | None = None
) -> Iterator[Move]:
    """Lock the dispute, check `verb` against the table, let the action write, then remember.

    Raises NotYours (never his verb), Stale (somebody was quicker), NotAllowed (state or a need).
    """
    row = DISPUTE_TABLE[verb]
    with transaction.atomic():
        locked = lock(dispute)
        check(row, by, locked, locked.state, locked.version, version)
        move = Move(row, locked, by, present.now(), locked.state)
        move.frozen = locked.state == State.ARCHIVED
        yield move
        if locked.state != move.state_before and locked.state not in row.targets:
            raise AssertionError(f"{verb} 不能把状态变为 {locked.state}")
        finish(move)
    bring_up_to_date(dispute, locked)


def bring_up_to_date(dispute: Dispute, locked: Dispute) -> None:
    """The caller's object says what the locked one does now; whatever it had cached is gone."""
    for column in dispute._meta.concrete_fields:
        dispute.__dict__[column.attname] = locked.__dict__[column.attname]
    dispute._state.fields_cache.clear()  # noqa: SLF001 - Django has no public name for it
    getattr(dispute, "_prefetched_objects_cache", {}).clear()


def lock(dispute: Dispute) -> Dispute:
    """The row itself, held until commit, as it is now; then its departments and parties.

    A locking read that joins loses the row when the one before it changed the lead.
    """
    [locked] = lock_all([dispute])
    return locked


def lock_all(disputes: Sequence[Dispute]) -> list[Dispute]:
    """The same for several, in the order of their keys: two never wait crosswise."""
    rows = Dispute.objects.select_for_update().prefetch_related("parties")
    locked = list(rows.filter(pk__in=[each.pk for each in disputes]).order_by("pk"))
    if len(locked) < len(disputes):
        raise Dispute.DoesNotExist
    _bring_departments(locked, disputes)
    _bring_officers(locked, disputes)
    return locked


def hold(dispute_ids: Collection[int]) -> None:
    """Several rows, in the order of their keys: two who want the same never wait crosswise."""
    rows = Dispute.objects.select_for_update().filter(pk__in=dispute_ids).order_by("pk")
    list(rows.values_list("pk", flat=True))


def _bring_departments(locked: Sequence[Dispute], disputes: Sequence[Dispute]) -> None:
    """Those that the callers' objects have already, the others in one statement."""
    caches = [each._state.fields_cache for each in disputes]  # noqa: SLF001 - Django has no public name for it
    cached = [cache[name] for cache in caches for name in DEPARTMENTS if name in cache]
    known = {department.pk: department for department in cached}
    wanted = {getattr(each, f"{name}_id") for each in locked for name in DEPARTMENTS}
    if absent := wanted - known.keys():
        known |= Department.objects.in_bulk(absent)
    for each in locked:
        for name in DEPARTMENTS:
            setattr(each, name, known[getattr(each, f"{name}_id")])


def _bring_officers(locked: Sequence[Dispute], disputes: Sequence[Dispute]) -> None:
    """Those that the callers' objects have already; papers name them, the rest ask nothing."""
    caches = [each._state.fields_cache for each in disputes]  # noqa: SLF001 - as above
    known = {cache[name].pk: cache[name] for cache in caches for name in OFFICERS if name in cache}
    for each in locked:
        for name in OFFICERS:
            if (pk := getattr(each, f"{name}_id")) in known:
                setattr(each, name, known[pk])


def check(  # type: ignore[no-untyped-def]  # subject: dispute, assignment or meeting
    row: Row,  # type: ignore[type-arg]
    by: Officer,
    subject,
    state: str,
    version: int,
    expected: int | None,
) -> None:
    """Refuse in the order of interface.md: not his, stale, state, needs."""
    if not row.who.allows(by, subject):
        raise NotYours(f"“{row.label}”由{row.who.label}办理。")
    if expected is not None and expected != version:
        raise Stale(
            f"您打开后该件已被他人办理，现为“{subject.get_state_display()}”，请刷新后再办。"
        )
    if state not in row.sources:
        raise NotAllowed(f"现在的状态是“{subject.get_state_display()}”，不能{row.label}。")
    need = row.missing(by, subject)
    if need is not None:
        raise NotAllowed(need.why(by, subject))


def finish(move: Move) -> None:
    """Desk, clocks, version, participation, timeline and messages, in the same transaction."""
    dispute = move.dispute
    if not move.frozen:
        dispute.version += 1
        desk.settle([move])
        dispute.save()
        participation.sync([dispute])
    remember([move])
    notices.tell(move.letters, move.by)


def remember(moves: Iterable[Move]) -> None:
    """One entry in the timeline of each dispute; it never changes."""
    TimelineEntry.objects.bulk_create(_entry(move) for move in moves)


def _entry(move: Move) -> TimelineEntry:
    before, after = move.state_before, move.dispute.state
    return TimelineEntry(
        dispute=move.dispute,
        version=move.dispute.version,
        at=move.at,
        actor=move.by,
        actor_label=move.actor_label or signature(move.by),
        department=move.by.department,
        verb=move.row.verb,
        text=move.text,
        clause=move.row.clause,
        state_before=before,
        state_after=after,
        same_person=move.same_person,
    )


def remember_time(dispute: Dispute, verb: str, text: str, clause: str, at: datetime) -> None:
    """By nobody's hand: time itself or the table called for it, and the state is as it was."""
    TimelineEntry.objects.create(
        dispute=dispute,
        version=dispute.version,
        at=at,
        actor_label=SYSTEM,
        verb=verb,
        text=text,
        clause=clause,
        state_before=dispute.state,
        state_after=dispute.state,
    )


def signature(officer: Officer) -> str:
    """“区税务局 王某”: unit and name as they are today (R009)."""
    department = officer.department
    return f"{department.short_name} {officer.name}" if department else officer.name
