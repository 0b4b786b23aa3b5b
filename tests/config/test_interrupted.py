"""Ctrl-C during a preparation: a sentence, no trace, and what was begun is made good later."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from config import embedded
from config.interrupted import BY_CTRL_C, STOPPED
from config.servers import Postgres
from tests.config.test_portal import Run, free_port

PATIENCE = 60
WORK = """
import subprocess, sys
from config import interrupted
interrupted.told(lambda: interrupted.run([sys.executable, "-c", CHILD]))
"""
CHILD = """
import pathlib, sys, time
pathlib.Path(sys.argv[1] if sys.argv[1:] else {path!r}).write_text("there")
time.sleep(60)
"""


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def pressed(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Ctrl-C reaches every process of the terminal's foreground."""
    os.killpg(process.pid, signal.SIGINT)
    said, _ = process.communicate(timeout=PATIENCE)
    return process.returncode, said


def test_a_command_says_a_sentence_and_ends_its_child(tmp_path: Path) -> None:
    there = tmp_path / "there"
    work = WORK.replace("CHILD", repr(CHILD.format(path=str(there))))
    process = subprocess.Popen(
        [sys.executable, "-c", work], cwd=embedded.ROOT, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    until(there.exists)
    code, said = pressed(process)
    assert (code, said.strip()) == (BY_CTRL_C, STOPPED)


@pytest.mark.slow
@pytest.mark.xdist_group("portal")
@pytest.mark.parametrize("stage", ["postgres.new", "postgres/PG_VERSION", "valkey/socket"])
def test_the_portal_stops_early_and_leaves_nothing_half_made(tmp_path: Path, stage: str) -> None:
    run = Run(tmp_path, free_port())
    until((tmp_path / "services" / stage).exists)
    os.killpg(run.process.pid, signal.SIGINT)
    assert run.process.wait(PATIENCE) in (0, BY_CTRL_C)
    assert "已停止" in run.words()
    assert "Traceback" not in run.words()
    database = Postgres(tmp_path / "services/postgres")
    assert database.socket() is None
    database.start()  # what there is, is a database
    database.stop()


def test_what_an_interrupted_initdb_left_is_no_database(tmp_path: Path) -> None:
    half = tmp_path / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    database = Postgres(tmp_path / "postgres", durable=False)
    database.start()
    assert not half.exists()
    database.stop()


def test_a_start_cut_before_the_roles_were_made_is_made_good(tmp_path: Path) -> None:
    first = Postgres(tmp_path / "postgres", durable=False)
    first.start()
    folder = first.socket()
    assert folder is not None
    with contextlib.closing(first._connect(folder, "postgres")) as server:
        server.autocommit = True
        server.cursor().execute("DROP DATABASE portal")
    first.stop()
    second = Postgres(tmp_path / "postgres", durable=False)
    second.start()  # the role is there already
    assert second.socket() is not None
    second.stop()
