"""`make reset`, and a project cloned anew: the old database is stopped and gone, nothing stays."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from config import embedded
from config.outside import OUTSIDE, Outside
from config.servers import Postgres, Valkey
from tests.config.test_interrupted import until
from tests.config.test_portal import Run, free_port
from tests.config.test_servers import ask

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root leaves it to `nobody`")


@pytest.fixture
def no_namespaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """As in many a container: `unshare` is refused. The project's `var`."""
    (tmp_path / "bin").mkdir()
    refused = tmp_path / "bin" / "unshare"
    refused.write_text("#!/bin/sh\nexit 1\n")
    refused.chmod(0o755)
    monkeypatch.setenv("PATH", f"{refused.parent}:{os.environ['PATH']}")
    home = tmp_path / "var"
    yield home
    Outside(home / "services/postgres").remove()


def started(home: Path) -> Postgres:
    database = Postgres(home / "services/postgres", durable=False)
    database.start()
    ask(database.url(), "CREATE TABLE IF NOT EXISTS kept (words text)")
    return database


def reset(home: Path, answer: str = "yes") -> str:
    return subprocess.run(
        [sys.executable, "-m", "config.reset"], cwd=embedded.ROOT, input=answer, text=True,
        env=os.environ | {"PORTAL_VAR": str(home)}, capture_output=True, check=True,
    ).stdout  # fmt: skip


@needs_root
def test_what_nobody_keeps_outside_is_stopped_and_removed(no_namespaces: Path) -> None:
    database = started(no_namespaces)
    url, folder = database.url(), database.data
    (no_namespaces / "demo-password").write_text("old")
    assert folder.parent == OUTSIDE
    assert "没有改动" in reset(no_namespaces, "no")
    assert ask(url, "SELECT count(*) FROM kept") == 0
    assert "已清空" in reset(no_namespaces)
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(url)
    assert not folder.exists()
    assert not (no_namespaces / "demo-password").exists()
    assert database.child is not None
    database.child.wait(60)


@needs_root
def test_a_project_cloned_anew_does_not_take_over_the_old_database(
    no_namespaces: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = started(no_namespaces)
    url = old.url()
    shutil.rmtree(no_namespaces)
    new = Postgres(no_namespaces / "services/postgres", durable=False)
    assert "已停止并删除" in capsys.readouterr().err
    assert new.socket() is None
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(url)
    new.start()
    assert ask(new.url(), "SELECT to_regclass('kept')") is None
    new.stop()
    assert old.child is not None
    old.child.wait(60)


@needs_root
def test_the_same_project_finds_its_own_again(no_namespaces: Path) -> None:
    started(no_namespaces).stop()
    again = started(no_namespaces)
    assert ask(again.url(), "SELECT count(*) FROM kept") == 0
    again.stop()


@needs_root
def test_one_from_before_there_was_a_link_is_kept(no_namespaces: Path) -> None:
    started(no_namespaces).stop()
    (no_namespaces / "services/postgres").unlink()
    (no_namespaces / "services/at-work").touch()
    again = started(no_namespaces)
    assert ask(again.url(), "SELECT count(*) FROM kept") == 0
    again.stop()


@pytest.mark.slow
@pytest.mark.xdist_group("portal")
def test_a_running_portal_is_stopped_before_its_data_go(tmp_path: Path) -> None:
    run = Run(tmp_path, free_port())
    try:
        until((tmp_path / "services/valkey/socket").exists)
        assert "已清空" in reset(tmp_path)
        assert run.process.wait(180) == 0
        assert "已停止" in run.words()
    finally:
        run.close()
    left = Postgres(tmp_path / "services/postgres"), Valkey(tmp_path / "services/valkey")
    assert [service.socket() for service in left] == [None, None]
    assert not list(tmp_path.glob("demo-*")), "the next start makes a password of its own"
