"""Open assignments by the day their next clock runs out: of one's unit, and what it asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from departments.models import Officer
from departments.models.officer import Standing
from disputes.models import Dispute
from web.statements import compiled
from workflow.models import Assignment, Deadline
from workflow.models.choices import AssignmentState

#: So many of the first may be those that he is recused from.
SPARE: Final = 50
#: Whether a unit's opinions are approved by its head.
STRICT: Final = "opinion_head_approval"
#: What a line tells of an assignment; its dispute is read when it is drawn.
ASKED: Final = ("kind", "state", "due_on", "amber_on", "department", "dispute")
#: Open assignments that concern an officer somehow.
Asked = Callable[[Officer], QuerySet[Assignment]]


def most_urgent(of: Asked, officer: Officer, most: int) -> list[Any]:  # Any: annotated rows
    """The first `most` of open ones that he may see, by the day their next clock runs out."""
    standing = officer.standing
    keys = tuple(pk for (pk,) in _first_keys(of=of, most=most, standing=standing))
    return _drawn(keys=keys, most=most, standing=standing) if keys else []


@compiled()
def _first_keys(of: Asked, most: int, standing: Standing) -> QuerySet[Any]:  # Any: keys
    """One that was signed for owes its answer on its own date, which an index keeps in order; only
    of the few others is the clock of 签收 looked for."""
    asked = of(standing.officer)
    signed = asked.exclude(state=AssignmentState.SENT).order_by("due_on", "pk")
    unsigned = with_first_clock(asked.filter(state=AssignmentState.SENT))
    parts = (signed, unsigned.order_by("first_due", "pk"))
    first, second = (rows.values_list("pk")[: most + SPARE] for rows in parts)
    return first.union(second, all=True)


@compiled(keys=tuple)
def _drawn(keys: tuple[int, ...], most: int, standing: Standing) -> QuerySet[Any]:  # Any: annotated
    """By their keys as values: else a join would come first."""
    seen = Dispute.objects.visible_to(standing.officer)
    rows = Assignment.objects.filter(pk__any_of=keys, dispute__in=seen).only(*ASKED)
    rows = rows.annotate(asked_by=F("sender__name"), asked_of=F("department__name"))
    rows = rows.annotate(strict=F(f"department__{STRICT}"), case_state=F("dispute__state"))
    return with_first_clock(rows).order_by("first_due", "pk")[:most]


def with_first_clock(assignments: QuerySet[Any]) -> QuerySet[Any]:  # Any: annotated rows
    """Each with the day its next clock runs out: that of 签收 before that of the answer."""
    clock = Deadline.objects.running().filter(assignment=OuterRef("pk")).order_by("due_on")
    found: QuerySet[Any] = assignments.annotate(
        first_due=Coalesce(Subquery(clock.values("due_on")[:1]), "due_on"),
        first_amber=Coalesce(Subquery(clock.values("amber_on")[:1]), "amber_on"),
    )
    return found
