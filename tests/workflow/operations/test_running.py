"""运行情况: red when the clock is silent, what waits and why, a retry on record, no case named."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from departments.models import ChangeRecord
from departments.roles import Role
from tests import factories as f
from tests.workflow.signing_in import signed_in
from workflow.messages import outbox
from workflow.messages.deliver import CUT_SHORT
from workflow.models import Deadline, Heartbeat, OutboxMessage, SweepFailure
from workflow.operations import heartbeat

pytestmark = pytest.mark.django_db

PAGE = "/manage/running/"


def page(role: str = Role.SYSADMIN) -> str:
    return str(signed_in(f.an_officer(role, "ZB")).get(PAGE).content.decode())


def heard(name: str, minutes_ago: float) -> None:
    at = timezone.now() - timedelta(minutes=minutes_ago)
    Heartbeat.objects.update_or_create(name=name, defaults={"beaten_at": at})


def left(nth: int = 1, **fields: Any) -> OutboxMessage:  # Any: the columns of a message
    at = timezone.now() - timedelta(minutes=5)
    return OutboxMessage.objects.create(
        topic="workflow.send_notice",
        payload={"notice_id": nth, "channel": "console"},
        key=f"left-{nth}",
        next_try_at=fields.pop("next_try_at", at),
        **fields,
    )


def test_only_those_who_keep_the_system_and_its_records_open_it() -> None:
    for role in (Role.SYSADMIN, Role.LOGADMIN):
        assert signed_in(f.an_officer(role, "ZB")).get(PAGE).status_code == 200
    for role, code in ((Role.SECADMIN, "ZB"), (Role.CLERK, "SW"), (Role.LEADER, "ZB")):
        assert signed_in(f.an_officer(role, code)).get(PAGE).status_code == 403


def test_a_clock_that_runs_is_well() -> None:
    heard(heartbeat.BEAT, 0)
    heard(heartbeat.SWEEP, 1)
    assert page().count("is-ok") >= 2
    assert "is-bad" not in page()


def test_ten_minutes_without_a_sweep_are_red_and_so_is_a_silent_clock() -> None:
    heard(heartbeat.BEAT, 3)
    heard(heartbeat.SWEEP, 11)
    shown = page()
    assert shown.count("is-bad") == 2
    assert "时钟没有走" in shown
    assert "超过 10 分钟没有查" in shown


def test_what_waits_is_counted_with_the_kind_of_its_last_error() -> None:
    left(1)
    left(2, attempts=3, last_error="SMTPException")
    left(3, next_try_at=timezone.now() + timedelta(hours=9))
    shown = page()
    assert "发送消息" in shown
    assert "SMTPException" in shown
    for label, count in (("等待", 3), ("过时未办", 2), ("失败", 1)):
        assert re.search(rf'data-label="{label}">(<span[^>]*>)?{count}<', shown)


def test_an_attempt_under_way_is_no_failure_until_a_second_was_needed() -> None:
    soon = timezone.now() + timedelta(seconds=10)
    message = left(1, attempts=1, last_error=CUT_SHORT, next_try_at=soon)
    assert "立即重试" not in page()
    OutboxMessage.objects.filter(pk=message.pk).update(attempts=2)
    assert "立即重试" in page()


def test_the_system_administrator_retries_what_failed_and_it_is_recorded() -> None:
    message = left(1, attempts=3, last_error="SMTPException",
                   next_try_at=timezone.now() + timedelta(minutes=50))  # fmt: skip
    keeper = signed_in(f.an_officer(Role.SYSADMIN, "ZB"))
    typed = {"topic": message.topic}
    assert "立即重试" not in page(Role.LOGADMIN)
    assert (
        signed_in(f.an_officer(Role.LOGADMIN, "ZB")).post(f"{PAGE}retry/", typed).status_code == 403
    )
    assert "立即重试" in keeper.get(PAGE).content.decode()
    assert keeper.post(f"{PAGE}retry/", typed, follow=True).status_code == 200
    message.refresh_from_db()
    assert message.next_try_at <= timezone.now()
    record = ChangeRecord.objects.latest("pk")
    assert (record.verb, record.subject, record.after) == ("立即重试", "发送消息", "1 条")
    none = keeper.post(f"{PAGE}retry/", {"topic": "no.such"}, follow=True).content.decode()
    assert "没有失败后等待重试的" in none
    assert ChangeRecord.objects.filter(verb="立即重试").count() == 1


def test_a_clock_that_cannot_be_taken_is_named_by_number_and_step_alone() -> None:
    dispute = f.handled()
    clock = Deadline.objects.get(dispute=dispute, key="general.single")
    SweepFailure.objects.create(
        deadline=clock, attempts=2, error="poison", failed_at=timezone.now()
    )
    shown = page()
    assert clock.policy.label in shown
    assert "2 次" in shown
    for secret in (str(dispute.number), dispute.facts[:8], "poison"):
        assert secret not in shown


def test_statements_do_not_grow_with_what_waits(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in(f.an_officer(Role.SYSADMIN, "ZB"))
    left(1)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    few = len(one)
    for nth in range(2, 40):
        left(nth)
    outbox.put_off("workflow.render_paper", [("paper", {"paper_id": 1})], not_before=timezone.now())
    with django_assert_num_queries(few):
        client.get(PAGE)
