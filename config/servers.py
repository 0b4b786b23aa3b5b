"""One PostgreSQL cluster or one Valkey in a folder: found, started, stopped, removed.

The owner of the tables is `portal`; the portal itself works as `portal_app`, which can neither
change a table's shape nor empty one.
"""

from __future__ import annotations

import contextlib
import os
import pwd
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

from config import interrupted, tuning
from config.binaries import (
    ServiceFailed,
    insist_on_version,
    letters,
    postgres_binaries,
    reachable_binaries,
    valkey_binary,
)
from config.outside import Outside, beside

OWNER, APPLICATION, DATABASE = "portal", "portal_app", "portal"
ROLES_SQL = Path(__file__).with_name("roles.sql")
SHORT = Path("/tmp")  # noqa: S108 -- a socket's path may have 107 bytes, a project's folder more
UNPRIVILEGED = ("unshare", "-U", "--map-user=1000", "--map-group=1000", "--")


@dataclass
class Postgres:
    """One cluster in one folder, reached by a socket in a short folder under /tmp."""

    data: Path
    durable: bool = True
    tied: bool = True  # dies with the process that started it
    bin: Path = field(default_factory=postgres_binaries)
    prefix: tuple[str, ...] = ()
    child: subprocess.Popen[bytes] | None = None
    run_as: dict[str, Any] = field(default_factory=dict)  # Any: Popen's user and group arguments
    outside: Outside | None = None
    folder: Path | None = None  # of the socket: started again, it is found where it was
    name = "PostgreSQL"

    def __post_init__(self) -> None:
        if os.geteuid() == 0:
            self._leave_root()

    def _leave_root(self) -> None:
        """PostgreSQL refuses to run as root: a user namespace, or else the user `nobody`."""
        trial = subprocess.run([*UNPRIVILEGED, "true"], capture_output=True, check=False)
        if trial.returncode == 0 and not self.data.is_symlink():
            self.prefix = UNPRIVILEGED
            return
        nobody = pwd.getpwnam("nobody")
        self.run_as = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self.bin = reachable_binaries(self.bin)
        self.outside = Outside(self.data)
        self.data = self.outside.folder
        if self.outside.is_left_behind():
            self.remove()
            sys.stderr.write("这里从前的演示数据库失去了它的 var/，已停止并删除。\n")

    def socket(self) -> Path | None:
        """Where the running server listens; postmaster.pid is its own word for it."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            folder = Path(lines[4])
            self._connect(folder, "postgres").close()
        except (OSError, IndexError, psycopg2.OperationalError):
            return None
        return folder

    def url(self, role: str = OWNER) -> str:
        return f"postgresql://{role}@/{DATABASE}?host={self.socket()}"

    def start(self) -> None:
        self.data.parent.mkdir(parents=True, exist_ok=True)
        major = insist_on_version(self.bin, self.data)
        self._wait_for_the_last()
        if self.outside:
            self.outside.open(self.run_as["user"], self.run_as["group"])
        if not (self.data / "PG_VERSION").exists():
            self._initdb(major)
        folder = self.folder = self.folder or Path(tempfile.mkdtemp(prefix="portal-pg-", dir=SHORT))
        if self.run_as:
            os.chown(folder, self.run_as["user"], self.run_as["group"])
        command = [self.bin / "postgres", "-D", self.data, "-k", folder, "-c", "listen_addresses="]
        command += tuning.options()
        if not self.durable:
            for setting in ("fsync=off", "synchronous_commit=off", "full_page_writes=off"):
                command += ["-c", setting]
        with self.log.open("ab") as log:
            self.child = subprocess.Popen(
                [*self.prefix, *tie("INT", self.tied), *map(str, command)],
                env=_clean_environment(), cwd="/", stdout=log, stderr=log,
                start_new_session=True, **self.run_as,
            )  # fmt: skip
        _wait(lambda: self.socket() is not None, self.child, self.log)
        self._prepare(folder)

    @property
    def log(self) -> Path:
        return (self.folder or self.data) / "log"

    def _wait_for_the_last(self) -> None:
        """One that was told to stop a moment ago still holds the folder."""
        with contextlib.suppress(OSError, IndexError, ValueError):
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
            if str(self.data) in Path(f"/proc/{pid}/cmdline").read_text():
                _watch(pid)

    def _initdb(self, major: int) -> None:
        """Made beside its place: what an interrupted one leaves is never taken for a database."""
        draft = beside(self.data)
        shutil.rmtree(draft, ignore_errors=True)
        command = [
            self.bin / "initdb", "-D", draft, "-U", OWNER, "-A", "trust", "-E", "UTF8",
            "--data-checksums", *letters(major), *([] if self.durable else ["--no-sync"]),
        ]  # fmt: skip
        done = interrupted.run(
            [*self.prefix, *map(str, command)],
            env=_clean_environment(), cwd="/", stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            **self.run_as,
        )  # fmt: skip
        if done.returncode:
            raise ServiceFailed(f"PostgreSQL 初始化失败：\n{done.stderr.decode()[-2000:]}")
        draft.rename(self.data)

    def _prepare(self, folder: Path) -> None:
        """The database and the two roles; whatever an interrupted start has left out is made."""
        with contextlib.closing(self._connect(folder, "postgres")) as server:
            server.autocommit = True
            cursor = server.cursor()
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION])
            if not cursor.fetchone():
                cursor.execute(f"CREATE ROLE {APPLICATION} LOGIN")
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not cursor.fetchone():
                cursor.execute(f"CREATE DATABASE {DATABASE}")
        with contextlib.closing(self._connect(folder, DATABASE)) as database:
            database.cursor().execute(ROLES_SQL.read_text())
            database.commit()

    def _connect(self, folder: Path, database: str) -> Any:  # Any: psycopg2 carries no types
        return psycopg2.connect(host=str(folder), user=OWNER, dbname=database, connect_timeout=5)

    def stop(self) -> None:
        """Fast shutdown: sessions are cut, what was committed is on disk."""
        folder = self.socket()
        if folder is None:  # a pid file may outlive its server, and the number may be another's now
            return
        pid = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        _end(pid, signal.SIGINT, self.child)
        shutil.rmtree(folder, ignore_errors=True)
        self.folder = None

    def remove(self) -> None:
        """Stopped, and gone for good."""
        self.stop()
        shutil.rmtree(beside(self.data), ignore_errors=True)
        if self.outside:
            self.outside.remove()
        else:
            shutil.rmtree(self.data, ignore_errors=True)


@dataclass
class Valkey:
    """One server in one folder, reached by a socket under /tmp; `socket` in the folder names it."""

    data: Path
    durable: bool = True
    tied: bool = True
    child: subprocess.Popen[bytes] | None = None
    place: Path | None = None  # of the socket: started again, it is found where it was
    name = "Valkey"

    def socket(self) -> Path | None:
        try:
            path = Path((self.data / "socket").read_text())
            with contextlib.closing(redis.Redis(unix_socket_path=str(path))) as client:
                client.ping()
        except (OSError, redis.RedisError):
            return None
        return path

    def url(self) -> str:
        return f"unix://{self.socket()}"

    def start(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        self.place = self.place or Path(tempfile.mkdtemp(prefix="portal-valkey-", dir=SHORT))
        path = self.place / "socket"
        (self.data / "socket").write_text(str(path))
        options = {
            "port": "0", "unixsocket": path, "unixsocketperm": "700", "dir": self.data,
            "appendonly": "yes" if self.durable else "no", "save": "", "maxmemory": "256mb",
            "maxmemory-policy": "noeviction",
        }  # fmt: skip
        arguments = [text for key, value in options.items() for text in (f"--{key}", str(value))]
        with self.log.open("ab") as log:
            self.child = subprocess.Popen(
                [*tie("TERM", self.tied), str(valkey_binary()), *arguments],
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        _wait(lambda: self.socket() is not None, self.child, self.log)

    @property
    def log(self) -> Path:
        return self.data / "log"

    def stop(self) -> None:
        path = self.socket()
        if path is None:
            return
        with contextlib.closing(redis.Redis(unix_socket_path=str(path))) as client:
            pid = client.info("server")["process_id"]
        _end(pid, signal.SIGTERM, self.child)
        shutil.rmtree(path.parent, ignore_errors=True)
        self.place = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.data, ignore_errors=True)


def start_again(service: Postgres | Valkey) -> None:
    """After a kill: PostgreSQL refuses while backends of the killed one still end."""
    deadline = time.monotonic() + 30
    while True:
        try:
            return service.start()
        except (ServiceFailed, psycopg2.OperationalError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def tie(signal_name: str, tied: bool = True) -> list[str]:  # noqa: FBT001, FBT002
    """A command prefix: the child is signalled when its parent dies, so no orphan is left."""
    return ["setpriv", "--pdeathsig", signal_name, "--"] if tied and shutil.which("setpriv") else []


def _clean_environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    return kept | {"LC_ALL": "C.UTF-8"}


def _wait(ready: Callable[[], bool], child: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while not ready():
        if child.poll() is not None or time.monotonic() > deadline:
            raise ServiceFailed(f"{log.parent} 的服务没有启动：\n{log.read_text()[-2000:]}")
        time.sleep(0.02)


def abandon(child: subprocess.Popen[bytes] | None) -> None:
    """A server whose start was cut short, before anybody could ask it for its number."""
    if child is not None and child.poll() is None:
        _end(child.pid, signal.SIGINT, child)


def _end(pid: int, how: signal.Signals, child: subprocess.Popen[bytes] | None) -> None:
    """Signal and wait; a child is reaped, another's process is watched."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, how)
    if child is not None and child.pid == pid:
        child.wait(30)
        return
    _watch(pid)


def _watch(pid: int) -> None:
    deadline = time.monotonic() + 30
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
