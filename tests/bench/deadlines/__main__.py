"""`python -m tests.bench.deadlines`: lets a world grow, measures on the way, writes its section."""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import django.conf

from config.servers import OWNER
from tests.bench import document, machine
from tests.bench.deadlines.report import section
from tests.bench.house import House
from tests.bench.speaking import say

SMALL, LARGE = 10_000, 100_000  # open clocks at which a calendar is imported


def measure(home: Path, clocks: int, due: int) -> dict[str, Any]:  # Any: figures of several kinds
    house = House(home, clocks)
    try:
        house.found()
        as_owner = {"MIGRATION_DATABASE_URL": house.postgres.url(OWNER)}
        at_work = house.at_work() | {"NOTICE_CHANNELS": "workflow.messages.channels.Console"}
        found: dict[str, Any] = {"imports": []}  # Any: as above
        for size in (SMALL, LARGE, clocks):
            house.run("-m", "tests.bench.deadlines.world", str(size))
            say(f"{size:,} 个在计期限")
            if size != clocks:
                answer = house.run("-m", "tests.bench.deadlines.computing", **at_work)
                found["imports"].append(json.loads(answer))
        sweeping = house.run(
            "-m", "tests.bench.deadlines.sweeping", str(due), **at_work, **as_owner
        )
        return found | {"sweep": json.loads(sweeping)}
    finally:
        house.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-deadlines ARGS=…", description=__doc__)
    parser.add_argument("--clocks", type=int, default=1_000_000, help="在计期限多少个")
    parser.add_argument("--due", type=int, default=10_000, help="其中多少个到期")
    parser.add_argument("--keep", type=Path, help="世界留在这个文件夹，下次直接用")
    parser.add_argument("--quiet", action="store_true", help="只测，不写 docs/performance.md")
    asked = parser.parse_args()
    if asked.clocks < 20 * asked.due:  # every round lets another group fall due
        parser.error("在计期限须至少是到期的二十倍")
    django.conf.settings.configure(USE_TZ=True, TIME_ZONE="Asia/Shanghai")
    home = asked.keep or Path(tempfile.mkdtemp(prefix="portal-bench-"))
    try:
        told = machine.described()
        found = measure(home.resolve(), asked.clocks, asked.due)
    finally:
        if asked.keep is None:
            shutil.rmtree(home, ignore_errors=True)
    text = section(found, told)
    say(text)
    if not asked.quiet:
        document.put("deadlines", text)


if __name__ == "__main__":
    main()
