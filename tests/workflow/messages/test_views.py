"""消息: by day, marked, unread ones alone, read one by one or all; nothing is ever lost (R104)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from departments.models import Officer
from departments.roles import Role
from disputes.words import short_day
from tests import factories as f
from tests.workflow.signing_in import signed_in
from tests.workflow.supervision.test_actions import settle, supervised
from workflow.clock import sweep_deadlines
from workflow.models import Notice

pytestmark = pytest.mark.django_db

MESSAGES = "/messages/"


def shown(officer: Officer, query: str = "") -> str:
    return str(signed_in(officer).get(f"{MESSAGES}{query}").content.decode())


def told(officer: Officer, text: str, days_ago: int = 0) -> Notice:
    notice = Notice.objects.create(recipient=officer, text=text)
    at = timezone.now() - timedelta(days=days_ago)
    Notice.objects.filter(pk=notice.pk).update(created_at=at)
    return notice


def test_messages_stand_under_their_day() -> None:
    clerk = f.an_officer(Role.CLERK, "CZ")
    told(clerk, "前天的消息。", days_ago=2)
    told(clerk, "今天的消息。")
    page = shown(clerk)
    days = [timezone.localdate() - timedelta(days=ago) for ago in (0, 2)]
    places = [page.index(f'"in-day">{short_day(day)}') for day in days]
    assert places[0] < page.index("今天的消息。") < places[1] < page.index("前天的消息。")


def test_a_reminder_carries_its_lamp_and_is_told_once_for_all_the_stages_it_is_about() -> None:
    dispute = f.handled()
    clerk = f.an_officer()
    clerk.notices.all().delete()
    due_on = dispute.deadlines.get(key="general.single").due_on
    late = timezone.make_aware(datetime.combine(due_on + timedelta(days=9), datetime.min.time()))
    with time_machine.travel(late + timedelta(hours=10)):
        for _ in range(3):
            sweep_deadlines()
        page = shown(clerk)
    assert clerk.notices.count() == 1
    assert page.count('class="ui-lamp is-red">超期') == 1


def test_a_supervision_is_marked_and_opening_its_message_leads_there() -> None:
    own = supervised()
    head = f.an_officer(Role.HEAD, "YB")
    notice = head.notices.get(supervision=own)
    assert '<span class="ui-tag is-state">督办</span>' in shown(head)
    opened = signed_in(head).post(f"{MESSAGES}{notice.pk}/")
    assert opened["Location"] == own.get_absolute_url()
    settle(own, "answer", head, answer="已办")
    asked = f.a_leader().notices.filter(supervision=own).latest("pk")
    assert signed_in(f.a_leader()).post(f"{MESSAGES}{asked.pk}/")["Location"] == (
        own.get_absolute_url()
    )


def test_a_supervision_he_may_no_longer_see_leads_back_to_the_list() -> None:
    own, stranger = supervised(), f.an_officer(Role.HEAD, "CZ")
    notice = Notice.objects.create(recipient=stranger, supervision=own, text="督办。")
    assert signed_in(stranger).post(f"{MESSAGES}{notice.pk}/")["Location"] == MESSAGES


def test_the_unread_stand_alone_and_one_is_read_without_leaving_the_list() -> None:
    clerk = f.an_officer(Role.CLERK, "CZ")
    read, new = told(clerk, "读过的。"), told(clerk, "新来的。")
    client = signed_in(clerk)
    stay = f"{MESSAGES}?show=unread"
    assert client.post(f"{MESSAGES}{read.pk}/", {"back": stay})["Location"] == stay
    page = client.get(stay).content.decode()
    assert "读过的。" not in page
    assert "新来的。" in page
    assert 'class="ui-count">1<' in page
    client.post(f"{MESSAGES}{new.pk}/", {"back": stay})
    assert "没有未读的消息。" in client.get(stay).content.decode()
    assert clerk.notices.count() == 2, "nothing is deleted"


def test_the_unread_turn_their_pages_among_themselves() -> None:
    clerk = f.an_officer(Role.CLERK, "CZ")
    for place in range(35):
        told(clerk, f"第{place}条。")
    page = shown(clerk, "?show=unread")
    assert "?show=unread&amp;cursor=" in page
    assert "第0条。" not in page
