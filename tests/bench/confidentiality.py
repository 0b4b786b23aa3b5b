"""`python -m tests.bench.confidentiality`: what secrecy costs, each thing beside it without.

Both sides are measured in turn in one process, so that the ratios hold also where the figures are
those of a busy machine.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import django.conf

from config import assets
from tests.bench import document, machine
from tests.bench.house import House
from tests.bench.speaking import say

#: How much longer it may take than without (issue: secrecy and audit).
PAGES_WANTED: Final = 1.15
SEARCH_WANTED: Final = 1.3
AUDIT_WANTED_MS: Final = 1.0


def inside() -> None:
    """In a process of the portal that owns its tables: measures, and prints what it found."""
    import django

    django.setup()
    from tests.bench import veiled

    told = {
        "pages": veiled.pages(),
        "searches": veiled.searches(),
        "audit": veiled.appended(),
        "files": veiled.files(),
    }
    rows, seconds = veiled.rotated()
    sys.stdout.write(json.dumps(told | {"rotated": rows, "rotating": seconds}))


def section(found: Mapping[str, Any], disputes: int, told: str) -> str:  # Any: JSON
    from django.utils import timezone

    timed = [*_timed(found["pages"], PAGES_WANTED), *_timed(found["searches"], SEARCH_WANTED)]
    speeds = [
        f"| 文件{name}，MB/秒 | {sealed:,.0f} | {plain:,.0f} | {plain / sealed:.2f} | — | — |"
        for name, (sealed, plain) in found["files"].items()
    ]
    audit, speed = found["audit"], found["rotated"] / found["rotating"]
    kept = _verdict(audit <= AUDIT_WANTED_MS)
    return "\n".join(
        [
            "## 保密的代价",
            f"由 `make bench-confidentiality` 写成（{timezone.localdate()}），{disputes:,} 件。",
            "密封与不密封在同一进程里轮流测，取中位数。",
            f"机器：{told}。",
            "",
            "| 量的是 | 密封 | 不密封 | 比值 | 要求 | 结论 |",
            "|---|---:|---:|---:|---|---|",
            *timed,
            *speeds,
            f"| 随办理留痕一行，毫秒 | {audit:.2f} | — | — | ≤ {AUDIT_WANTED_MS:g} | {kept} |",
            f"| 换密钥（当事人，连检索索引），行/秒 | {speed:,.0f} | — | — | — | — |",
            "",
        ]
    )


def _timed(measured: Mapping[str, tuple[float, float]], wanted: float) -> list[str]:
    return [
        f"| {name}，毫秒 | {sealed:.2f} | {plain:.2f} | {sealed / plain:.2f} |"
        f" ≤ {wanted:g} | {_verdict(sealed / plain <= wanted)} |"
        for name, (sealed, plain) in measured.items()
    ]


def _verdict(good: bool) -> str:
    return "达到" if good else "未达"


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-confidentiality ARGS=…", description=__doc__)
    parser.add_argument("--disputes", type=int, default=100_000, help="多少件（至一百万）")
    parser.add_argument("--quiet", action="store_true", help="只测，不写 docs/performance.md")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        inside()
        return
    django.conf.settings.configure(USE_TZ=True, TIME_ZONE="Asia/Shanghai")
    home = Path(tempfile.mkdtemp(prefix="portal-bench-"))
    house, told = House(home, asked.disputes), machine.described()
    try:
        house.found()
        assets.main()
        house.run("manage.py", "collectstatic", "--noinput", "-v0")
        house.run("-m", "tests.bench.load", str(asked.disputes))
        said = house.run("-m", "tests.bench.confidentiality", "--inside")
        text = section(json.loads(said.strip().splitlines()[-1]), asked.disputes, told)
    finally:
        house.close()
        shutil.rmtree(home, ignore_errors=True)
    say(text)
    if not asked.quiet:
        document.put("confidentiality", text)


if __name__ == "__main__":
    main()
