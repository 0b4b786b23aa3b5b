"""关注: an officer wants a dispute among his own, whoever owes the next move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disputes.models import Follow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from departments.models import Officer
    from disputes.models import Dispute


def follow(dispute: Dispute, *, by: Officer) -> None:
    """Once, however often it is asked."""
    Follow.objects.get_or_create(officer=by, dispute=dispute)


def unfollow(dispute: Dispute, *, by: Officer) -> None:
    Follow.objects.filter(officer=by, dispute=dispute).delete()


def followed(officer: Officer, disputes: Iterable[Dispute]) -> set[int]:
    """Ids of those of `disputes` that he follows, in one statement."""
    ids = [dispute.pk for dispute in disputes]
    return set(
        Follow.objects.filter(officer=officer, dispute__in=ids).values_list("dispute_id", flat=True)
    )
