"""The deadlines' section of docs/performance.md: figures beside what quality.md 1 asks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

RATIO, SECOND, IDLE = 3.0, 1_000, 5
EACH, A_BATCH = 10, 4
DATES = 50_000
STEADY = 5  # MiB


def section(found: dict[str, Any], machine: str) -> str:  # Any: figures of several kinds
    return "\n".join(_lines(found["sweep"], found["imports"], machine))


def _lines(sweep: dict[str, Any], imports: list[dict[str, float]], machine: str) -> Iterator[str]:
    yield f"""## 期限
由 `make bench-deadlines` 写成（{timezone.localdate():%Y-%m-%d}）。
机器：{machine}；结束时平均负载 {os.getloadavg()[0]:.1f}。

{sweep["open"]:,} 个在计期限，各有一件争议事项，其中 {sweep["due"]:,} 个到期。
提醒一遍，是指锁定、找人、造句，写节点、消息、经过、待发箱，并移到下一节点，全部提交。
对照是一条 SQL，只移动同样多的期限，各写一行节点和一行待发，不找人、不造句、不写经过。
两边交替，先后轮换，取五轮的中位数。

| 项 | 测了什么 | 提醒 | 对照 | 比值 | 目标 | 结论 |
|---|---|---:|---:|---:|---|---|"""
    ratio = sweep["ratio"]
    yield (
        f"| P16 | {sweep['due']:,} 个到期（毫秒） | {sweep['sweep']:.0f} | {sweep['bare']:.0f} | "
        f"{ratio:.1f} | 比值 ≤ {RATIO:g}，≤ 1 秒 | "
        f"{_verdict(ratio <= RATIO)}比值，{_verdict(sweep['sweep'] <= SECOND)} 1 秒 |"
    )
    yield (
        f"| P17 | 没有到期的（毫秒） | {sweep['idle']:.2f} | {sweep['look']:.2f} | "
        f"{sweep['idle'] / sweep['look']:.1f} | ≤ {IDLE} 毫秒 | {_verdict(sweep['idle'] <= IDLE)} |"
    )
    yield "\n| 到期 | 批 | SQL 句 | 每批 | 目标 | 结论 |\n|---:|---:|---:|---:|---|---|"
    for clocks, batches, statements in sweep["statements"]:
        most = EACH + A_BATCH * batches
        yield (
            f"| {clocks:,} | {batches} | {statements} | {statements / batches:.1f} | "
            f"≤ {EACH} + {A_BATCH} × 批 | {_verdict(statements <= most)} |"
        )
    yield "\n句数只随批数增加，与在计多少期限无关；一批至多一千个。"
    grown = sweep["rss_last"] - sweep["rss_first"]
    yield (
        f"\n内存：连续提醒数百遍，第十遍后 RSS {sweep['rss_first']:.0f} MiB，最后"
        f" {sweep['rss_last']:.0f} MiB，最高 {sweep['rss_peak']:.0f} MiB；{_flat(grown)}。"
    )
    yield from _imports(imports)


def _imports(imports: list[dict[str, float]]) -> Iterator[str]:
    yield "\n### 导入一年的放假安排"
    yield "几乎每个在计期限都重新推算、改写，按批提交，是最坏的情形。\n"
    yield "| 在计期限 | 预览（秒） | 导入（秒） | 导入前内存峰值 | 导入后 |"
    yield "|---:|---:|---:|---:|---:|"
    for each in imports:
        yield (
            f"| {each['clocks']:,.0f} | {each['preview']:.1f} | {each['import']:.1f} | "
            f"{each['before']:.0f} MiB | {each['peak']:.0f} MiB |"
        )
    small, large = imports[0], imports[-1]
    dates = max(each["dates"] for each in imports)
    yield f"\n内存不随期限多少增长：{_flat(large['peak'] - small['peak'])}。"
    yield (
        f"推算期限的函数一个核每秒 {dates:,.0f} 个（一半有中止），不低于 {DATES:,}："
        f"{_verdict(dates >= DATES)}。"
    )


def _verdict(kept: bool) -> str:
    return "达到" if kept else "未达"


def _flat(growth: float) -> str:
    return f"增长 {growth:.1f} MiB，不超过 {STEADY}：{_verdict(growth <= STEADY)}"
