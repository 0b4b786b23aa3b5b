"""Pruning takes what was delivered long ago, and never what is still to be done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from departments.models import Sitting
from departments.roles import Role
from tests import factories as f
from web.models import IdempotencyKey
from workflow.clock import prune_nightly
from workflow.messages import outbox
from workflow.models import OutboxMessage

pytestmark = pytest.mark.django_db


def test_only_what_is_done_and_old_goes() -> None:
    now = timezone.now()
    for key in ("old", "fresh", "left"):
        outbox.put("workflow.send_notice", [(key, {"notice_id": 0, "channel": "none"})])
    for key, days in (("old", 31), ("fresh", 29)):
        done = OutboxMessage.objects.filter(key=key)
        done.update(delivered_at=now - timedelta(days=days), created_at=now - timedelta(days=99))
    OutboxMessage.objects.filter(key="left").update(created_at=now - timedelta(days=99))
    prune_nightly()
    assert set(OutboxMessage.objects.values_list("key", flat=True)) == {"fresh", "left"}
    prune_nightly()
    assert OutboxMessage.objects.count() == 2


def test_an_answer_is_given_again_for_a_week() -> None:
    clerk, now = f.an_officer(Role.CLERK, "SW"), timezone.now()
    for key, days in (("old", 8), ("fresh", 6)):
        kept = IdempotencyKey.objects.create(officer=clerk, key=key, request_digest="", body=[1])
        IdempotencyKey.objects.filter(pk=kept.pk).update(created_at=now - timedelta(days=days))
    prune_nightly()
    assert [kept.key for kept in IdempotencyKey.objects.all()] == ["fresh"]


def test_a_session_that_is_over_leaves_no_row() -> None:
    now = timezone.now()
    for key, hours in (("over", -1), ("on", 1)):
        Sitting.objects.create(session_key=key, expire_date=now + timedelta(hours=hours))
    prune_nightly()
    assert [session.session_key for session in Sitting.objects.all()] == ["on"]
