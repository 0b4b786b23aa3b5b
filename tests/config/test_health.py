"""/healthz tells the truth to whoever watches from outside."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from workflow.clock import beat
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
