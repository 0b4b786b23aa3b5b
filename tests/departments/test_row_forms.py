"""Two who edit one row of 管理: the second sees both, loses nothing, and decides (R107)."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from threading import Event
from time import sleep

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from deadlines.models import DeadlinePolicy
from departments.actions import members
from departments.models import Officer, SwitchDate, Town
from departments.roles import Role
from tests import factories as f
from tests.stories.test_concurrency import at_once
from tests.web.drawn_forms import forms_of
from tests.workflow.signing_in import signed_in

pytestmark = pytest.mark.django_db


def test_the_second_writer_sees_both_and_decides() -> None:
    town = Town.objects.earliest("pk")
    address = reverse("town", args=[town.code])
    one = signed_in(f.an_officer(Role.SYSADMIN, "ZB"))
    two = signed_in(f.an_officer(Role.SYSADMIN, "ZB", nth=2))
    drawn = [next(x for x in forms_of(c.get(address).content.decode()) if "seen" in x.hidden)
             for c in (one, two)]  # fmt: skip
    sent = [each.hidden | each.chosen | {"code": town.code, "is_active": "on"} for each in drawn]
    assert one.post(address, sent[0] | {"name": "甲镇"}).status_code == 302
    refused = two.post(address, sent[1] | {"name": "乙镇"})
    page = refused.content.decode()
    assert "打开后已由他人改为“甲镇”" in page
    assert 'value="乙镇"' in page
    assert Town.objects.get(pk=town.pk).name == "甲镇"
    again = re.search('name="seen" value="([^"]+)"', page)
    assert again
    decided = sent[1] | {"name": "乙镇", "seen": again[1]}
    assert two.post(address, decided).status_code == 302
    assert Town.objects.get(pk=town.pk).name == "乙镇"


def test_so_it_is_of_accounts_settings_and_limits() -> None:
    """Forms without a row behind them: whatever they were drawn with is what is compared."""
    f.an_officer(Role.CLERK, "SW")
    limit = DeadlinePolicy.objects.filter(key="intake.triage", department=None).latest("version")
    says = {"reason": "通知"}
    day = {"valid_from": f.today().isoformat()}
    cases = (
        (Role.SYSADMIN, reverse("officer_change", args=["sw_clerk"]),
         [{"name": "甲一"}, {"name": "乙一"}], "甲一"),
        (Role.SECADMIN, reverse("major_review"), [says | {"office": "on"}, says], "是"),
        (Role.SECADMIN, reverse("limit", args=[limit.pk]),
         [says | day | {"limit": each, "unit": limit.unit} for each in "12"], "1"),
    )  # fmt: skip
    for role, address, (first, second), held in cases:
        one, two = (signed_in(f.an_officer(role, "ZB", nth=n)) for n in (1, 2))
        drawn = [seen_in(each.get(address).content.decode()) for each in (one, two)]
        assert one.post(address, first | {"seen": drawn[0]}).status_code == 302, address
        refused = two.post(address, second | {"seen": drawn[1]}).content.decode()
        assert f"打开后已由他人改为“{held}”" in refused, address
        again = two.post(address, second | {"seen": seen_in(refused)})
        assert again.status_code == 302, address
    assert Officer.objects.get(username="sw_clerk").name == "乙一"
    newest = DeadlinePolicy.objects.filter(key=limit.key, mode=limit.mode, department=None)
    assert [each.limit for each in newest.order_by("-version")[:2]] == [2, 1]


def seen_in(page: str) -> str:
    found = re.search('name="seen" value="([^"]+)"', page)
    assert found
    return found[1]


def test_what_was_not_changed_by_another_is_not_asked_again() -> None:
    row = SwitchDate.objects.get(insurance="medical")
    client = signed_in(f.an_officer(Role.SECADMIN, "ZB"))
    address = reverse("switch_date", args=["medical"])
    page = client.get(address).content.decode()
    form = next(each for each in forms_of(page) if "seen" in each.hidden)
    day = (f.today() + timedelta(days=9)).isoformat()
    sent = form.hidden | {"switched_on": day, "basis": "黑税函1号", "reason": "通知"}
    assert "已由他人改为" not in client.post(address, sent).content.decode()
    assert row.pk


def test_different_switches_set_by_two_both_hold_and_the_second_is_told() -> None:
    unit = f.a_department("SW")
    address = reverse("department_switches", args=["SW"])
    one, two = (signed_in(f.an_officer(Role.SECADMIN, "ZB", nth=n)) for n in (1, 2))
    names = list(members.SWITCHES)
    before = {name: getattr(unit, name) for name in names}
    drawn = [seen_in(each.get(address).content.decode()) for each in (one, two)]
    first, second = (flipped(before, name) for name in names[:2])
    said = {"reason": "专班决定"}
    assert one.post(address, ticked(first) | said | {"seen": drawn[0]}).status_code == 302
    answer = two.post(address, ticked(second) | said | {"seen": drawn[1]}, follow=True)
    word = "是" if first[names[0]] else "否"
    assert f"打开后他人已改“{members.SWITCHES[names[0]]}：{word}”" in answer.content.decode()
    unit.refresh_from_db()
    now = {name: getattr(unit, name) for name in names}
    assert now == flipped(first, names[1])


def flipped(switches: dict[str, bool], name: str) -> dict[str, bool]:
    return switches | {name: not switches[name]}


def ticked(switches: dict[str, bool]) -> dict[str, str]:
    return {name: "on" for name, on in switches.items() if on}


WAITING = "SELECT count(*) FROM pg_locks WHERE relation = %s::regclass AND NOT granted"
#: Each management form that changes what stands, with what two send to it in the same moment.
RACES: dict[str, tuple[str, Role, str, str, dict[str, str], dict[str, str]]] = {
    "account": ("departments_officer", Role.SYSADMIN, "officer_change", "sw_clerk",
                {"name": "甲"}, {"name": "乙"}),
    "contact": ("departments_department", Role.SYSADMIN, "department_contact", "SW",
                {"phone": "0458-3670001"}, {"phone": "0458-3670002"}),
    "town": ("departments_town", Role.SYSADMIN, "town", "230718100",
             {"name": "甲镇", "is_active": "on"}, {"name": "乙镇", "is_active": "on"}),
    "remedy body": ("departments_remedybody", Role.SYSADMIN, "remedy_body", "court",
                    {"name": "甲机关", "phone": "1", "address": "甲街"},
                    {"name": "乙机关", "phone": "2", "address": "乙街"}),
    "switch date": ("departments_switchdate", Role.SECADMIN, "switch_date", "medical",
                    {"switched_on": "2030-01-01", "basis": "甲函"},
                    {"switched_on": "2031-01-01", "basis": "乙函"}),
}  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_in_the_same_moment_the_later_is_told() -> None:
    """Both compared with what stood before either; the row decides (R107)."""
    f.an_officer(Role.CLERK, "SW")
    rounds = {}
    for told, (table, role, name, key, *typed) in RACES.items():
        address = reverse(name, args=[key] if key else [])
        clients = [signed_in(f.an_officer(role, "ZB", nth=n)) for n in (1, 2)]
        drawn = [seen_in(each.get(address).content.decode()) for each in clients]
        locked = Event()
        posts = [
            partial(_sent, locked, client, address, sent | {"seen": seen})
            for client, sent, seen in zip(clients, typed, drawn, strict=True)
        ]
        rounds[told] = at_once([partial(_kept_waiting, locked, table), *posts])[1:]
    for told, answers in rounds.items():
        assert sorted(each.status_code for each in answers) == [302, 400], (told, answers)
        (refused,) = [each for each in answers if each.status_code == 400]
        assert "打开后已由他人改为" in refused.content.decode(), told


def _sent(locked: Event, client: Client, address: str, sent: dict[str, str]) -> object:
    locked.wait(120)
    return client.post(address, sent)


def _kept_waiting(locked: Event, table: str) -> None:
    """Nobody changes a row of it before both have looked and wait to write."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        locked.set()
        for _ in range(6000):
            cursor.execute(WAITING, [table])
            if cursor.fetchone() == (2,):
                return
            sleep(0.02)
    raise AssertionError(f"nobody waits for {table}")
