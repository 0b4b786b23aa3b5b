"""`make reset`: the demonstration's portal stops, then its database, files and keys are removed."""

from __future__ import annotations

import contextlib
import fcntl
import importlib.util
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from config import interrupted

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("PORTAL_VAR", ROOT / "var"))
PATIENCE = 60  # seconds, of which a portal that stops needs a few
OURS = ("services", "media", "static", "log", "demo-secret", "demo-keys.json", "demo-password")
QUESTION = f"将停止演示门户，删除 {VAR} 里的演示数据库、文件和密钥，输入 yes 确认："


def main() -> None:
    sys.stdout.write(QUESTION)
    sys.stdout.flush()
    if sys.stdin.readline().strip() != "yes":
        sys.stdout.write("没有改动。\n")
        return
    with _nobody_else():
        _remove_services()
        for name in OURS:
            _remove(VAR / name)
    _remove(ROOT / "var" if VAR == ROOT / "var" else VAR / "typesetting")
    sys.stdout.write("已清空。下次 make run 建立新的数据库，打印新的密码。\n")


@contextlib.contextmanager
def _nobody_else() -> Iterator[None]:
    """The portal that runs is told to stop; none starts meanwhile."""
    services = VAR / "services"
    services.mkdir(parents=True, exist_ok=True)
    with (services / "portal").open("a+") as lock:
        lock.seek(0)
        _stop(lock.read())
        deadline = time.monotonic() + PATIENCE
        while not _is_free(lock.fileno()):
            if time.monotonic() > deadline:
                sys.exit("演示门户还在运行，没有改动：请在它的窗口按 Ctrl-C，再执行一次。")
            time.sleep(0.2)
        yield


def _stop(number: str) -> None:
    """Whoever holds the lock wrote its number there; a number nobody holds may be another's."""
    with (VAR / "services" / "portal").open() as asked:
        if number.isdecimal() and not _is_free(asked.fileno()):
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(number), signal.SIGTERM)


def _is_free(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _remove_services() -> None:
    """Before the keys: a database whose password is gone would be left to nobody."""
    if importlib.util.find_spec("psycopg2") is None:  # nothing installed, so nothing was started
        return
    from config.servers import Postgres, Valkey

    for service in (Valkey(VAR / "services/valkey"), Postgres(VAR / "services/postgres")):
        service.remove()


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    interrupted.told(main)
