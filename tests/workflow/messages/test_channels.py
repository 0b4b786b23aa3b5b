"""Messages leave by the place's channels: nothing personal, none lost, none in the night."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone
from pytest_django import Settings

from departments.models import Officer
from departments.roles import Role
from disputes.choices import Mode
from tests import factories as f
from tests.told import telling
from workflow.clock import sweep_deadlines
from workflow.messages.deliver import deliver_left
from workflow.models import Notice, OutboxMessage

pytestmark = pytest.mark.django_db

CONSOLE, EMAIL = "workflow.messages.channels.Console", "workflow.messages.channels.Email"
WEDNESDAY = datetime.fromisoformat("2026-11-18T10:00:00+08:00")
FRIDAY_NIGHT = datetime.fromisoformat("2026-11-20T19:30:00+08:00")
NEW_YEAR = datetime.fromisoformat("2027-01-01T03:00:00+08:00")
MONDAY_EIGHT = datetime.fromisoformat("2026-11-23T08:00:00+08:00")


class Broken:
    """A gateway that is down."""

    name = "broken"

    def send(self, message: object) -> None:
        raise ConnectionError("gateway.example:5000 王某")


class Kept:
    """A gateway that works."""

    name = "kept"
    got: ClassVar[list[str]] = []

    def send(self, message: object) -> None:
        self.got.append(str(message.identity))  # type: ignore[attr-defined]  # a Message


@pytest.fixture(autouse=True)
def _by_mail(settings: Settings) -> None:
    settings.NOTICE_CHANNELS = [EMAIL]
    settings.DEFAULT_FROM_EMAIL = "平台 <portal@example.gov.cn>"
    Kept.got.clear()


def reachable(role: str = Role.CLERK, code: str = "YB") -> Officer:
    officer = f.an_officer(role, code)
    officer.email = f"{officer.username}@example.gov.cn"
    officer.save()
    return officer


def urge() -> Notice:
    """The receiving clerk urges, in words that name a person."""
    dispute = f.handled(Mode.REFERRAL)
    OutboxMessage.objects.all().delete()
    f.do(dispute, "urge", f.an_officer(), message="欧阳测试 15400000018 又来电话")
    return telling(Notice.objects, "催办").get()


def waiting() -> OutboxMessage:
    return OutboxMessage.objects.get(topic="workflow.send_notice")


def test_an_e_mail_carries_its_identity_and_nothing_an_officer_wrote() -> None:
    with time_machine.travel(WEDNESDAY):
        reachable()
        notice = urge()
        assert "欧阳测试" in notice.text
        deliver_left()
    (sent,) = mail.outbox
    assert sent.to == ["yb_clerk@example.gov.cn"]
    assert sent.extra_headers["Message-ID"] == f"<notice-{notice.pk}@example.gov.cn>"
    whole = sent.message().as_string() + sent.subject + str(sent.body)
    for secret in ("欧阳测试", "15400000018", "催办"):
        assert secret not in whole
    assert notice.text.partition(" ")[0] in str(sent.body), "the number, and no more"


def test_the_clocks_own_words_may_leave_and_name_nobody() -> None:
    with time_machine.travel(WEDNESDAY):
        clerk = reachable(Role.CLERK, "SW")
        dispute = f.handled()
        OutboxMessage.objects.all().delete()
    late = dispute.deadlines.get(key="general.single").due_on
    at = timezone.make_aware(datetime.combine(late, datetime.min.time().replace(hour=9)))
    with time_machine.travel(at):
        sweep_deadlines()
        deliver_left()
    bodies = [str(each.body) for each in mail.outbox if each.to == [clerk.email]]
    assert len(bodies) == 1
    assert "今天到期" in bodies[0]
    assert "欧阳测试" not in bodies[0]


def test_an_officer_without_an_address_reads_it_in_the_portal() -> None:
    with time_machine.travel(WEDNESDAY):
        f.an_officer(Role.CLERK, "YB")
        notice = urge()
        deliver_left()
    assert mail.outbox == []
    assert waiting().delivered_at is not None
    assert notice.read_at is None


def test_what_a_person_sends_in_the_night_waits_for_the_next_working_morning() -> None:
    with time_machine.travel(FRIDAY_NIGHT):
        reachable()
        urge()
        assert deliver_left() == 0
    assert waiting().next_try_at == MONDAY_EIGHT
    with time_machine.travel(MONDAY_EIGHT):
        assert deliver_left() == 1
    assert len(mail.outbox) == 1


def test_red_goes_at_once_even_on_a_rest_day() -> None:
    with time_machine.travel(WEDNESDAY):
        reachable(Role.CLERK, "SW")
        dispute = f.handled()
        OutboxMessage.objects.all().delete()
    assert dispute.deadlines.get(key="general.single").due_on < NEW_YEAR.date()
    with time_machine.travel(NEW_YEAR):
        sweep_deadlines()
        deliver_left()
    assert any("超期" in str(each.body) for each in mail.outbox)


def test_a_channel_that_fails_is_tried_again_and_stops_no_other(settings: Settings) -> None:
    settings.NOTICE_CHANNELS = [f"{__name__}.Broken", f"{__name__}.Kept"]
    with time_machine.travel(WEDNESDAY, tick=False):
        f.an_officer(Role.CLERK, "YB")
        notice = urge()
        deliver_left()
        failed = OutboxMessage.objects.get(delivered_at=None)
    assert Kept.got == [f"notice-{notice.pk}"]
    assert failed.payload["channel"] == "broken"
    assert failed.last_error == "ConnectionError", "the kind alone, nothing of what was sent"
    assert failed.next_try_at > WEDNESDAY
    assert Notice.objects.filter(pk=notice.pk).exists()


def test_a_channel_the_place_has_given_up_is_passed_over(settings: Settings) -> None:
    settings.NOTICE_CHANNELS = [f"{__name__}.Kept"]
    with time_machine.travel(WEDNESDAY):
        f.an_officer(Role.CLERK, "YB")
        urge()
        settings.NOTICE_CHANNELS = [CONSOLE]
        assert deliver_left() == 1
    assert Kept.got == []


@pytest.mark.parametrize("column", ["name", "username", "email"])
def test_no_line_break_of_an_account_becomes_a_header(column: str) -> None:
    evil = "a@b.cn\r\nBcc: all@b.cn"
    with time_machine.travel(WEDNESDAY):
        clerk = reachable()
        Officer.objects.filter(pk=clerk.pk).update(**{column: evil})
        urge()
        deliver_left()
    assert all(_recipients(each) == ["yb_clerk@example.gov.cn"] for each in mail.outbox)
    assert len(mail.outbox) == (column != "email"), "such an address is refused, not used"


def _recipients(sent: EmailMessage) -> list[str]:
    assert sent.message()["Bcc"] is None
    return list(sent.recipients())
