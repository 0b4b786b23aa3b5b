"""What need not be kept: after-effects long delivered, answers nobody will ask for again.

Nothing of a case is ever pruned; delivered rows are only the proof that something was sent once,
which the stage, the paper and the message themselves prove as well.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from departments.models import SignInWait, Sitting
from web.models import IdempotencyKey, KeptText
from workflow.models import OutboxMessage

DELIVERED_KEPT = timedelta(days=30)
ANSWERS_KEPT = timedelta(days=7)
TYPED_KEPT = timedelta(days=30)  # offered on its page so long
TRIES_KEPT = timedelta(days=1)  # forgotten long before
BATCH = 5000


def prune(now: datetime | None = None) -> int:
    """How many rows went; safe to stop anywhere and to run twice."""
    now = now or timezone.now()
    return sum(
        _delete(rows)
        for rows in (
            OutboxMessage.objects.filter(delivered_at__lt=now - DELIVERED_KEPT),
            IdempotencyKey.objects.filter(created_at__lt=now - ANSWERS_KEPT),
            KeptText.objects.filter(kept_at__lt=now - TYPED_KEPT),
            Sitting.objects.filter(expire_date__lt=now),
            SignInWait.objects.filter(last_at__lt=now - TRIES_KEPT),
        )
    )


def _delete(rows: QuerySet) -> int:  # type: ignore[type-arg]  # of three models
    """A batch at a time, so that no lock is held for long."""
    gone = 0
    while keys := list(rows.values_list("pk", flat=True)[:BATCH]):
        gone += rows.model._default_manager.filter(pk__in=keys).delete()[0]  # noqa: SLF001
    return gone
