"""What failed is tried again at once by the system administrator, and that is on record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from departments.models import ChangeRecord
from departments.roles import Role
from tests import factories as f
from web.refusals import NotAllowed, NotYours
from workflow.messages.deliver import CUT_SHORT
from workflow.models import OutboxMessage
from workflow.operations.actions import retry

pytestmark = pytest.mark.django_db

TOPIC = "workflow.send_notice"


def left(key: str, topic: str = TOPIC, **more: object) -> OutboxMessage:
    later = timezone.now() + timedelta(minutes=50)
    return OutboxMessage.objects.create(key=key, topic=topic, payload={}, next_try_at=later, **more)


def test_what_failed_is_due_at_once_and_what_never_was_tried_keeps_its_time() -> None:
    failed = left("failed", attempts=3, last_error="SMTPException")
    put_off, other = left("put-off"), left("other", "workflow.render_paper", attempts=3)
    assert retry(TOPIC, by=f.an_officer(Role.SYSADMIN, "ZB")) == 1
    now = timezone.now()
    for message, is_due in ((failed, True), (put_off, False), (other, False)):
        message.refresh_from_db()
        assert (message.next_try_at <= now) is is_due
    kept = ChangeRecord.objects.latest("pk")
    assert (kept.verb, kept.subject, kept.after) == ("立即重试", "发送消息", "1 条")


@pytest.mark.parametrize("role", [Role.LOGADMIN, Role.SECADMIN, Role.OFFICE])
def test_nobody_else_retries(role: Role) -> None:
    left("failed", attempts=3, last_error="SMTPException")
    with pytest.raises(NotYours, match="由系统管理员办理"):
        retry(TOPIC, by=f.an_officer(role, "ZB"))
    assert not ChangeRecord.objects.filter(verb="立即重试").exists()


def test_a_first_attempt_that_may_still_be_under_way_is_left_alone() -> None:
    left("under-way", attempts=1, last_error=CUT_SHORT)
    with pytest.raises(NotAllowed, match="没有失败后等待重试的"):
        retry(TOPIC, by=f.an_officer(Role.SYSADMIN, "ZB"))
