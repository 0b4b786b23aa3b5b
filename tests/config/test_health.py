"""/healthz tells the truth to whoever watches from outside."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from workflow.clock import beat, sweep_deadlines
from workflow.models.heartbeat import Heartbeat


@pytest.mark.django_db
def test_a_beating_portal_is_fit(client: Client) -> None:
    beat()
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert answer.json()["version"]


@pytest.mark.django_db
def test_a_silent_clock_is_told(client: Client) -> None:
    assert client.get("/healthz").status_code == 503
    Heartbeat.objects.create(name="beat", beaten_at=timezone.now() - timedelta(minutes=5))
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert (answer.json()["clock"], answer.json()["database"]) == ("silent", "ok")


@pytest.mark.django_db
def test_a_sweep_that_has_not_ended_for_ten_minutes_is_told(client: Client) -> None:
    beat()
    sweep_deadlines()
    assert client.get("/healthz").json()["sweep"] == "ok"
    Heartbeat.objects.filter(name="sweep").update(
        beaten_at=timezone.now() - timedelta(minutes=10, seconds=1)
    )
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["sweep"]) == (503, "late")
