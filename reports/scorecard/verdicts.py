"""What the scorecard counts: a figure and the list behind it read the same condition (R055, R110).

Nothing is kept beside the history: a clock that has its answer belongs to the day the answer was
known, which is the day it ended when that was in time and its last day when it was not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextChoices
from django.db.models.functions import Least
from django.utils import timezone

from confidentiality.today import midnight
from deadlines.limits import ANSWER_KEYS, WHOLE_KEYS
from departments.models import Department
from disputes.choices import LED, OUT_OF_SCOPE
from disputes.models import Dispute
from workflow.issuing.assigning import SIGN
from workflow.models import Assignment, Deadline
from workflow.models.choices import AssignmentState

#: Steps whose pace a department does not set: the parties' silence, the leader's decision.
OTHERS_SET_THE_PACE: Final = ("stance.wait", "major.approve")


class Figure(TextChoices):
    """A number on the card; the value is its place in the address of its rows."""

    TO_SIGN = "to_sign", "应签收"
    SIGNED = "signed", "按期签收"
    DUE = "due", "应办"
    KEPT = "kept", "按期"
    LATE = "late", "超期"
    RECEIVED = "received", "收到"
    RETURNED = "returned", "退回"
    STAYED = "stayed", "办完"


@dataclass(frozen=True)
class Span:
    """From the first day to the last, both counted."""

    since: date
    until: date


_SIGNING = Q(key=SIGN)
_IN_TIME = Q(is_void=False, ended_on__lte=F("due_on"))
_LATE = Q(is_void=True) | Q(ended_on__isnull=True) | Q(ended_on__gt=F("due_on"))
_STAYS = Q(key__in=ANSWER_KEYS | WHOLE_KEYS, is_void=False, ended_on__isnull=False)

#: Of the clocks with a verdict.
OF_CLOCKS: Final = {
    Figure.TO_SIGN: _SIGNING,
    Figure.SIGNED: _SIGNING & _IN_TIME,
    Figure.DUE: ~_SIGNING,
    Figure.KEPT: ~_SIGNING & _IN_TIME,
    Figure.LATE: ~_SIGNING & _LATE,
    Figure.STAYED: _STAYS,
}
#: Of the assignments sent.
OF_ASSIGNMENTS: Final = {
    Figure.RECEIVED: Q(pk__isnull=False),
    Figure.RETURNED: Q(state=AssignmentState.RETURNED),
}


def verdicts(span: Span) -> QuerySet[Deadline]:
    """Clocks that ended, and those past their last day; a void one only where it was excused.

    What stands still has no verdict yet. An opinion that the head excused as 逾期未提供 is void
    for the procedure and late for the card (五(三)1(3)). What is no contribution dispute is not
    assessed (A21); what was made one while it was handled is (decision 0060).
    """
    handled = Dispute.objects.filter(pk=OuterRef("dispute_id"), mode__in=LED)
    renamed = Exists(handled.filter(corrections__field="category"))
    excused = Assignment.objects.filter(pk=OuterRef("assignment_id"), state=AssignmentState.EXCUSED)
    is_past = Q(is_suspended=False, due_on__lt=timezone.localdate())
    known = Deadline.objects.alias(known_on=Least("ended_on", "due_on"))
    return (
        known.filter(known_on__gte=span.since, known_on__lte=span.until)
        .filter(Q(ended_on__isnull=False) | is_past)
        .filter(Q(is_void=False) | Exists(excused))
        .exclude(key__in=OTHERS_SET_THE_PACE)
        .exclude(Q(dispute__category__startswith=OUT_OF_SCOPE) & ~renamed)
    )


def received(span: Span) -> QuerySet[Assignment]:
    """Assignments sent in the period; what the sender took back was nobody's to answer."""
    sent: QuerySet[Assignment] = Assignment.objects.filter(
        sent_at__gte=midnight(span.since), sent_at__lt=midnight(span.until + timedelta(days=1))
    )
    return sent.exclude(state=AssignmentState.RECALLED)


def clocks_of(figure: Figure, span: Span, unit: str = "") -> QuerySet[Deadline]:
    """The rows of a figure that counts clocks; of one department by its code."""
    rows = verdicts(span).filter(OF_CLOCKS[figure])
    return rows.filter(owner__in=Department.objects.joined(unit)) if unit else rows


def assignments_of(figure: Figure, span: Span, unit: str = "") -> QuerySet[Assignment]:
    """The rows of a figure that counts assignments."""
    rows = received(span).filter(OF_ASSIGNMENTS[figure])
    return rows.filter(department__in=Department.objects.joined(unit)) if unit else rows
