"""Promises about a password that somebody else gave: it is changed before anything else."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from departments.models import Officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer() -> Client:
    officer = Officer.objects.create_user("newcomer", "Given-2026!", name="新人")
    Officer.objects.filter(pk=officer.pk).update(must_change_password=True)
    client = Client()
    client.force_login(officer, backend="departments.backends.OfficerBackend")
    return client


def test_every_page_leads_to_the_new_password_until_it_is_changed(
    newcomer: Client, settings: Settings
) -> None:
    settings.DEMO = False
    answer = newcomer.get(reverse("roles"), secure=True)
    assert answer.headers["Location"] == reverse("password_change")
    asked = newcomer.get(reverse("password_change"), secure=True)
    assert "请先改成自己的密码" in asked.content.decode()
    typed = {
        "old_password": "Given-2026!",
        "new_password1": "Own-Words-2026",
        "new_password2": "Own-Words-2026",
    }
    assert newcomer.post(reverse("password_change"), typed, secure=True).status_code == 302
    assert newcomer.get(reverse("roles"), secure=True).status_code == 200


def test_signing_out_and_the_session_check_stay_open(newcomer: Client, settings: Settings) -> None:
    settings.DEMO = False
    assert newcomer.get(reverse("session"), secure=True).status_code == 200
    assert newcomer.post(reverse("logout"), secure=True).headers["Location"] == reverse("login")


def test_a_demonstration_does_not_insist(newcomer: Client) -> None:
    assert newcomer.get(reverse("roles")).status_code == 200
