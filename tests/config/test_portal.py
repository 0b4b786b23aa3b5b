"""`manage.py portal` opens the door, keeps the data, and leaves nothing behind: the real thing."""

from __future__ import annotations

import contextlib
import http.client
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config import embedded, portal, typesetting
from config.binaries import ServiceFailed
from config.probe import health
from config.servers import Postgres, Valkey
from tests.knocking import REQUESTS, knock

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("portal")]
PATIENCE = 180  # seconds; a busy machine walks the sample disputes in half of it


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Run:
    """One start of the portal, in a home of its own."""

    def __init__(self, home: Path, port: int) -> None:
        kept = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
        env = kept | typesetting.environment() | {"PORTAL_VAR": str(home), "PORT": str(port)}
        self.address = f"http://127.0.0.1:{port}"
        self.said = home / f"said-{port}"
        with self.said.open("w") as said:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "portal"], cwd=embedded.ROOT, env=env,
                stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True,
            )  # fmt: skip

    def words(self) -> str:
        return self.said.read_text()

    def wait_until_open(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while "门户已启动" not in self.words():
            assert self.process.poll() is None, self.words()
            assert time.monotonic() < deadline, self.words()
            time.sleep(0.2)

    def close(self) -> None:
        """Whatever a failed test left running."""
        if self.process.poll() is None:
            self.end(signal.SIGTERM)

    def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        return self.process.wait(60)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("portal")
    yield folder
    for service in (Valkey(folder / "services/valkey"), Postgres(folder / "services/postgres")):
        service.stop()


@pytest.fixture
def start(home: Path) -> Iterator[Callable[[], Run]]:
    runs: list[Run] = []

    def started() -> Run:
        runs.append(Run(home, free_port()))
        return runs[-1]

    yield started
    for run in runs:
        run.close()


def until(holds: Callable[[], bool], words: Callable[[], str]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, words()
        time.sleep(0.2)


def web_of(run: Run) -> int:
    """The process that started the web workers: a grandchild, which bears its name."""
    for child in children(run.process.pid):
        for born in children(child):
            if Path(f"/proc/{born}/comm").read_text().strip() == "web":
                return born
    raise AssertionError("no web process")


def children(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def status_of(address: str, path: str = "/login/") -> int:
    with contextlib.closing(http.client.HTTPConnection(address.removeprefix("http://"))) as asked:
        asked.request("GET", path)
        answer = asked.getresponse()
        answer.read()
        return answer.status


def what_is_left(home: Path, address: str) -> list[str]:
    services = home / "services"
    left = {
        "postgres": Postgres(services / "postgres").socket(),
        "valkey": Valkey(services / "valkey").socket(),
        "web": health(address),
    }
    return [name for name, found in left.items() if found]


def test_it_opens_says_how_to_get_in_and_leaves_no_orphan_when_killed(
    home: Path, start: Callable[[], Run]
) -> None:
    run = start()
    run.wait_until_open()
    assert run.address in run.words()
    assert (home / "demo-password").read_text() in run.words()
    assert health(run.address)["status"] == "ok"
    run.end(signal.SIGKILL)
    deadline = time.monotonic() + 30
    while what_is_left(home, run.address) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert what_is_left(home, run.address) == []


def test_a_later_start_keeps_the_data_and_stops_cleanly(
    home: Path, start: Callable[[], Run]
) -> None:
    run = start()
    run.wait_until_open()
    assert (home / "demo-password").read_text() in run.words()
    assert "已有数据" in run.words()
    assert status_of(run.address, "/login/?q=230799199001010012") == 200
    until(lambda: '"GET /login/ HTTP/1.1"' in (home / "log" / "web.log").read_text(), run.words)
    assert "230799199001010012" not in (home / "log" / "web.log").read_text()
    assert start().process.wait(60) != 0, "one portal for one home"
    os.kill(web_of(run), signal.SIGKILL)
    until(lambda: "进程 web 停了，已重新启动" in run.words(), run.words)
    os.kill(int((home / "services/postgres/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    until(lambda: "进程 PostgreSQL 停了，已重新启动" in run.words(), run.words)
    until(lambda: health(run.address).get("status") == "ok", run.words)
    assert run.end(signal.SIGINT) == 0
    assert "已停止" in run.words()
    assert what_is_left(home, run.address) == []


def test_a_start_that_fails_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrong keys, say: whoever ended by them has written it into its log, as the last thing."""
    monkeypatch.setattr(portal, "LOGS", tmp_path)
    process = multiprocessing.get_context("forkserver").Process(target=int)
    process.start()
    process.join(PATIENCE)
    (tmp_path / "clock.log").write_text("从前的一行\n密钥不是同一把\n")
    with socket.socket() as door:
        starting = portal.Portal(free_port(), door, children={"clock": portal.Child((), process)})
        with pytest.raises(ServiceFailed, match="门户没有启动成功：密钥不是同一把；"):
            starting.wait_until_fit()


def test_nobody_is_refused_while_the_web_process_is_started_again(
    start: Callable[[], Run],
) -> None:
    run = start()
    run.wait_until_open()
    seen, _ = knock(
        lambda: status_of(run.address), meanwhile=lambda: os.kill(web_of(run), signal.SIGTERM)
    )
    assert seen == {"200": REQUESTS}
    assert "进程 web 停了，已重新启动" in run.words()


def test_a_taken_port_is_told_and_nobody_else_is_taken_for_the_portal(home: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        run = Run(home, other.getsockname()[1])
        assert run.process.wait(60) != 0
    assert "已被别的程序占用" in run.words()
    assert "门户已启动" not in run.words()
