"""Putting an after-effect into the outbox, and handing it to Celery once the commit is safe."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from workflow.models import OutboxMessage

Payload = dict[str, int | str]


def put(topic: str, payload: Payload, *, key: str) -> None:
    """Write the row now, in the action's transaction; wake a worker after the commit."""
    message = OutboxMessage.objects.create(topic=topic, payload=payload, key=key)
    # a lambda and no partial: Django reports a failed wake-up by its function's name
    transaction.on_commit(lambda: _wake(message.pk), robust=True)


def put_all(topic: str, messages: Iterable[tuple[str, Payload]], *, not_before: datetime) -> None:
    """Many at once, each with its key; the sweep delivers them when their time has come."""
    OutboxMessage.objects.bulk_create(
        OutboxMessage(topic=topic, payload=payload, key=key, next_try_at=not_before)
        for key, payload in messages
    )


def _wake(message_id: int) -> None:
    """Only a wake-up: when the broker is away the sweep delivers what was left."""
    from workflow.tasks import deliver

    deliver.apply_async((message_id,), retry=False)
