"""`python -m tests.bench`: makes the worlds, times the pages, writes docs/performance.md."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import django.conf

from tests.bench import document, machine, report
from tests.bench.pages import measure
from tests.bench.speaking import say


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-pages ARGS=…", description=__doc__)
    parser.add_argument("--disputes", type=int, default=100_000, help="多少件（至一百万）")
    parser.add_argument("--keep", type=Path, help="世界留在这个文件夹，下次直接用")
    parser.add_argument("--quiet", action="store_true", help="只测，不写 docs/performance.md")
    asked = parser.parse_args()
    django.conf.settings.configure(USE_TZ=True, TIME_ZONE="Asia/Shanghai")
    home = asked.keep or Path(tempfile.mkdtemp(prefix="portal-bench-"))
    try:
        told = machine.described()
        say(told)
        found = measure(home.resolve(), asked.disputes)
    finally:
        if asked.keep is None:
            shutil.rmtree(home, ignore_errors=True)
    if not asked.quiet:
        report.write(found, told)
        say(f"已写入 {document.DOCUMENT}")


if __name__ == "__main__":
    main()
