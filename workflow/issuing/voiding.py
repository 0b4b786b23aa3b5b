"""作废: a paper falls with the act that issued it; its number stays used (R088)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from papers.choices import PaperKind
from workflow.models import Paper, PaperVoid
from workflow.models.choices import AssignmentKind

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from departments.models import Officer
    from disputes.models import Dispute
    from disputes.models.party import Side
    from workflow.models import Assignment, Meeting

#: What asks a department for something, and asks no more once it is sent back or taken back.
ASKING = (PaperKind.REFERRAL, PaperKind.JOINT_NOTICE, PaperKind.TASK_SHEET)
#: What tells the payer who handles his matter.
TELLING = (PaperKind.NOTIFICATION, PaperKind.ACCEPTANCE_NOTICE)
#: What a file holds of a meeting, also for whoever may not know of the meeting itself.
OF_A_MEETING = (PaperKind.MEETING_NOTICE, PaperKind.MINUTES)


def void_asking(assignments: Collection[Assignment], reason: str, *, by: Officer) -> dict[int, str]:
    """报送单, 会办通知, 交办单 of what came back: from now on they ask nobody.

    By assignment in brackets what its unit holds in hand, and knows it by when it knows no more.
    """
    owed = [each.pk for each in assignments]
    papers = Paper.objects.filter(assignment__in=owed, kind__in=ASKING, voids=None)
    found = list(papers.order_by("pk").values_list("pk", "assignment", "kind", "number"))
    PaperVoid.objects.bulk_create(
        PaperVoid(paper_id=pk, reason=reason, voided_by=by) for pk, *_ in found
    )
    return {owner: f"（{PaperKind(kind).label}{number}）" for _, owner, kind, number in found}


def void_telling(own: Assignment, reason: str, *, by: Officer) -> None:
    """What told the payer that it was handed on, where that came to nothing (R035)."""
    if own.kind == AssignmentKind.REFERRAL:
        _void(telling(own), reason, by=by)


def telling(referral: Assignment) -> QuerySet[Paper]:
    """告知单 that say to the payer whom it was handed on to."""
    told = Paper.objects.filter(dispute=referral.dispute_id, kind=PaperKind.NOTIFICATION)
    return told.filter(issued_at__gte=referral.sent_at, voids=None)


def void_told(dispute: Dispute, reason: str, *, by: Officer) -> None:
    """A road that is left: what told the payer who handles it is true no more (R035, 信访23条)."""
    _void(Paper.objects.filter(dispute=dispute, kind__in=TELLING), reason, by=by)


def void_for(
    dispute: Dispute,
    sides: Collection[Side],
    kinds: Sequence[PaperKind],
    reason: str,
    *,
    by: Officer,
) -> list[str]:
    """What was written to those parties; the numbers that count no more."""
    own = Paper.objects.filter(dispute=dispute, kind__in=kinds, voids=None).defer("content")
    theirs = [each for each in own.order_by("pk") if each.side in sides]
    _void(Paper.objects.filter(pk__in=[each.pk for each in theirs]), reason, by=by)
    return [each.number for each in theirs]


def void_calling(meeting: Meeting, reason: str, *, by: Officer) -> None:
    """会商通知 of a meeting that is not held."""
    _void(meeting.papers.filter(kind=PaperKind.MEETING_NOTICE), reason, by=by)


def _void(papers: QuerySet[Paper], reason: str, *, by: Officer) -> None:
    found = papers.filter(voids=None).order_by("pk").values_list("pk", flat=True)
    PaperVoid.objects.bulk_create(
        PaperVoid(paper_id=pk, reason=reason, voided_by=by) for pk in found
    )
