"""催办 by whoever waits: to exactly the posts that owe, once a working day, in one click (R104)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from tests import factories as f
from tests.told import telling
from tests.workflow.signing_in import signed_in
from web.refusals import NotAllowed, NotYours
from workflow.models import Notice, Urging

pytestmark = pytest.mark.django_db

FRIDAY = datetime.fromisoformat("2026-11-20T10:20:00+08:00")
SATURDAY = datetime.fromisoformat("2026-11-21T10:20:00+08:00")
MONDAY = datetime.fromisoformat("2026-11-23T09:00:00+08:00")
WAITING = "/?tab=waiting"


def told() -> set[str]:
    """Who holds a message of urging."""
    found = telling(Notice.objects, "催办：")
    return set(found.values_list("recipient__username", flat=True))


def everybody() -> None:
    for code in ("SW", "YB", "RS"):
        for role in (Role.CLERK, Role.REVIEWER, Role.HEAD):
            f.an_officer(role, code)
    f.a_leader()
    f.an_officer(Role.OFFICE, "ZB")


def urge(dispute: Dispute, role: str = Role.CLERK, code: str = "SW") -> None:
    f.do(dispute, "urge", f.an_officer(role, code), message="请抓紧")


def reported() -> Dispute:
    dispute = f.triaged()
    f.do(dispute, "report_major", f.an_officer(), reason="群体性诉求")
    return dispute


def drafted() -> Dispute:
    dispute = f.handled()
    f.do(dispute, "draft_decision", f.an_officer(), facts="属实", basis="第63条", decision="补缴")
    return dispute


@pytest.mark.parametrize(
    ("walk", "owing"),
    [
        (reported, {"zb_leader"}),
        (lambda: f.handled(Mode.REFERRAL), {"yb_clerk"}),
        (lambda: f.handled(Mode.JOINT), {"yb_clerk", "rs_clerk"}),
        (drafted, {"sw_head"}),
        (f.registered, {"sw_reviewer"}),
    ],
)
def test_it_goes_to_exactly_the_posts_that_owe(walk: Any, owing: set[str]) -> None:  # Any: a walk
    everybody()
    dispute = walk()
    urge(dispute)
    assert told() == owing
    entry = dispute.timeline.order_by("id").last()
    assert entry is not None
    assert (entry.verb, entry.clause) == ("urge", "五(三)1(3)")
    assert "催办" in entry.text
    assert "：请抓紧" in entry.text


def test_nobody_urges_himself_nor_what_stands_still_or_is_done() -> None:
    with pytest.raises(NotYours):
        urge(f.handled())
    with pytest.raises(NotYours):
        urge(f.handled(Mode.REFERRAL), code="YB")
    suspended = f.handled()
    f.do(suspended, "suspend", f.an_officer(Role.HEAD), ground="等待认定")
    with pytest.raises(NotYours):
        urge(suspended)
    with pytest.raises(NotYours):
        urge(f.concluded(), Role.OFFICE, "ZB")


def test_each_desk_once_a_working_day_and_the_sentence_says_when() -> None:
    with time_machine.travel(FRIDAY):
        dispute = f.handled(Mode.REFERRAL)
        urge(dispute)
        with pytest.raises(NotAllowed, match="您11月20日 10:20已催办，每个工作日催办一次"):
            urge(dispute)
        urge(dispute, Role.OFFICE, "ZB")  # another officer may
    with time_machine.travel(SATURDAY), pytest.raises(NotAllowed, match="11月20日"):
        urge(dispute)
    with time_machine.travel(MONDAY):
        urge(dispute)
    assert Urging.objects.count() == 3


def test_a_desk_urged_through_its_assignment_is_not_urged_again() -> None:
    everybody()
    dispute = f.handled(Mode.JOINT)
    asked = dispute.assignments.get(department__code="YB")
    f.answer(asked, "urge", f.an_officer(), message="请抓紧")
    with pytest.raises(NotAllowed, match="每个工作日催办一次"):
        f.answer(asked, "urge", f.an_officer(), message="再催")
    urge(dispute)
    heard = Notice.objects.filter(recipient=f.an_officer(Role.CLERK, "YB"))
    assert telling(heard, "催办：").count() == 1
    assert "yb_clerk" in told()
    assert "rs_clerk" in told()


def test_postgresql_lets_nobody_urge_twice_and_keeps_what_was_done() -> None:
    dispute = reported()
    urge(dispute)
    row = Urging.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        Urging.objects.create(dispute=dispute, officer=row.officer, department=None,
                              role=row.role, workday=row.workday, at=row.at)  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        Urging.objects.all().delete()


def test_urging_overtakes_nobody_who_is_writing() -> None:
    dispute = f.handled(Mode.REFERRAL)
    before = dispute.version
    urge(dispute)
    assert dispute.version == before


def test_the_head_hears_where_nobody_sits_at_the_desk() -> None:
    head = f.an_officer(Role.HEAD, "YB")
    urge(f.handled(Mode.REFERRAL))
    assert told() == {head.username}


def test_what_waits_for_others_is_urged_in_one_click_from_the_list() -> None:
    dispute = f.handled(Mode.JOINT)
    clerk = signed_in(f.an_officer())
    now = f"{dispute.get_absolute_url()}urge/now/"
    assert f'action="{now}"' in clerk.get(WAITING).content.decode()
    assert clerk.get(now).status_code == 405
    assert signed_in(f.an_officer(code="CZ")).post(now).status_code == 404
    sent = clerk.post(now, {"back": WAITING})
    assert (sent.status_code, sent["Location"]) == (302, WAITING)
    listed = clerk.get(WAITING).content.decode()
    assert now not in listed
    assert "已催办" in listed
    again = clerk.post(now, {"back": "https://evil.example/"}, follow=True)
    assert "每个工作日催办一次" in again.content.decode()
    assert again.request["PATH_INFO"] == dispute.get_absolute_url()
    assert Urging.objects.count() == 2


def test_statements_do_not_grow_with_what_waits(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    f.handled(Mode.JOINT)
    f.handled(Mode.REFERRAL)
    client = signed_in(f.an_officer())
    client.get(WAITING)
    with CaptureQueriesContext(connection) as one:
        client.get(WAITING)
    few = len(one)
    for _ in range(4):
        f.handled(Mode.JOINT)
        f.handled(Mode.REFERRAL)
    client.get(WAITING)
    with django_assert_num_queries(few):
        client.get(WAITING)
