"""关注: an officer wants a dispute among his own, whoever owes the next move."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from departments.models import Officer
from disputes.models import Dispute, Follow
from disputes.querysets import DisputeQuerySet


def follow(dispute: Dispute, *, by: Officer) -> None:
    """Once, however often it is asked."""
    Follow.objects.get_or_create(officer=by, dispute=dispute)


def unfollow(dispute: Dispute, *, by: Officer) -> None:
    Follow.objects.filter(officer=by, dispute=dispute).delete()


def with_follows(rows: DisputeQuerySet, officer: Officer) -> DisputeQuerySet:
    """Each row knows `is_followed`, in the statement that reads it."""
    mine = Follow.objects.filter(officer=officer, dispute=OuterRef("pk"))
    marked: DisputeQuerySet = rows.annotate(is_followed=Exists(mine))
    return marked
