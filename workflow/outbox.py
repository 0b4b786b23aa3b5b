"""Putting an after-effect into the outbox, and handing it to Celery once the commit is safe."""

from __future__ import annotations

from django.db import transaction

from workflow.models import OutboxMessage

Payload = dict[str, int | str]


def put(topic: str, payload: Payload, *, key: str) -> None:
    """Write the row now, in the action's transaction; wake a worker after the commit."""
    message = OutboxMessage.objects.create(topic=topic, payload=payload, key=key)
    # a lambda and no partial: Django reports a failed wake-up by its function's name
    transaction.on_commit(lambda: _wake(message.pk), robust=True)


def _wake(message_id: int) -> None:
    """Only a wake-up: when the broker is away the sweep delivers what was left."""
    from workflow.tasks import deliver

    deliver.apply_async((message_id,), retry=False)
