"""`python -m tests.upgrade.grown`: every migration on a grown database of the first release (R15).

Also the bench behind `make bench-migrations`, which writes its section of docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import django.conf
import psycopg2

from config.servers import Postgres, Valkey
from tests.bench import document, machine
from tests.bench.speaking import say
from tests.multiplying import lists, multiply
from tests.upgrade import released
from tests.upgrade.stepping import LONGEST, Step


def grow(address: str, rows: int) -> int:
    """Until the world of the release is so many rows; how many there are."""
    there = released.rows_by_table(address)
    with closing(psycopg2.connect(address)) as database, database, database.cursor() as cursor:
        world = sum(there[name] for name in lists(cursor))
        multiply(cursor, -(-(rows - sum(there.values())) // world) + 2)  # a few stand once only
    with closing(psycopg2.connect(address)) as database:
        database.autocommit = True
        database.cursor().execute("VACUUM (ANALYZE)")
    return sum(released.rows_by_table(address).values())


def stepped(address: str, home: Path) -> list[Step]:
    told = released.manage(address, home, "-m", "tests.upgrade.stepping")
    return [Step(**each) for each in json.loads(told)]


def section(steps: list[Step], rows: dict[str, int], told: str) -> str:
    return "\n".join(_lines(steps, rows, told))


def _lines(steps: list[Step], rows: dict[str, int], told: str) -> Iterator[str]:
    from django.utils import timezone

    largest = sorted(rows.items(), key=lambda each: -each[1])[:5]
    yield f"""## 升级时的锁（R15）
由 `make bench-migrations` 写成（{timezone.localdate():%Y-%m-%d}）。
机器：{told}。

0.1.0 版的库放大到 {sum(rows.values()):,} 行（最大的表：{
        "、".join(f"{name} {count:,}" for name, count in largest)
    }），
逐个迁移，`lock_timeout` {LONGEST:g} 秒；每 20 毫秒看一次 `pg_locks`：谁独占哪张已有的表多久。
要求独占不超过 {LONGEST:g} 秒；别人读写那张表，最多等这么久。

| 迁移 | 历时（秒） | 独占最久（秒） | 哪张表 | 结论 |
|---|---:|---:|---|---|"""
    for step in steps:
        table = max(step.held, key=lambda name: step.held[name], default="—")
        kept = "达到" if step.longest <= LONGEST else "未达"
        yield f"| {step.name} | {step.seconds:.1f} | {step.longest:.1f} | {table} | {kept} |"


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-migrations ARGS=…", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="放大到多少行")
    parser.add_argument("--quiet", action="store_true", help="只测，不写 docs/performance.md")
    asked = parser.parse_args()
    django.conf.settings.configure(USE_TZ=True, TIME_ZONE="Asia/Shanghai")
    told = machine.described()
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        home = Path(folder)
        postgres, valkey = Postgres(home / "postgres"), Valkey(home / "valkey")
        try:
            postgres.start()
            valkey.start()
            os.environ["REDIS_URL"] = valkey.url()
            with released.database(postgres.url()) as address:
                released.restore(released.versions()[0], address)
                say(f"{grow(address, asked.rows):,} 行")
                rows = released.rows_by_table(address)
                text = section(stepped(address, home), rows, told)
        finally:
            valkey.stop()
            postgres.stop()
    say(text)
    if not asked.quiet:
        document.put("migrations", text)


if __name__ == "__main__":
    main()
