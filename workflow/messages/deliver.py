"""Delivering the outbox: each message runs its task once, in one transaction with its mark."""

from __future__ import annotations

import logging
import time
from datetime import timedelta

from celery import current_app, shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from workflow.messages import channels
from workflow.models import Notice, OutboxMessage

logger = logging.getLogger(__name__)
BATCH = 200
PATIENCE = 40.0  # seconds, within the task's soft limit
LONGEST_WAIT = timedelta(hours=1)
CUT_SHORT = "中断"  # stays when whoever delivers it dies


@shared_task(name="workflow.deliver")
def deliver(message_id: int) -> bool:
    """Run one message unless it is done or another worker has it; True when it is delivered."""
    attempts = _due().filter(pk=message_id).values_list("attempts", flat=True).first()
    return attempts is not None and _attempt(message_id, attempts)


def _due() -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(delivered_at=None, next_try_at__lte=timezone.now())


def _attempt(message_id: int, attempts: int) -> bool:
    if not _claim(message_id, attempts):
        return False
    with transaction.atomic():
        waiting = OutboxMessage.objects.filter(pk=message_id, delivered_at=None)
        message = waiting.select_for_update(skip_locked=True).first()
        return message is not None and _run(message)


def _claim(message_id: int, attempts: int) -> bool:
    """Count the attempt before it is made: what kills its worker waits as what fails does.

    Otherwise the oldest message would kill one worker after another, and nothing behind it
    would ever leave.
    """
    wait = min(timedelta(seconds=10 * 2 ** min(attempts, 12)), LONGEST_WAIT)
    claimed = (
        _due()
        .filter(pk=message_id, attempts=attempts)
        .update(attempts=attempts + 1, next_try_at=timezone.now() + wait, last_error=CUT_SHORT)
    )
    return bool(claimed)


def _run(message: OutboxMessage) -> bool:
    try:
        with transaction.atomic():
            current_app.tasks[message.topic].run(**message.payload)
    except SoftTimeLimitExceeded:
        raise  # the time of the whole task is up; this message did nothing wrong and comes again
    except Exception as error:
        message.last_error = type(error).__name__  # its kind only: the words may hold a person
        message.save(update_fields=["last_error"])
        logger.warning("后效 %s 第 %s 次失败：%s", message.pk, message.attempts, message.last_error)
        return False
    message.delivered_at, message.last_error = timezone.now(), ""
    message.save(update_fields=["delivered_at", "last_error"])
    return True


@shared_task(name="workflow.deliver_left")
def deliver_left() -> int:
    """Deliver what no wake-up reached; safe to run twice at once (SKIP LOCKED)."""
    delivered, until = 0, time.monotonic() + PATIENCE
    while time.monotonic() < until:
        oldest = _due().order_by("next_try_at", "id").values_list("pk", "attempts")[:BATCH]
        done = 0
        for pk, attempts in list(oldest):
            if time.monotonic() >= until:  # asked before each: one paper may take seconds
                break
            done += _attempt(pk, attempts)
        delivered += done
        if done == 0:  # nothing due, or another worker has it
            break
    return delivered


@shared_task(name="workflow.send_notice")
def send_notice(notice_id: int, channel: str) -> None:
    """By one channel; what an officer wrote stays inside the portal, the clock's words may leave.

    Sent twice only when power fails between handing over and the mark, with the same identity.
    """
    found = channels.named(channel)
    if found is None:
        return
    notice = Notice.objects.select_related("recipient", "dispute").get(pk=notice_id)
    number = notice.dispute.number if notice.dispute else ""
    text = notice.text if notice.stage_id else f"您有一条新消息（{number}），请登录平台查看。"
    found.send(
        channels.Message(
            identity=f"notice-{notice.pk}",
            officer=notice.recipient.username,
            email=notice.recipient.email,
            phone=notice.recipient.phone,
            text=text,
        )
    )
