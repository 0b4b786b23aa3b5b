"""Which PostgreSQL will do: an old one, a wrong folder, another one's data are told in words."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import psycopg2
import pytest

from config import embedded
from config.binaries import OLDEST, OWN_LETTERS, ServiceFailed, insist_on_version, postgres_binaries
from config.servers import APPLICATION, Postgres


def of_version(folder: Path, version: str) -> Path:
    """A folder whose programs say what those of that version say."""
    folder.mkdir()
    for name in ("postgres", "initdb"):
        program = folder / name
        program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        program.chmod(0o755)
    return folder


def test_one_that_is_too_old_is_refused_with_what_to_do(tmp_path: Path) -> None:
    old = of_version(tmp_path / "bin", "14.23 (Debian 14.23-1)")
    with pytest.raises(ServiceFailed, match="PostgreSQL 14，需要 15 或更新的：请把 PORTAL_PG_BIN"):
        Postgres(tmp_path / "data", bin=old).start()
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("version", ["15.18 (Debian 15.18-0+deb12u1)", "17beta1", "18.6"])
def test_newer_ones_will_do(tmp_path: Path, version: str) -> None:
    binaries = of_version(tmp_path / "bin", version)
    assert insist_on_version(binaries, tmp_path / "data") == int(version[:2])


def test_a_folder_without_programs_is_told(tmp_path: Path) -> None:
    with pytest.raises(ServiceFailed, match="没有能运行的 postgres 和 initdb"):
        insist_on_version(tmp_path, tmp_path / "data")


def test_data_of_another_version_are_left_alone_and_that_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "PG_VERSION").write_text("18\n")
    with pytest.raises(ServiceFailed, match=r"由 PostgreSQL 18 建立.*里是 16.*make reset"):
        insist_on_version(of_version(tmp_path / "bin", "16.9"), tmp_path / "data")


def test_a_command_says_it_without_a_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("PORTAL_PG_BIN", str(of_version(tmp_path / "bin", "13.1")))
    monkeypatch.setattr(embedded, "VAR", tmp_path / "services")
    with pytest.raises(SystemExit, match="需要 15 或更新的"):
        embedded.borrow()


def older() -> list[Path]:
    """Those of this machine that bring no letters of their own."""
    found = Path("/usr/lib/postgresql").glob("*/bin")
    return [path for path in found if OLDEST <= int(path.parent.name) < OWN_LETTERS]


@pytest.mark.skipif(not older(), reason="no PostgreSQL 15 or 16 on this machine")
def test_an_older_one_makes_the_same_database(tmp_path: Path) -> None:
    cluster = Postgres(tmp_path / "data", durable=False, bin=older()[0])
    cluster.start()
    with contextlib.closing(psycopg2.connect(cluster.url(APPLICATION))) as database:
        cursor = database.cursor()
        cursor.execute("SELECT '征缴争议' ~ '^\\w+$', '丁' < '七' COLLATE \"default\"")
        assert cursor.fetchone() == (True, "丁" < "七")
    cluster.stop()


def test_others_may_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_PG_BIN", "/srv/postgres/bin")
    assert postgres_binaries() == Path("/srv/postgres/bin")
    monkeypatch.delenv("PORTAL_PG_BIN")
    assert os.access(postgres_binaries() / "postgres", os.X_OK)
