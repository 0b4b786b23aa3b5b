"""/healthz tells the truth to whoever watches from outside."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

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


def test_a_portal_that_finds_no_fonts_says_why_papers_wait(tmp_path: Path) -> None:
    """Asked of a process of its own: where fonts lie is told to each by its environment."""
    config = tmp_path / "fonts.conf"
    config.write_text('<?xml version="1.0"?><fontconfig><dir>/nowhere</dir></fontconfig>')
    script = (
        "import os; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings')\n"
        "import django; django.setup()\n"
        "from django.test import RequestFactory\n"
        "from config.health import healthz\n"
        "answer = healthz(RequestFactory().get('/healthz'))\n"
        "print(answer.status_code); print(answer.content.decode())\n"
    )
    nowhere = "postgresql://portal@/nowhere?host=/nowhere"
    told = os.environ | {"FONTCONFIG_FILE": str(config), "DATABASE_URL": nowhere}
    done = subprocess.run(
        [sys.executable, "-c", script], env=told, cwd=Path(__file__).parents[2],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    status, answer = done.stdout.strip().splitlines()[-2:]
    assert (status, json.loads(answer)["papers"]) == ("503", "no fonts")
