"""`python -m tests.bench.start`: how long whoever types `make run` a second time waits (P: ≤ 8 s).

A first start makes the data, then several later ones are timed, each from the process to the
sentence that the door is open; it is said only after /healthz answered ok.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Final

import django.conf

from config import typesetting
from config.binaries import ServiceFailed
from config.servers import Postgres, Valkey
from tests.bench import document, machine
from tests.bench.house import ROOT
from tests.bench.speaking import say

OPEN: Final = "门户已启动"
WANTED_SECONDS: Final = 8.0
PATIENCE: Final = 300  # seconds, for the first


def start(home: Path) -> float:
    """Seconds until the door was open; the portal is stopped again."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said = home / "said"
    settings = {"PORTAL_MODE": "demo", "PORTAL_VAR": str(home), "PORT": str(port)}
    with said.open("w") as words:
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "manage.py", "portal"], cwd=ROOT, stdin=subprocess.DEVNULL,
            env=os.environ | typesetting.environment() | settings,
            stdout=words, stderr=words, start_new_session=True,
        )  # fmt: skip
    try:
        while OPEN not in said.read_text(encoding="utf-8"):
            if process.poll() is not None or time.perf_counter() - began > PATIENCE:
                raise ServiceFailed(said.read_text(encoding="utf-8")[-3000:])
            time.sleep(0.02)
        return time.perf_counter() - began
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def section(first: float, later: list[float], told: str) -> str:
    from django.utils import timezone

    typical = median(later)
    verdict = "达到" if typical <= WANTED_SECONDS else "未达"
    return f"""## 启动
由 `make bench-start` 写成（{timezone.localdate()}）。机器：{told}。
从启动 `manage.py portal` 的进程到“{OPEN}”（此时 /healthz 已答 ok）。
依赖已装好，示例数据在第一次写成。

| 量的是 | 秒 | 要求 | 结论 |
|---|---:|---|---|
| 第一次，数据目录是空的 | {first:.1f} | — | — |
| 再次启动（{len(later)} 次的中位） | {typical:.1f} | ≤ {WANTED_SECONDS:g} | {verdict} |
| 再次启动，最慢的一次 | {max(later):.1f} | — | — |
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-start ARGS=…", description=__doc__)
    parser.add_argument("--times", type=int, default=5, help="再次启动几回")
    parser.add_argument("--quiet", action="store_true", help="只测，不写 docs/performance.md")
    asked = parser.parse_args()
    django.conf.settings.configure(USE_TZ=True, TIME_ZONE="Asia/Shanghai")
    told = machine.described()
    home = Path(tempfile.mkdtemp(prefix="portal-bench-"))
    try:
        first = start(home)
        text = section(first, [start(home) for _ in range(asked.times)], told)
    finally:
        for service in (Valkey(home / "services/valkey"), Postgres(home / "services/postgres")):
            service.stop()
        shutil.rmtree(home, ignore_errors=True)
    say(text)
    if not asked.quiet:
        document.put("start", text)


if __name__ == "__main__":
    main()
