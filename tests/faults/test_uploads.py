"""A kill in the middle of an upload leaves no row without its file, and no file without its row."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.faults.house import House

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults")]

SWEEP = (
    "import django; django.setup();"
    "from workflow.operations.leftovers import sweep_leftovers; print(sweep_leftovers().words)"
)
READ = (
    "import django; django.setup();"
    "from disputes.models import Material; print(Material.objects.get().file.open().read())"
)


def files(house: House) -> list[str]:
    media = house.home / "media"
    return sorted(str(p.relative_to(media)) for p in media.rglob("*") if p.is_file())


def killed(house: House, moment: str) -> None:
    house.cases(1)
    process = house.begin("-m", "tests.faults.uploading", moment)
    _, err = process.communicate()
    assert process.returncode == -signal.SIGKILL, err.decode()[-3000:]


def two_days_pass(house: House) -> None:
    old = time.time() - 2 * 86_400
    for name in files(house):
        os.utime(Path(house.home) / "media" / name, (old, old))


def test_killed_before_the_commit_nothing_stays_but_for_a_day(house: House) -> None:
    killed(house, "before")
    assert house.rows("SELECT count(*) FROM disputes_material") == [(0,)]
    (left,) = files(house)
    assert left.startswith("aside/")
    assert house.run("-c", SWEEP).strip() == "没有遗留文件"  # it may still be under way
    two_days_pass(house)
    assert "清除 1 个" in house.run("-c", SWEEP)
    assert files(house) == []


def test_killed_after_the_commit_the_file_is_read_and_comes_to_its_place(house: House) -> None:
    killed(house, "after")
    [(name,)] = house.rows("SELECT file FROM disputes_material")
    assert files(house) == [f"aside/{name}"]
    assert "three months" in house.run("-W", "ignore", "-c", READ)
    two_days_pass(house)
    assert "归位 1 个" in house.run("-c", SWEEP)
    assert files(house) == [name]
    (house.home / "media" / name).unlink()
