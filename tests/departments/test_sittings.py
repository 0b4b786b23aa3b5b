"""Promises of sessions: they end when nobody moves, their officer sees them and ends them."""

from __future__ import annotations

import pickle
from datetime import timedelta

import pytest
import redis
import time_machine
from django.conf import settings as place
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from departments.models import Officer, Sitting
from departments.roles import Role
from tests.departments.people import holding, signed_in, told

pytestmark = pytest.mark.django_db

AGENT = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0"


def by_form(officer: Officer, **headers: str) -> Client:
    client = Client(headers={"User-Agent": AGENT, **headers})
    typed = {"username": officer.username, "password": "Portal-2026!"}
    assert client.post("/login/", typed).status_code == 302
    return client


def test_whoever_does_not_move_for_half_an_hour_is_out() -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        client = signed_in(holding(Role.CLERK, "SW"))
        for _ in range(3):
            clock.shift(timedelta(minutes=29))
            assert client.get(reverse("roles")).status_code == 200
        clock.shift(timedelta(minutes=31))
        assert client.get(reverse("roles")).status_code == 302
        assert not Sitting.objects.exists()


def test_after_eight_hours_everybody_signs_in_again(settings: Settings) -> None:
    settings.SESSION_SEEN_SECONDS = 60
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = signed_in(holding(Role.CLERK, "SW"))
        for _ in range(24):
            clock.shift(timedelta(minutes=20))
            assert client.get(reverse("roles")).status_code == 200
        clock.shift(timedelta(minutes=1))
        assert client.get(reverse("roles")).status_code == 302


def test_moving_is_written_once_a_minute(settings: Settings) -> None:
    settings.SESSION_SEEN_SECONDS = 60
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = signed_in(holding(Role.CLERK, "SW"))
        began = Sitting.objects.get().seen_at
        clock.shift(timedelta(seconds=50))
        client.get(reverse("roles"))
        assert Sitting.objects.get().seen_at == began
        clock.shift(timedelta(seconds=20))
        client.get(reverse("roles"))
        assert Sitting.objects.get().seen_at == timezone.now()


def test_its_officer_sees_and_ends_it_and_nobody_elses() -> None:
    officer = holding(Role.CLERK, "SW")
    here, there = by_form(officer), by_form(officer)
    stranger = by_form(holding(Role.CLERK, "YB"))
    page = here.get(reverse("account"))
    rows = page.context["sittings"]
    assert [row["browser"] for row in rows] == ["Chrome 内核，Windows"] * 2
    assert [row["address"] for row in rows] == ["127.0.0.1"] * 2
    (other,) = [row for row in rows if not row["current"]]
    for row in officer.sittings.all():
        assert row.session_key not in told(page)
    ended = {"mark": other["mark"]}
    assert stranger.post(reverse("end_sitting"), ended).status_code == 404
    assert here.post(reverse("end_sitting"), ended).status_code == 302
    assert there.get(reverse("roles")).status_code == 302
    assert here.get(reverse("roles")).status_code == 200
    assert here.post(reverse("end_sitting"), ended).status_code == 404


def test_all_others_end_at_once() -> None:
    officer = holding(Role.CLERK, "SW")
    here, *others = (by_form(officer) for _ in range(3))
    assert here.post(reverse("end_other_sittings")).status_code == 302
    assert [each.get(reverse("roles")).status_code for each in others] == [302, 302]
    assert here.get(reverse("roles")).status_code == 200


def test_nothing_is_a_pickle_in_the_cache() -> None:
    client = signed_in(holding(Role.CLERK, "SW"))
    client.get(reverse("roles"))
    cache.set("words", {"list": [1, "二"], "none": None})
    assert cache.get("words") == {"list": [1, "二"], "none": None}
    with redis.Redis.from_url(place.REDIS_URL) as server:
        values = [server.get(key) for key in server.scan_iter("portal:*")]
    assert values
    assert not [value for value in values if value and value.startswith(b"\x80")]


def test_a_pickle_that_somebody_put_there_is_never_opened() -> None:
    client = signed_in(holding(Role.CLERK, "SW"))
    (row,) = Sitting.objects.all()
    opened: list[str] = []

    class Bomb:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return (opened.append, ("boom",))

    with redis.Redis.from_url(place.REDIS_URL) as server:
        key = cache.make_key(f"sitting{row.session_key}")
        assert server.exists(key)
        server.set(key, pickle.dumps({"a": 1}))
    assert client.get(reverse("roles")).status_code == 200
    assert opened == []
