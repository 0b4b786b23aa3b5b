"""The rows of clocks: stopped, their dates written, and the earliest shown on what they belong to.

Step clocks and the whole-case clock run side by side. The earliest one that runs is copied onto
the dispute, so that lists sort and filter by plain columns (procedure.md, Deadlines).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from deadlines.limits import ANSWER_KEYS, BESIDE_CASE
from deadlines.policies import Scope
from disputes.choices import State
from disputes.models import Dispute
from workflow.models import Assignment, Deadline, Supervision

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


def save_dates(clocks: Iterable[Deadline]) -> None:
    """Write computed dates of many clocks in one statement; a list for each column."""
    rows = [(c.pk, c.due_on, c.amber_on, c.next_on, c.sentence, c.provisional) for c in clocks]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(DATES, [list(column) for column in zip(*rows, strict=True)])


def refresh_many(dispute_ids: Collection[int]) -> None:
    """The dates that disputes, open assignments and 督办 show, from their clocks, set by set."""
    shown = Deadline.objects.running().exclude(key__in=BESIDE_CASE)
    first = shown.filter(dispute=OuterRef("pk")).order_by("due_on", "id")
    moving = Dispute.objects.filter(pk__in=dispute_ids).exclude(state=State.ARCHIVED)
    moving.update(
        due_on=Subquery(first.values("due_on")[:1]),
        amber_on=Subquery(first.values("amber_on")[:1]),
        due_key=Coalesce(Subquery(first.values("key")[:1]), Value("")),
    )
    follow_answers(dispute_ids)
    asked = Deadline.objects.open().filter(supervision=OuterRef("pk"))
    Supervision.objects.filter(
        pk__in=Deadline.objects.open().filter(dispute__in=dispute_ids).values("supervision")
    ).update(due_on=Subquery(asked.values("due_on")[:1]))


def follow_answers(dispute_ids: Collection[int]) -> None:
    """The date each open assignment owes is that of its answer's clock."""
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


def registered_on(dispute: Dispute) -> date:
    """The day the whole-case clock starts: that of registration, in local time."""
    if dispute.registered_at is None:
        raise ValueError("尚未登记的事项没有办理期限")
    return timezone.localdate(dispute.registered_at)


def scope_of(dispute: Dispute, owner: Department) -> Scope:
    """By mode, category and the department that owes (R023)."""
    return Scope(dispute.mode, owner.pk, dispute.category)


def reopen(dispute: Dispute, keys: Collection[str]) -> None:
    """What was recorded as done was not: those clocks run on from where they began."""
    running = Deadline.objects.open().filter(dispute=dispute).values("key")
    ended = Deadline.objects.filter(dispute=dispute, key__in=keys, assignment=None, is_void=False)
    latest = ended.order_by("key", "-id").distinct("key").values("pk")
    ended.filter(pk__in=latest).exclude(key__in=running).update(ended_on=None)


def stop(clocks: QuerySet[Deadline], *, on: date, is_void: bool) -> None:
    """End them on that day; one that was to start later never ran."""
    clocks.update(ended_on=Greatest(Value(on), F("starts_on")), is_void=is_void, is_suspended=False)
