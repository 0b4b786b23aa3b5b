"""Putting an after-effect into the outbox, and handing it to Celery once the commit is safe."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from workflow.models import OutboxMessage

#: A worker takes from this queue in turn with its other: one waits for one paper at most.
WAITED_FOR = "waited"
Payload = dict[str, int | str]


def put(topic: str, messages: Iterable[tuple[str, Payload]]) -> None:
    """Write the rows now, each with its key, in the action's transaction; then wake workers."""
    written = OutboxMessage.objects.bulk_create(
        OutboxMessage(topic=topic, payload=payload, key=key) for key, payload in messages
    )
    for message in written:
        _wake_after_commit(message.pk)


def put_off(topic: str, messages: Iterable[tuple[str, Payload]], *, not_before: datetime) -> None:
    """For later, each with its key; the sweep delivers them when their time has come."""
    OutboxMessage.objects.bulk_create(
        OutboxMessage(topic=topic, payload=payload, key=key, next_try_at=not_before)
        for key, payload in messages
    )


def hurry(topic: str, key: str) -> None:
    """Somebody waits for it on his screen: it does not stand behind the backlog."""
    waiting = OutboxMessage.objects.filter(topic=topic, key=key, delivered_at=None)
    for message_id in waiting.values_list("pk", flat=True):
        _wake_after_commit(message_id, WAITED_FOR)


def _wake_after_commit(message_id: int, queue: str = "celery") -> None:
    # a lambda and no partial: Django reports a failed wake-up by its function's name
    transaction.on_commit(lambda: _wake(message_id, queue), robust=True)


def _wake(message_id: int, queue: str) -> None:
    """Only a wake-up: when the broker is away the sweep delivers what was left."""
    from workflow.messages.deliver import deliver

    deliver.apply_async((message_id,), retry=False, queue=queue)
