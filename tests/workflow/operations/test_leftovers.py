"""Files without a row are swept after a day, those with one come to their place; reported."""

from __future__ import annotations

import os
import shutil
from collections import namedtuple
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from confidentiality.sealed_files import sealing
from config.celery import app
from departments.roles import Role
from disputes.materials import keep_material
from tests import factories as f
from tests.workflow.signing_in import signed_in
from web.file_storage import storage
from workflow.clock import beat, sweep_leftovers_daily
from workflow.models import Heartbeat

pytestmark = pytest.mark.django_db

PAGE = "/manage/running/"
Usage = namedtuple("Usage", "total used free")


def lying(name: str, days: float, content: bytes = b"x" * 100) -> Path:
    """A file that was written so many days ago."""
    path = Path(storage().location) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    at = (timezone.now() - timedelta(days=days)).timestamp()
    os.utime(path, (at, at))
    return path


def test_what_has_no_row_goes_after_a_day_and_nothing_younger():
    old, young = lying("aside/materials/2026/old", 1.1), lying("aside/materials/2026/young", 0.9)
    assert sweep_leftovers_daily() == 1
    assert (old.exists(), young.exists()) == (False, True)
    assert "清除 1 个" in Heartbeat.objects.get(name="leftovers").says
    assert sweep_leftovers_daily() == 0
    assert Heartbeat.objects.get(name="leftovers").says == "没有遗留文件"


def test_what_has_a_row_comes_to_its_place():
    dispute = f.handled()
    material = keep_material(dispute, SimpleUploadedFile("a.txt", b"abc"), by=f.an_officer())
    name = str(material.file.name)  # this test never commits: it lies aside, as after a kill
    aside = storage().place(name, "aside")
    at = (timezone.now() - timedelta(days=2)).timestamp()
    os.utime(aside, (at, at))
    assert sweep_leftovers_daily() == 0
    assert not aside.exists()
    assert storage().place(name).exists()
    with storage().open(name) as kept:
        assert kept.read() == b"abc"


def test_what_stands_in_its_place_without_a_row_lies_apart_for_a_month():
    orphan = "materials/2025/orphan"
    lying(orphan, 3, sealing(BytesIO(b"x" * 100), orphan).read())
    named = lying("materials/2025/young", 0.5)
    assert sweep_leftovers_daily() == 0
    apart = Path(storage().location) / "unclaimed" / orphan
    assert (apart.exists(), named.exists()) == (True, True)
    with storage().open(orphan) as kept:  # if its row came back
        assert kept.read() == b"x" * 100
    lying(f"unclaimed/{orphan}", 31)
    assert sweep_leftovers_daily() == 1
    assert not apart.exists()


def test_it_is_swept_daily_and_shown_to_whoever_keeps_the_system():
    assert app.conf.beat_schedule["leftovers"]["task"] == sweep_leftovers_daily.name
    keeper = signed_in(f.an_officer(Role.SYSADMIN, "ZB"))
    assert "还没有清理过" in keeper.get(PAGE).content.decode()
    lying("aside/materials/2026/old", 2)
    sweep_leftovers_daily()
    shown = keeper.get(PAGE).content.decode()
    assert "清除 1 个" in shown
    assert "文件磁盘" in shown


@pytest.mark.parametrize(
    ("free", "state", "status", "words"),
    [
        (2**20, "full", 503, "存不了文件"),
        (500 * 2**20, "low", 200, "快满了"),
        (2**40, "ok", 200, "够用"),
    ],
)
def test_healthz_and_the_page_know_a_full_disk(client, monkeypatch, free, state, status, words):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(2**40, 2**40 - free, free))
    beat()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["disk"]) == (status, state)
    shown = signed_in(f.an_officer(Role.SYSADMIN, "ZB")).get(PAGE).content.decode()
    assert words in shown
