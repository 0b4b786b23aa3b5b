"""The embedded servers start, keep what they were given, and leave nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
import redis

from config import embedded
from config.binaries import ServiceFailed
from config.servers import APPLICATION, Postgres, Valkey


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    postgres = Postgres(tmp_path_factory.mktemp("cluster") / "postgres", durable=False)
    postgres.start()
    yield postgres
    postgres.stop()


def ask(url: str, sql: str) -> object:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        cursor = connection.cursor()
        cursor.execute(sql)
        return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


def test_postgres_listens_on_a_socket_only(cluster: Postgres) -> None:
    assert ask(cluster.url(), "SHOW listen_addresses") == ""
    assert ask(cluster.url(), "SHOW data_checksums") == "on"
    assert int(str(ask(cluster.url(), "SHOW server_version_num"))) >= 180_000


def test_chinese_letters_are_letters_to_it(cluster: Postgres) -> None:
    assert ask(cluster.url(), "SELECT '征缴争议' ~ '^\\w+$'") is True


def test_the_portals_role_reads_and_writes_rows_but_owns_nothing(cluster: Postgres) -> None:
    ask(cluster.url(), "CREATE TABLE IF NOT EXISTS paper (id bigserial, words text)")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(cluster.url(APPLICATION), "SELECT words FROM paper")
    ask(cluster.url(), f"GRANT SELECT, INSERT ON paper TO {APPLICATION}")
    ask(cluster.url(APPLICATION), "INSERT INTO paper (words) VALUES ('一')")
    assert ask(cluster.url(APPLICATION), "SELECT words FROM paper LIMIT 1") == "一"
    for sql in ("TRUNCATE paper", "DROP TABLE paper", "ALTER TABLE paper DISABLE TRIGGER ALL",
                "CREATE TABLE other (id int)", "CREATE TEMP TABLE other (id int)"):  # fmt: skip
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            ask(cluster.url(APPLICATION), sql)


def test_postgres_keeps_its_data_over_a_restart(tmp_path: Path) -> None:
    first = Postgres(tmp_path / "postgres", durable=False)
    first.start()
    ask(first.url(), "CREATE TABLE kept AS SELECT 42 AS number")
    folder = first.socket()
    first.stop()
    assert first.socket() is None
    assert folder is not None
    assert not folder.exists()
    second = Postgres(tmp_path / "postgres", durable=False)
    second.start()
    assert ask(second.url(APPLICATION), "SELECT current_user") == APPLICATION
    assert ask(second.url(), "SELECT number FROM kept") == 42
    second.stop()


def test_valkey_keeps_its_data_over_a_restart(tmp_path: Path) -> None:
    first = Valkey(tmp_path / "valkey")
    first.start()
    redis.Redis.from_url(first.url()).set("word", "kept")
    first.stop()
    assert first.socket() is None
    second = Valkey(tmp_path / "valkey")
    second.start()
    with redis.Redis.from_url(second.url(), decode_responses=True) as client:
        assert client.get("word") == "kept"
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
    second.stop()


def test_a_server_that_does_not_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("9.6")
    with pytest.raises(ServiceFailed, match="没有启动"):
        Postgres(tmp_path / "postgres").start()


def test_a_pid_file_that_outlived_its_server_ends_nobody_else(tmp_path: Path) -> None:
    innocent = subprocess.Popen(["sleep", "60"])
    (tmp_path / "postgres").mkdir()
    stale = f"{innocent.pid}\n{tmp_path}\n0\n5432\n{tmp_path}/gone\n"
    (tmp_path / "postgres" / "postmaster.pid").write_text(stale)
    Postgres(tmp_path / "postgres").stop()
    assert innocent.poll() is None
    innocent.kill()
    innocent.wait()


HOLD = textwrap.dedent("""
    import os, sys, time
    from config import embedded
    with embedded.services(tied=sys.argv[1] == "tied"):
        print(os.environ["DATABASE_URL"], flush=True)
        sys.stdin.readline()
""")


class Holder:
    """Another process that is at work with the embedded services."""

    def __init__(self, home: Path, how: str) -> None:
        env = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLD, how], env=env | {"PORTAL_VAR": str(home)},
            cwd=embedded.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()

    def finish(self) -> None:
        self.process.communicate("\n", timeout=60)


def is_up(home: Path) -> bool:
    services = home / "services"
    found = (Postgres(services / "postgres").socket(), Valkey(services / "valkey").socket())
    return any(found)


def test_two_commands_share_and_the_last_one_out_stops(tmp_path: Path) -> None:
    first, second = Holder(tmp_path, "borrowed"), Holder(tmp_path, "borrowed")
    assert first.url == second.url != ""
    first.finish()
    assert is_up(tmp_path)
    second.finish()
    assert not is_up(tmp_path)


def test_a_killed_supervisor_leaves_no_orphan(tmp_path: Path) -> None:
    holder = Holder(tmp_path, "tied")
    assert is_up(tmp_path)
    holder.process.send_signal(signal.SIGKILL)
    holder.process.communicate()
    deadline = time.monotonic() + 20
    while is_up(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not is_up(tmp_path)
