"""A portal with a generated world in it: services of its own, gunicorn as `make run` starts it."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

from config import assets, typesetting
from config.binaries import ServiceFailed
from config.probe import health
from config.servers import APPLICATION, OWNER, Postgres, Valkey, tie

ROOT = Path(__file__).resolve().parent.parent.parent
WORKERS, THREADS = 2, 2
PASSWORD = "Bench-2026!"


@dataclass
class House:
    """One world behind one address; durable, as a server is."""

    home: Path
    disputes: int
    port: int = 0
    made: dict[str, float] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    web: subprocess.Popen[bytes] | None = None

    def found(self) -> None:
        """Services and schema."""
        self.postgres = Postgres(self.home / "services" / "postgres")
        self.valkey = Valkey(self.home / "services" / "valkey")
        for service in (self.postgres, self.valkey):
            if service.socket() is None:
                service.start()
        self.environment = os.environ | typesetting.environment() | self._settings(OWNER)
        self.run("manage.py", "migrate", "--noinput", "-v0")

    def open(self) -> None:
        """Rows and pages as well."""
        self.found()
        assets.main()
        self.run("manage.py", "collectstatic", "--noinput", "-v0")
        self.made = json.loads(self.run("-m", "tests.bench.load", str(self.disputes)))
        self.environment |= self.at_work()
        self._serve()

    def at_work(self) -> dict[str, str]:
        """From here on as a server's processes: nobody owns a table, no statement takes long."""
        return self._settings(APPLICATION) | {"STATEMENT_TIMEOUT_MS": "15000"}

    def _settings(self, role: str) -> dict[str, str]:
        return {
            "PORTAL_MODE": "demo",
            "PORTAL_VAR": str(self.home),
            "DATABASE_URL": self.postgres.url(role),
            "REDIS_URL": self.valkey.url(),
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
            "DEMO_PASSWORD": PASSWORD,
            "STATEMENT_TIMEOUT_MS": "0",
            "API_RATE": "100000/s",
            "LOG_LEVEL": "WARNING",
        }

    def run(self, *arguments: str, **environment: str) -> str:
        """A process of the house; what it wrote."""
        done = subprocess.run(
            [*tie("TERM"), sys.executable, *arguments],
            cwd=ROOT, env=self.environment | environment, check=True, text=True,
            stdout=subprocess.PIPE,
        )  # fmt: skip
        return done.stdout

    def _serve(self) -> None:
        self.port = _free_port()
        with (self.home / "web.log").open("ab") as log:
            self.web = subprocess.Popen(
                [*tie("TERM"), sys.executable, "-m", "gunicorn", "config.wsgi",
                 "--config", "python:config.serving",
                 "--workers", str(WORKERS), "--threads", str(THREADS),
                 "--bind", f"127.0.0.1:{self.port}",
                 "--access-logfile", str(self.home / "access.log")],
                cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + 60
        while not health(f"http://127.0.0.1:{self.port}"):
            if self.web.poll() is not None or time.monotonic() > deadline:
                raise ServiceFailed((self.home / "web.log").read_text()[-3000:])
            time.sleep(0.2)

    def close(self) -> None:
        if self.web is not None:
            self.web.terminate()
            self.web.wait(20)
        self.valkey.stop()
        self.postgres.stop()

    def column(self, sql: str) -> list[int]:
        """Ids to ask for, straight from the tables."""
        with contextlib.closing(psycopg2.connect(self.postgres.url(OWNER))) as database:
            cursor = database.cursor()
            cursor.execute(sql)
            return [int(row[0]) for row in cursor.fetchall()]

    def scalar(self, sql: str) -> int:
        return self.column(sql)[0]

    def workers(self) -> list[int]:
        """The processes that answer."""
        assert self.web is not None
        children = Path(f"/proc/{self.web.pid}/task/{self.web.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def answers(self) -> int:
        """How many requests were answered so far, by the access log."""
        return (self.home / "access.log").read_bytes().count(b"\n")

    def memory(self) -> tuple[float, float]:
        """RSS and PSS of the largest worker, in MiB."""
        rolled = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in self.workers()]
        return _largest(rolled, "Rss:"), _largest(rolled, "Pss:")


def _largest(rolled: list[str], name: str) -> float:
    lines = [line.split() for text in rolled for line in text.splitlines()]
    return max(int(line[1]) for line in lines if line[0] == name) / 1024


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
