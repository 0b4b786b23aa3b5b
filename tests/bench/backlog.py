"""`python -m tests.bench.backlog`: two thousand papers wait, and the clock is on time (D6).

Measured with the processes that `make run` starts, by the heartbeats that they leave.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import django.conf
import psycopg2

from config.portal import CREW
from config.servers import OWNER, tie
from tests.bench import document, machine
from tests.bench.house import ROOT, House
from tests.bench.speaking import say

WAITING = 2_000
DRAWN_A_SECOND = 25  # more than two cores draw, so that so many wait to the end
CLOCKS = 6_000
LATEST = 65.0  # seconds between two sweeps


@dataclass
class Found:
    """What was seen from outside, second by second."""

    minutes: int
    sweeps: list[datetime] = field(default_factory=list)
    beats: list[datetime] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    told: int = 0

    def see(self, sweep: datetime | None, beat: datetime | None, waiting: int) -> None:
        for seen, at in ((self.sweeps, sweep), (self.beats, beat)):
            if at is not None and at not in seen[-1:]:
                seen.append(at)
        self.waiting.append(waiting)


def between(seen: list[datetime]) -> list[float]:
    return [(after - before).total_seconds() for before, after in pairwise(seen)]


@contextlib.contextmanager
def at_work(house: House) -> Iterator[None]:
    """The crew of a portal, and its end."""
    environment = house.environment | house.at_work()
    crew = [_begin(house.home / f"{name}.log", command, environment)
            for name, command in CREW.items()]  # fmt: skip
    try:
        yield
    finally:
        for process in reversed(crew):
            process.terminate()
        for process in crew:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(30)


def _begin(
    log: Path, command: tuple[str, ...], environment: dict[str, str]
) -> subprocess.Popen[bytes]:
    with log.open("ab") as out:
        return subprocess.Popen(
            [*tie("TERM"), *command], cwd=ROOT, env=environment, stdout=out, stderr=out,
            stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip


_SEEN = """
    SELECT (SELECT beaten_at FROM workflow_heartbeat WHERE name = 'sweep'),
        (SELECT beaten_at FROM workflow_heartbeat WHERE name = 'beat'),
        (SELECT count(*) FROM workflow_outboxmessage
            WHERE topic = 'workflow.render_paper' AND delivered_at IS NULL)
"""
_FALL_DUE = """
    UPDATE workflow_deadline SET due_on = today - 1, amber_on = today - 5, next_on = today - 5
    FROM (SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date today) d
    WHERE id %% %s = %s
"""


def watch(house: House, minutes: int) -> Found:
    """Every second; every minute another part of the clocks falls due."""
    found = Found(minutes)
    with contextlib.closing(psycopg2.connect(house.postgres.url(OWNER))) as database:
        database.autocommit = True
        cursor: Any = database.cursor()
        for second in range(minutes * 60):
            if second % 60 == 0:
                cursor.execute(_FALL_DUE, [minutes, second // 60])
            cursor.execute(_SEEN)
            found.see(*cursor.fetchone())
            time.sleep(1)
        cursor.execute("SELECT count(*) FROM workflow_deadlinestage")
        found.told = cursor.fetchone()[0]
    return found


def measure(home: Path, minutes: int, papers: int) -> Found:
    house = House(home, 0)
    try:
        house.found()
        house.run("-m", "tests.bench.queueing", str(papers), str(CLOCKS))
        say(f"{papers:,} 份文书在等")
        with at_work(house):
            return watch(house, minutes)
    finally:
        house.close()


def section(found: Found, told: str) -> str:
    from django.utils import timezone

    sweeps, beats = between(found.sweeps), between(found.beats)
    drawn = found.waiting[0] - found.waiting[-1]
    kept = max(sweeps) <= LATEST and min(found.waiting) >= WAITING
    return f"""## 文书积压时的期限（D6）
由 `make bench-backlog` 写成（{timezone.localdate():%Y-%m-%d}）。
机器：{told}。

真的进程（与 `make run` 相同：clock 一个，worker 两个，beat），{
        found.minutes
    } 分钟，每秒看一次心跳。
其间等着生成的文书始终不少于 {min(found.waiting):,} 份（生成了 {drawn:,} 份），
每分钟另有 {CLOCKS // found.minutes:,} 个期限到期，共记下 {found.told:,} 个节点。

| 心跳 | 应当每隔 | 次数 | 间隔中位（秒） | 最长（秒） | 要求 | 结论 |
|---|---:|---:|---:|---:|---|---|
| 查期限 | 60 秒 | {len(sweeps)} | {median(sweeps):.1f} | {max(sweeps):.1f} | ≤ {
        LATEST:g} 秒，等的 ≥ {WAITING:,} 份 | {"达到" if kept else "未达"} |
| 时钟 | 10 秒 | {len(beats)} | {median(beats):.1f} | {max(beats):.1f} | — | — |
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-backlog ARGS=…", description=__doc__)
    parser.add_argument("--minutes", type=int, default=10, help="看多少分钟")
    parser.add_argument("--papers", type=int, help="多少份文书在等；不写则两核画不完")
    parser.add_argument("--quiet", action="store_true", help="只测，不写 docs/performance.md")
    asked = parser.parse_args()
    django.conf.settings.configure(USE_TZ=True, TIME_ZONE="Asia/Shanghai")
    home = Path(tempfile.mkdtemp(prefix="portal-bench-"))
    try:
        told = machine.described()
        papers = asked.papers or WAITING + DRAWN_A_SECOND * 60 * asked.minutes
        text = section(measure(home, asked.minutes, papers), told)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    say(text)
    if not asked.quiet:
        document.put("backlog", text)


if __name__ == "__main__":
    main()
