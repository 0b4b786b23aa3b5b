"""A message is delivered once; one that fails waits longer each time and stops none behind it."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import pytest
import time_machine
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone
from pytest_django import Settings

from departments.roles import Role
from tests import factories as f
from workflow.messages import channels, outbox
from workflow.messages import deliver as delivery
from workflow.messages.deliver import deliver, deliver_left
from workflow.models import Notice, OutboxMessage

pytestmark = pytest.mark.django_db

NOON = datetime.fromisoformat("2026-11-18T12:00:00+08:00")
GOOD, UNKNOWN = "workflow.send_notice", "workflow.no_such_task"


class Slow:
    """A channel that takes its time."""

    name = "slow"

    def send(self, message: channels.Message) -> None:
        time.sleep(0.3)


class Cut:
    """A channel in whose hands the time of the whole task runs out."""

    name = "cut"

    def send(self, message: channels.Message) -> None:
        raise SoftTimeLimitExceeded


def put(topic: str, key: str = "a", channel: str = "none") -> OutboxMessage:
    """To a channel that the place does not have, so that nothing leaves, or to the one named."""
    notice = Notice.objects.create(recipient=f.an_officer(Role.CLERK, "SW"), text="请办理。")
    payload: outbox.Payload = {"notice_id": notice.pk, "channel": channel}
    outbox.put_off(topic, [(key, payload)], not_before=timezone.now())
    return OutboxMessage.objects.get(key=key)


def test_it_is_delivered_once() -> None:
    with time_machine.travel(NOON, tick=False):
        message = put(GOOD)
        assert deliver(message.pk) is True
        message.refresh_from_db()
        assert (message.attempts, message.delivered_at, message.last_error) == (1, NOON, "")
        assert deliver(message.pk) is False
        assert deliver_left() == 0


def test_before_its_time_nobody_delivers_it() -> None:
    with time_machine.travel(NOON, tick=False):
        message = put(GOOD)
        OutboxMessage.objects.update(next_try_at=NOON + timedelta(seconds=1))
        assert deliver(message.pk) is False
        assert OutboxMessage.objects.get().attempts == 0


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(0, 10), (1, 20), (5, 320), (8, 2560), (9, 3600), (400, 3600)]
)
def test_what_failed_waits_twice_as_long_each_time_and_never_more_than_an_hour(
    attempts: int, seconds: int
) -> None:
    with time_machine.travel(NOON, tick=False):
        message = put(UNKNOWN)
        OutboxMessage.objects.update(attempts=attempts)
        assert deliver(message.pk) is False
        message.refresh_from_db()
        assert message.next_try_at == NOON + timedelta(seconds=seconds)
        assert (message.attempts, message.delivered_at) == (attempts + 1, None)


def test_only_the_kind_of_an_error_is_kept_for_its_words_may_hold_a_person() -> None:
    message = put(UNKNOWN)
    deliver(message.pk)
    message.refresh_from_db()
    assert message.last_error == "NotRegistered"
    assert UNKNOWN not in message.last_error


def test_one_that_fails_stops_none_behind_it() -> None:
    with time_machine.travel(NOON, tick=False):
        bad = put(UNKNOWN, "bad")
        OutboxMessage.objects.filter(pk=bad.pk).update(next_try_at=NOON - timedelta(hours=1))
        good = [put(GOOD, f"good-{nth}") for nth in range(3)]
        assert deliver_left() == len(good)
        left = OutboxMessage.objects.filter(delivered_at=None)
        assert list(left.values_list("key", flat=True)) == ["bad"]


def test_one_that_is_gone_is_nobodys_to_deliver() -> None:
    assert deliver(404) is False


def test_the_time_is_asked_before_each_message_so_that_no_backlog_outlasts_the_task(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.NOTICE_CHANNELS = [f"{__name__}.Slow"]
    for key in "abc":
        put(GOOD, key, channel="slow")
    monkeypatch.setattr(delivery, "PATIENCE", 0.2)
    assert deliver_left() == 1
    assert OutboxMessage.objects.filter(attempts=0).count() == 2


def test_the_end_of_the_tasks_time_is_no_fault_of_the_message_it_met(settings: Settings) -> None:
    settings.NOTICE_CHANNELS = [f"{__name__}.Cut"]
    message = put(GOOD, channel="cut")
    with pytest.raises(SoftTimeLimitExceeded):
        deliver(message.pk)
    message.refresh_from_db()
    assert (message.delivered_at, message.last_error) == (None, delivery.CUT_SHORT)
