"""A portal of real processes that a test may kill: PostgreSQL, Valkey, worker, beat."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2
import redis

from config.servers import APPLICATION, DATABASE, OWNER, Postgres, Valkey, start_again, tie
from tests.faults import leaving

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300  # seconds; a busy machine needs a tenth of it
CELERY = [sys.executable, "-m", "celery", "-A", "tests.faults.app"]
WORKER = [*CELERY, "worker", "-l", "info", "--without-mingle"]
COMMANDS = {  # as config.portal has them: what waits for a worker never delays the clock
    "clock": [*WORKER, "-Q", "clock", "-c", "1", "-n", "clock@%h"],
    "worker": [*WORKER, "-Q", "waited,celery", "-c", "2"],
    "beat": [*CELERY, "beat", "-l", "warning", "--pidfile="],
}


def until(holds: Callable[[], bool], what: str | Callable[[], str]) -> None:
    """Wait for it; only a test that has failed waits long."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, what if isinstance(what, str) else what()
        time.sleep(0.1)


@dataclass
class House:
    """Everything of it lies in one folder; nothing of it is anybody else's."""

    home: Path
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    restarts: int = 0

    def open(self) -> None:
        """The links keep their names when a service comes back under another."""
        self.home.mkdir()
        self.short = Path(tempfile.mkdtemp(prefix="portal-faults-", dir="/tmp"))
        self.postgres = Postgres(self.home / "postgres")
        self.valkey = Valkey(self.home / "valkey")
        self.start("postgres")
        self.start("valkey")
        kept = {key: os.environ[key] for key in ("PATH", "HOME", "LC_ALL") if key in os.environ}
        self.environment = kept | {
            "PORTAL_MODE": "demo",
            "PORTAL_VAR": str(self.home),
            "DATABASE_URL": f"postgresql://{OWNER}@/{DATABASE}?host={self.short}/postgres",
            "REDIS_URL": f"unix://{self.short}/valkey/socket",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "NOTICE_CHANNELS": "tests.faults.leaving.Leaving",
        }
        self.run("manage.py", "migrate", "--noinput", "-v0")
        self.environment["DATABASE_URL"] = (
            f"postgresql://{APPLICATION}@/{DATABASE}?host={self.short}/postgres"
        )

    def close(self) -> None:
        for name in list(self.children):
            self.kill(name)
        self.valkey.stop()
        self.postgres.stop()
        shutil.rmtree(self.short, ignore_errors=True)

    def start(self, name: str) -> None:
        if name in COMMANDS:
            self._start_child(name)
            return
        service = self.postgres if name == "postgres" else self.valkey
        start_again(service)
        link = self.short / name
        link.unlink(missing_ok=True)
        socket = service.socket()
        assert socket is not None
        link.symlink_to(socket if socket.is_dir() else socket.parent)

    def _start_child(self, name: str) -> None:
        with (self.home / f"{name}.log").open("ab") as log:
            self.children[name] = subprocess.Popen(
                [*tie("KILL"), *COMMANDS[name]], cwd=ROOT, env=self.environment,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def look_after(self) -> None:
        """Start again what ended by itself, as a service manager does.

        A worker ends when a child of its pool is killed before the pool stands.
        """
        ended = [name for name, child in self.children.items() if child.poll() is not None]
        for name in ended:
            self.start(name)
        self.restarts += len(ended)

    def crew(self) -> None:
        """A worker and a beat that live."""
        for name in COMMANDS:
            if name not in self.children or self.children[name].poll() is not None:
                self.start(name)
        beats = self.beats()
        until(lambda: self.beats() != beats, "时钟没有走：" + self.words("clock"))

    def beats(self) -> list[Any]:
        return self.rows("SELECT beaten_at FROM workflow_heartbeat WHERE name = 'beat'")

    def words(self, name: str) -> str:
        log = self.home / f"{name}.log"
        return log.read_text()[-3000:] if log.exists() else ""

    def kill(self, name: str) -> None:
        """SIGKILL, as the out-of-memory killer does it; what it leaves behind is left."""
        services: dict[str, Postgres | Valkey] = {"postgres": self.postgres, "valkey": self.valkey}
        child = services[name].child if name in services else self.children.pop(name)
        assert child is not None
        child.kill()
        child.wait()

    def pool(self, name: str) -> list[int]:
        """The processes in which its tasks run."""
        pid = self.children[name].pid
        with contextlib.suppress(OSError):
            return [
                int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            ]
        return []

    def kill_pool(self, name: str, most: int = 99) -> None:
        for pid in self.pool(name)[:most]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def begin(self, *arguments: str) -> subprocess.Popen[bytes]:
        """A process of the house."""
        return subprocess.Popen(
            [*tie("KILL"), sys.executable, *arguments], cwd=ROOT, env=self.environment,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def run(self, *arguments: str) -> str:
        """The same, awaited; what it wrote."""
        process = self.begin(*arguments)
        out, err = process.communicate()
        assert process.returncode == 0, err.decode()[-3000:]
        return out.decode()

    def rows(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        """As the owner; asked again while PostgreSQL is away."""
        with contextlib.closing(psycopg2.connect(self.postgres.url())) as database:
            database.autocommit = True
            with database.cursor() as cursor:
                cursor.execute(sql, parameters or None)
                return cursor.fetchall() if cursor.description else []

    def broker(self) -> redis.Redis:
        return redis.Redis(unix_socket_path=f"{self.short}/valkey/socket")

    def empty(self) -> None:
        """No dispute, no file, nothing that hangs on one, nobody who still has some in hand."""
        for name in list(self.children):
            self.kill(name)
        for name in (leaving.LEFT, leaving.DIE_AFTER, leaving.DEADLY):
            (self.home / name).unlink(missing_ok=True)
        shutil.rmtree(self.home / "media", ignore_errors=True)  # a worker killed over a paper
        self.rows(
            "SET session_replication_role = replica;"
            "TRUNCATE disputes_dispute, workflow_outboxmessage, workflow_heartbeat CASCADE;"
            "UPDATE departments_officer SET is_active = TRUE"
        )

    def cases(self, number: int) -> dict[str, str]:
        return json.loads(self.run("-m", "tests.faults.cases", str(number)))
