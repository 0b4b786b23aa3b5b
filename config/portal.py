"""Runs the whole portal for a demonstration: services, pages, worker, clock; and stops them."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from types import FrameType

from config import assets, embedded, interrupted, nursery, typesetting
from config.binaries import ServiceFailed
from config.probe import health
from config.servers import Postgres, Valkey, start_again, tie

ROOT = embedded.ROOT
LOGS = embedded.VAR.parent / "log"
COLLECTED = embedded.VAR.parent / "static" / ".stamp"  # what was collected last time
FIT_WITHIN = 60  # seconds
DEATHS_A_MINUTE = 3
BACKLOG = 2048  # as many may wait while the web process is started again
UNITS = ("yb", "rs", "sb", "xf", "cz", "cl", "wm")
ACCOUNTS = (
    "sw_clerk", "sw_reviewer", "sw_head", "leader", "deputy", "office", "auditor", "archivist",
    "sysadmin", "secadmin", "logadmin",
)  # fmt: skip

CELERY = ("celery", "-A", "config")
WORKER = (*CELERY, "worker", "-l", "info", "--without-mingle")
#: The clock first, so that it has beaten by the time the door opens.
CREW = {
    "clock": (*WORKER, "-Q", "clock", "-c", "1", "-n", "clock@%h"),
    "worker": (*WORKER, "-Q", "waited,celery", "-c", "2"),
    "beat": (*CELERY, "beat", "-l", "warning", "--pidfile="),
}
WEB = (
    "gunicorn", "config.wsgi", "--config", "python:config.serving", "--workers", "2",
    "--threads", "2",
)  # fmt: skip


@dataclass
class Child:
    """A process of the portal, and how it is started."""

    command: tuple[str, ...]
    process: ForkServerProcess


@dataclass
class Portal:
    """The children by name, in the order they started; they stop the other way round."""

    port: int
    door: socket.socket  # stays open while the web process is started again: whoever asks waits
    services: Sequence[Postgres | Valkey] = ()
    children: dict[str, Child] = field(default_factory=dict)
    died_at: dict[str, list[float]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def prepare(self) -> None:
        """Everything a page needs, each step doing nothing when it was done before."""
        assets.main()
        owner = os.environ.pop("MIGRATION_DATABASE_URL", None)  # for who changes tables alone
        nursery.warm()
        rights = {"MIGRATION_DATABASE_URL": owner} if owner else {}
        steps, collected = [["migrate", "--noinput", "-v0"]], assets.collection()
        if not COLLECTED.exists() or COLLECTED.read_text() != collected:
            steps.append(["collectstatic", "--noinput", "-v0"])
        python = [*tie("TERM"), sys.executable, "manage.py"]
        commands = [[*python, *step] for step in steps]
        if not interrupted.together(commands, cwd=ROOT, env=os.environ | rights):
            raise ServiceFailed("准备没有完成，原因见上。")
        COLLECTED.write_text(collected)

    def start(self) -> None:
        """Who works unseen, the demonstration, and the door."""
        for name, command in CREW.items():
            self._child(name, command)
        seeding = nursery.bear("seed", ("manage", "seed_demo"), log=None)
        seeding.join()
        if seeding.exitcode:
            raise ServiceFailed("示例数据没有写成，原因见上。")
        self.door.listen(BACKLOG)
        self._child("web", WEB)

    def _child(self, name: str, command: tuple[str, ...]) -> None:
        door = self.door if name == "web" else None
        process = nursery.bear(name, command, log=LOGS / f"{name}.log", door=door)
        self.children[name] = Child(command, process)

    def wait_until_fit(self) -> None:
        deadline = time.monotonic() + FIT_WITHIN
        while time.monotonic() < deadline and self.complete():
            if health(self.address).get("status") == "ok":
                return
            time.sleep(0.2)
        why = self._last_words() or health(self.address)
        raise ServiceFailed(f"门户没有启动成功：{why}；详见 {LOGS}。")

    def _last_words(self) -> str:
        """What whoever did not live has written last; all say the same where keys are wrong."""
        dead = [name for name, child in self.children.items() if not child.process.is_alive()]
        said = [(LOGS / f"{name}.log").read_text().rstrip().rpartition("\n")[2] for name in dead]
        return "；".join(dict.fromkeys(said))

    def complete(self) -> bool:
        return all(child.process.is_alive() for child in self.children.values())

    def look_after(self) -> None:
        """One that died is started again, and that is told; one that will not live ends all."""
        for service in self.services:
            if service.child is not None and service.child.poll() is not None:
                self._again(service.name, service.log, partial(start_again, service))
        for name, child in list(self.children.items()):
            if not child.process.is_alive():
                self._again(name, LOGS / f"{name}.log", partial(self._child, name, child.command))

    def _again(self, name: str, log: Path, start: Callable[[], None]) -> None:
        recent = [at for at in self.died_at.get(name, []) if at > time.monotonic() - 60]
        self.died_at[name] = [*recent, time.monotonic()]
        if len(recent) >= DEATHS_A_MINUTE:
            raise ServiceFailed(f"进程 {name} 一再停下，原因见 {log}。")
        start()
        print(f"进程 {name} 停了，已重新启动；原因见 {log}。", flush=True)

    def stop(self) -> None:
        for child in reversed(self.children.values()):
            child.process.terminate()
        for child in reversed(self.children.values()):
            child.process.join(20)
            child.process.kill()  # does nothing where it has ended


def run(port: int, password: str) -> None:
    """From nothing to an open door, and back at Ctrl-C or SIGTERM."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)  # said aloud: a shell's background job ignores Ctrl-C
    try:
        with _only_one(), _door(port) as door, embedded.services(tied=True) as services:
            os.environ |= typesetting.environment()
            _serve(Portal(port, door, services), password)
    except KeyboardInterrupt:
        print("已停止。")


def _serve(portal: Portal, password: str) -> None:
    print("正在准备数据库、页面和演示数据，第一次约需一分钟……", flush=True)
    portal.prepare()
    try:
        portal.start()
        portal.wait_until_fit()
        print(_welcome(portal.address, password), flush=True)
        while True:
            portal.look_after()
            time.sleep(0.5)
    finally:
        print("正在停止……", flush=True)
        portal.stop()


def _door(port: int) -> socket.socket:
    """Taken before anything starts: whoever else held the port would be taken for the portal."""
    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind(("127.0.0.1", port))
    except OSError:
        door.close()
        raise ServiceFailed(
            f"端口 {port} 已被别的程序占用：请停掉它，或换一个，例如 PORT={port + 1} make run。"
        ) from None
    return door


def _leave(number: int, frame: FrameType | None) -> None:
    """Once: whoever presses it again does not cut short what is being put away."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


@contextlib.contextmanager
def _only_one() -> Iterator[None]:
    embedded.VAR.mkdir(parents=True, exist_ok=True)
    with (embedded.VAR / "portal").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServiceFailed("门户已经在运行。") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))  # `make reset` asks for it
        lock.flush()
        yield


def _welcome(address: str, password: str) -> str:
    return f"""
  门户已启动：{address}/
  演示账号：{"、".join(ACCOUNTS[:3])}（税务局登记、审核、负责人）
            其他单位把 sw 换成 {"、".join(UNITS)}
            {"、".join(ACCOUNTS[3:])}
  密    码：{password}
  停    止：Ctrl-C；数据留在 var/，make reset 清空
"""
