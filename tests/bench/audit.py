"""`python -m tests.bench.audit`: what a row of the audit record costs, how fast all are verified.

The figures are those of one connection on a server as it is set up by `make run`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Final

import django.conf

from tests.bench import document, machine
from tests.bench.house import House
from tests.bench.speaking import say

APPENDED: Final = 3_000
CASES: Final = 100_000
#: Verifying, for a million (六(三), issue: the audit record).
WANTED_SECONDS: Final = 10.0
WANTED_MS: Final = 1.0


def inside(rows: int) -> None:
    """In a process of the portal: measures, and prints what it found."""
    import django

    django.setup()
    from django.db import connection, transaction

    from confidentiality.audit.appending import Happening, append
    from confidentiality.audit.sealing import BATCH
    from confidentiality.audit.verifying import verify

    happening = Happening("look", 1, "SW", "disputes/<int:pk>/", "", "disputes", "7", 200,
                          address="127.0.0.1")  # fmt: skip
    append(happening)
    costs = []
    for _ in range(APPENDED):
        began = time.perf_counter()
        append(happening, "(SELECT id FROM disputes_dispute WHERE id = %s)", [7])
        costs.append((time.perf_counter() - began) * 1000)
    with transaction.atomic():
        began = time.perf_counter()
        for _ in range(APPENDED):
            append(happening, "(SELECT id FROM disputes_dispute WHERE id = %s)", [7])
        inner = (time.perf_counter() - began) * 1000 / APPENDED
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(
            "INSERT INTO confidentiality_auditarrival (kind, officer_id, post, route, object_kind, "
            "object_id, status, address, dispute_id) SELECT 'look', n %% 300, 'SW', "
            "'disputes/<int:pk>/', 'disputes', (n %% %s)::text, 200, '10.1.2.3', "
            "CASE WHEN n %% 2 = 0 THEN n %% %s END FROM generate_series(1, %s) n",
            [CASES, CASES, rows],
        )
        began, made = time.perf_counter(), BATCH
        while made == BATCH:
            cursor.execute("SELECT portal_seal_audit(%s)", [BATCH])
            made = cursor.fetchone()[0]
        sealing = time.perf_counter() - began
        cursor.execute("ANALYZE confidentiality_auditrecord")
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    before, spent, began = _memory(), _spent(backend), time.perf_counter()
    found = verify()
    verifying = time.perf_counter() - began
    told = {
        "inner": inner,
        "append": median(costs),
        "append95": sorted(costs)[int(APPENDED * 0.95)],
        "sealing": sealing,
        "verifying": verifying,
        "own": _spent(backend)[0] - spent[0],
        "postgres": _spent(backend)[1] - spent[1],
        "rows": found.rows,
        "memory": _memory() - before,
    }
    sys.stdout.write(json.dumps(told))


def _spent(backend: int) -> tuple[float, float]:
    """Seconds of processors: of this process; of its backend and of those that helped it.

    On a machine that others use as well the clock says how long one waited for them.
    """
    tick = os.sysconf("SC_CLK_TCK")
    own = Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()
    parent = Path(f"/proc/{own[1]}/stat").read_text().rpartition(")")[2].split()
    ticks = [int(each) for each in (*own[11:13], *parent[13:15])]  # and the parent's, waited for
    return time.process_time(), sum(ticks) / tick


def _memory() -> float:
    """The most that this process has held, in MiB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def section(found: dict[str, float], told: str) -> str:
    from django.utils import timezone

    rows = int(found["rows"])
    a_million = found["verifying"] * 1_000_000 / rows
    words = {True: "达到", False: "未达"}
    inner, alone = found["inner"], f"{found['append']:.2f}；{found['append95']:.2f}"
    per = 1_000_000 / rows
    used = f"{found['own']:.2f}；{found['postgres']:.2f}"
    used += f"（折合百万条 {found['own'] * per:.1f}；{found['postgres'] * per:.1f}）"
    quick = words[a_million <= WANTED_SECONDS]
    verified = f"{found['verifying']:.1f}（折合百万条 {a_million:.1f}）"
    return f"""## 审计留痕
由 `make bench-audit` 写成（{timezone.localdate()}）。
机器：{told}。

| 量的是 | 测得 | 要求 | 结论 |
|---|---:|---|---|
| 办理时在同一事务里记一行，毫秒 | {inner:.2f} | ≤ {WANTED_MS:g} | {words[inner <= WANTED_MS]} |
| 打开一页后单独记一行（中位；第 95 百分位），毫秒 | {alone} | — | — |
| 入链，每秒 | {rows / found["sealing"]:,.0f} | — | — |
| 核验 {rows:,} 条，秒 | {verified} | 百万条 ≤ {WANTED_SECONDS:g} | {quick} |
| 核验用的处理器时间，秒：平台；PostgreSQL（两边同时算） | {used} | — | — |
| 核验时多用的内存，MiB | {found["memory"]:.0f} | 不随条数增加 | — |
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-audit ARGS=…", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="核验多少条")
    parser.add_argument("--quiet", action="store_true", help="只测，不写 docs/performance.md")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        inside(asked.rows)
        return
    django.conf.settings.configure(USE_TZ=True, TIME_ZONE="Asia/Shanghai")
    home = Path(tempfile.mkdtemp(prefix="portal-bench-"))
    house = House(home, 0)
    try:
        house.found()
        said = house.run("-m", "tests.bench.audit", "--inside", "--rows", str(asked.rows))
        text = section(json.loads(said.strip().splitlines()[-1]), machine.described())
    finally:
        house.close()
        shutil.rmtree(home, ignore_errors=True)
    say(text)
    if not asked.quiet:
        document.put("audit", text)


if __name__ == "__main__":
    main()
