"""Starting, stopping and moving the clocks of a dispute; every date is computed anew from history.

Step clocks and the whole-case clock run side by side. The earliest one that runs is copied onto
the dispute, so that lists sort and filter by plain columns (procedure.md, Deadlines).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from disputes.choices import State
from disputes.models import Dispute
from workflow.limits import ANSWER_KEYS, BESIDE_CASE, SUSPENSION_REVIEW, WHOLE, WHOLE_KEYS
from workflow.models import Assignment, Deadline, Pause, Supervision
from workflow.policies import Scope, policy_for
from workflow.reckoning import Reckoner, reckon, take
from workflow.who import deciding_department

if TYPE_CHECKING:
    from departments.models import Department

# Django's bulk_update spells every row out as a CASE: ten times the work for a hundred thousand.
DATES = """
    UPDATE workflow_deadline d SET due_on = n.due_on, amber_on = n.amber_on, next_on = n.next_on,
        sentence = n.sentence, provisional = n.provisional
    FROM unnest(%s::bigint[], %s::date[], %s::date[], %s::date[], %s::text[], %s::bool[])
        AS n(id, due_on, amber_on, next_on, sentence, provisional)
    WHERE d.id = n.id
"""


@transaction.atomic
def start_clock(
    dispute: Dispute,
    key: str,
    *,
    on: date,
    owner: Department,
    assignment: Assignment | None = None,
    chosen_on: date | None = None,
) -> Deadline:
    """Somebody owes the next move from this day on (R100); the start is not counted (R102).

    A step that already runs keeps running: starting twice is one clock. `chosen_on` is the date
    an officer set by hand (R087).
    """
    open_clocks = dispute.deadlines.open().of_assignment(assignment)
    running = open_clocks.filter(key=key).first()
    if running is not None:
        return running
    clock = Deadline(
        jurisdiction=dispute.jurisdiction,
        dispute=dispute,
        assignment=assignment,
        key=key,
        owner=owner,
        policy=policy_for(key, on=on, scope=scope_of(dispute, owner)),
        starts_on=on,
        chosen_on=chosen_on,
        is_suspended=key not in BESIDE_CASE and is_paused(dispute),
    )
    take(clock, Reckoner.of(dispute).due_of(clock))
    clock.save()
    refresh(dispute)
    return clock


@transaction.atomic
def start_whole_clock(dispute: Dispute, *, owner: Department) -> Deadline:
    """The whole-case clock of the dispute's mode, from registration on (domain 2.2).

    A change of mode takes the limit of the new mode from the original start; nothing restarts.
    """
    key = WHOLE[dispute.mode]
    running = {c.key: c for c in dispute.deadlines.open().filter(key__in=WHOLE_KEYS)}
    if key in running and len(running) == 1:
        return running[key]
    starts = [clock.starts_on for clock in running.values()]
    start = min(starts, default=None) or registered_on(dispute)
    others = dispute.deadlines.open().filter(key__in=running.keys() - {key})
    stop(others, on=start, is_void=True)
    clock = start_clock(dispute, key, on=start, owner=owner)
    recompute(dispute)
    return clock


def end_clock(
    dispute: Dispute, key: str, *, on: date, assignment: Assignment | None = None
) -> Deadline | None:
    """What was owed is done; 按期 or 超期 stays to be read from the row (R055, R071)."""
    clock = dispute.deadlines.open().of_assignment(assignment).filter(key=key).first()
    if clock is not None:
        end_clocks(dispute, on=on, clocks=Deadline.objects.filter(pk=clock.pk))
        clock.refresh_from_db(fields=["ended_on"])
    return clock


def end_assignment_clocks(assignment: Assignment, *, on: date, is_void: bool = False) -> None:
    """The assignment is answered, or was returned, recalled or excused (then void)."""
    clocks = assignment.deadlines.open()
    end_clocks(assignment.dispute, on=on, clocks=clocks, is_void=is_void)


def end_clocks(
    dispute: Dispute,
    *,
    on: date,
    clocks: QuerySet[Deadline] | None = None,
    is_void: bool = False,
) -> None:
    """Stop all open clocks of a dispute, or those given; void ones are not judged."""
    stop(dispute.deadlines.open() if clocks is None else clocks, on=on, is_void=is_void)
    refresh(dispute)


@transaction.atomic
def pause_clocks(
    dispute: Dispute,
    on: date,
    *,
    ground: str = "",
    evidence: str = "",
    expected_on: date | None = None,
) -> Pause:
    """中止: every open clock of the dispute stands from this day on (R100).

    One starts instead: the deciding department owes a word on whether it goes on by the day it
    expected to resume, so that a suspension nobody thinks of any more comes back to its head.
    """
    pause = Pause.objects.create(
        jurisdiction=dispute.jurisdiction,
        dispute=dispute,
        began_on=on,
        ground=ground,
        evidence=evidence,
        expected_on=expected_on,
    )
    dispute.deadlines.open().exclude(key__in=BESIDE_CASE).update(is_suspended=True)
    _start_review(dispute, on, expected_on)
    return pause


def _start_review(dispute: Dispute, on: date, expected_on: date | None) -> None:
    owner = deciding_department(dispute)
    start_clock(dispute, SUSPENSION_REVIEW, on=on, owner=owner, chosen_on=expected_on)


def resumes_on(dispute: Dispute) -> date:
    """Until when a suspension goes on unless somebody says otherwise."""
    return dispute.deadlines.open().get(key=SUSPENSION_REVIEW).due_on


@transaction.atomic
def prolong_pause(
    dispute: Dispute, on: date, *, ground: str, evidence: str, expected_on: date
) -> None:
    """It is still the one that began then, on another ground; it is reviewed on another day."""
    pause = dispute.pauses.get(resumed_on__isnull=True)
    pause.ground, pause.evidence, pause.expected_on = ground, evidence, expected_on
    pause.save()
    stop(dispute.deadlines.open().filter(key=SUSPENSION_REVIEW), on=on, is_void=False)
    _start_review(dispute, on, expected_on)


@transaction.atomic
def resume_clocks(dispute: Dispute, on: date) -> None:
    """恢复: the true length of the standstill is given back to every open clock."""
    dispute.pauses.filter(resumed_on__isnull=True).update(resumed_on=on)
    stop(dispute.deadlines.open().filter(key=SUSPENSION_REVIEW), on=on, is_void=False)
    dispute.deadlines.open().update(is_suspended=False)
    recompute(dispute)


def recompute(dispute: Dispute) -> None:
    """All open clocks anew from start, policy, calendar and history; nothing is carried over."""
    clocks = dispute.deadlines.open().select_related("policy")
    save_dates([take(clock, due) for clock, due in reckon(clocks, Reckoner.of(dispute))])
    refresh(dispute)


def save_dates(clocks: Iterable[Deadline]) -> None:
    """Write computed dates of many clocks in one statement; a list for each column."""
    rows = [(c.pk, c.due_on, c.amber_on, c.next_on, c.sentence, c.provisional) for c in clocks]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(DATES, [list(column) for column in zip(*rows, strict=True)])


def refresh(dispute: Dispute) -> None:
    """Copy the earliest running clock onto the dispute; none running leaves no date."""
    refresh_many([dispute.pk])
    dispute.refresh_from_db(fields=["due_on", "amber_on", "due_key"])


def refresh_many(dispute_ids: Collection[int]) -> None:
    """The same for many disputes, and for the date each open assignment owes, set by set."""
    shown = Deadline.objects.running().exclude(key__in=BESIDE_CASE)
    first = shown.filter(dispute=OuterRef("pk")).order_by("due_on", "id")
    moving = Dispute.objects.filter(pk__in=dispute_ids).exclude(state=State.ARCHIVED)
    moving.update(
        due_on=Subquery(first.values("due_on")[:1]),
        amber_on=Subquery(first.values("amber_on")[:1]),
        due_key=Coalesce(Subquery(first.values("key")[:1]), Value("")),
    )
    answers = Deadline.objects.open().filter(assignment=OuterRef("pk"), key__in=ANSWER_KEYS)
    owed = Assignment.objects.open().filter(dispute__in=dispute_ids)
    owed.filter(
        pk__in=Deadline.objects.open()
        .filter(dispute__in=dispute_ids, key__in=ANSWER_KEYS)
        .values("assignment")
    ).update(
        due_on=Subquery(answers.values("due_on")[:1]),
        amber_on=Subquery(answers.values("amber_on")[:1]),
    )
    asked = Deadline.objects.open().filter(supervision=OuterRef("pk"))
    Supervision.objects.filter(
        pk__in=Deadline.objects.open().filter(dispute__in=dispute_ids).values("supervision")
    ).update(due_on=Subquery(asked.values("due_on")[:1]))


def is_paused(dispute: Dispute) -> bool:
    return dispute.pauses.filter(resumed_on__isnull=True).exists()


def registered_on(dispute: Dispute) -> date:
    """The day the whole-case clock starts: that of registration, in local time."""
    if dispute.registered_at is None:
        raise ValueError("尚未登记的事项没有办理期限")
    return timezone.localdate(dispute.registered_at)


def scope_of(dispute: Dispute, owner: Department) -> Scope:
    """By mode, category and the department that owes (R023)."""
    return Scope(dispute.mode, owner.pk, dispute.category)


def stop(clocks: QuerySet[Deadline], *, on: date, is_void: bool) -> None:
    """End them on that day; one that was to start later never ran."""
    clocks.update(ended_on=Greatest(Value(on), F("starts_on")), is_void=is_void, is_suspended=False)
