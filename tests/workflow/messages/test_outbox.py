"""An after-effect is written with its action, once by its key, and told of after the commit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from workflow.messages import outbox
from workflow.models import OutboxMessage

pytestmark = pytest.mark.django_db

TOPIC = "workflow.send_notice"


def test_a_worker_is_woken_only_after_the_commit(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks() as after:
        outbox.put(TOPIC, [("a", {"notice_id": 1}), ("b", {"notice_id": 2})])
        assert OutboxMessage.objects.count() == 2
    assert len(after) == 2


def test_what_is_put_off_wakes_nobody_and_waits_for_its_time(
    django_capture_on_commit_callbacks,
) -> None:
    later = timezone.now() + timedelta(hours=9)
    with django_capture_on_commit_callbacks() as after:
        outbox.put_off(TOPIC, [("a", {"notice_id": 1})], not_before=later)
    assert after == []
    assert OutboxMessage.objects.get().next_try_at == later


def test_one_key_is_one_message() -> None:
    outbox.put(TOPIC, [("a", {"notice_id": 1})])
    with pytest.raises(IntegrityError), transaction.atomic():
        outbox.put(TOPIC, [("a", {"notice_id": 1})])
    assert OutboxMessage.objects.count() == 1


def broken_off() -> None:
    with transaction.atomic():
        outbox.put(TOPIC, [("a", {"notice_id": 1})])
        raise LookupError


def test_an_action_that_is_rolled_back_leaves_nothing_to_do(
    django_capture_on_commit_callbacks,
) -> None:
    with django_capture_on_commit_callbacks() as after, pytest.raises(LookupError):
        broken_off()
    assert after == []
    assert not OutboxMessage.objects.exists()
