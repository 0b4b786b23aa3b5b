"""`python -m tests.bench.papers`: what a paper costs beside WeasyPrint alone, and a sealed file.

Both sides of the ratio are measured in turn in one process, with the same pages, style and fonts.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import django.conf

from tests.bench import document, machine
from tests.bench.house import House
from tests.bench.speaking import say

#: How much longer a paper may take than WeasyPrint alone (issue: papers and archive).
WANTED: Final = 1.15
#: How much more a worker may hold after ten times as many papers.
FLAT: Final = 1.05
WORKERS: Final = 2


def inside(papers: int) -> None:
    """In a process of the portal: measures, and prints what it found."""
    import django

    django.setup()
    from tests.bench import drawn

    told = {
        "beside": drawn.beside_bare(),
        "packed": drawn.packed(),
        "papers": papers,
        "grown": drawn.grown(papers),
        "pages": drawn.PAGES,
        "verified": drawn.VERIFIED,
    }
    sys.stdout.write(json.dumps(told))


def draw(nth: int) -> None:
    """As one worker of several."""
    import django

    django.setup()
    from tests.bench import drawn

    sys.stdout.write(json.dumps(drawn.drawn(nth, WORKERS)))


def together(house: House) -> tuple[int, float]:
    """How many papers two workers draw, in how many seconds, their start included."""
    began = time.perf_counter()
    with ThreadPoolExecutor(WORKERS) as pool:
        ran = pool.map(
            lambda nth: house.run("-m", "tests.bench.papers", "--draw", str(nth)), range(WORKERS)
        )
        counts = [json.loads(said.strip().splitlines()[-1]) for said in ran]
    return sum(counts), time.perf_counter() - began


def section(found: Mapping[str, Any], queue: tuple[int, float], told: str) -> str:  # Any: JSON
    from django.utils import timezone

    ours, bare = found["beside"]
    sealing, size, verifying, faults = found["packed"]
    early, late = found["grown"]
    words = {True: "达到", False: "未达"}
    count, seconds = queue
    return f"""## 文书和信息包
由 `make bench-papers` 写成（{timezone.localdate()}）。
机器：{told}。
报送单的全本和脱敏本一起算；“近极限”是同一进程、同样的页面、样式和字体，只有 WeasyPrint。

| 量的是 | 测得 | 近极限 | 比值 | 要求 | 结论 |
|---|---:|---:|---:|---|---|
| 报送单两本，毫秒 | {ours:.0f} | {bare:.0f} | {ours / bare:.2f} | ≤ {WANTED:g} | {words[ours / bare <= WANTED]} |
| 两个进程画演示的 {count} 件文书（各两本），件/秒 | {count / seconds:.1f} | — | — | — | — |
| 画到第 {found["papers"] // 10} 本、第 {found["papers"]:,} 本时的内存，MiB | {late:.0f} | {early:.0f} | {late / early:.2f} | ≤ {FLAT:g} | {words[late / early <= FLAT]} |
| 封一卷（另含 {found["pages"]} 页扫描件，{size:.1f} MiB），秒 | {sealing:.2f} | — | — | — | — |
| 核验信息包 {found["verified"]:,} 次，秒；发现的错误 | {verifying:.1f}；{faults} | — | — | 0 | {words[faults == 0]} |
"""  # noqa: E501 -- a line of a table


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-papers ARGS=…", description=__doc__)
    parser.add_argument("--papers", type=int, default=1_000, help="看内存时画多少本")
    parser.add_argument("--quiet", action="store_true", help="只测，不写 docs/performance.md")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--draw", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        inside(asked.papers)
        return
    if asked.draw is not None:
        draw(asked.draw)
        return
    django.conf.settings.configure(USE_TZ=True, TIME_ZONE="Asia/Shanghai")
    home = Path(tempfile.mkdtemp(prefix="portal-bench-"))
    house, told = House(home, 0), machine.described()
    try:
        house.found()
        house.run("manage.py", "seed_demo")
        said = house.run("-m", "tests.bench.papers", "--inside", "--papers", str(asked.papers))
        queue = together(house)
        text = section(json.loads(said.strip().splitlines()[-1]), queue, told)
    finally:
        house.close()
        shutil.rmtree(home, ignore_errors=True)
    say(text)
    if not asked.quiet:
        document.put("papers", text)


if __name__ == "__main__":
    main()
