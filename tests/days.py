"""The tests that ask what day it is, each day of a list in turn: `make test-days`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
#: Days on which counting has gone wrong somewhere before, and why each is here.
DAYS = {
    "2026-01-04": "调休的星期日，元旦之后",
    "2026-02-14": "春节前一天，调休的星期六",
    "2026-02-16": "春节假期中，一周之内没有工作日",
    "2026-02-28": "2月最后一天，调休的星期六",
    "2026-09-20": "调休的星期日",
    "2026-09-30": "国庆节前一天",
    "2026-10-03": "国庆假期中，星期六",
    "2026-10-10": "调休的星期六",
    "2026-11-27": "星期五",
    "2026-11-29": "星期日，33 天后是下一年",
    "2026-12-31": "年末",
    "2027-01-01": "元旦，当年的放假通知尚未导入",
    "2027-02-28": "没有放假通知的年份，星期日",
    "2028-02-29": "闰日，没有放假通知的年份",
}

#: A process of its own keeps the day of the machine, and so does Chromium; these read no other.
ELSEWHERE = {"bench", "browser", "faults", "upgrade"}


def rooms() -> list[str]:
    """Whatever reads the clock of its own process: a room that is added is run as well."""
    holding = {path.relative_to(HERE).parts[0] for path in HERE.rglob("test_*.py")}
    return [f"tests/{name}" for name in sorted(holding - ELSEWHERE)]


def main(options: list[str]) -> int:
    """Every day is run, whatever the one before it said; one alone by PORTAL_TEST_DAY."""
    asked = os.environ.get("PORTAL_TEST_DAY")
    days = {asked: DAYS.get(asked, "指定的日期")} if asked else DAYS
    failed = [on for on, why in days.items() if not _passes(on, why, options)]
    sys.stdout.write(f"失败：{'、'.join(failed)}\n" if failed else f"{len(days)} 天全部通过。\n")
    return 1 if failed else 0


def _passes(on: str, why: str, options: list[str]) -> bool:
    sys.stdout.write(f"\n{on}　{why}\n")
    sys.stdout.flush()
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "2",
        "--dist",
        "loadgroup",
        *(options or rooms()),
    ]
    return subprocess.call(command, env=os.environ | {"PORTAL_TEST_DAY": on}) == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
