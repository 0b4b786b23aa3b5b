"""Writes the pages' section of docs/performance.md, whatever was measured, beside what is asked."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from tests.bench import document
from tests.bench.house import THREADS, WORKERS
from tests.bench.pages import Findings, Memory, Row
from tests.bench.timing import ABREAST, ROUNDS, Pair

#: Of quality.md 1: milliseconds at a million disputes, and the near-limit view of that table; a
#: start page at most two and a half times its neighbour, a case and a registration twice.
TARGETS = {
    "P1": (35, 11), "P2": (100, 33), "P3": (35, 10), "P4": (60, 11), "P5": (60, 13),
    "P6": (150, 109), "P7": (50, 13), "P8": (2, 1), "P9": (2, 1), "W": (5, 2),
}  # fmt: skip
STATEMENTS = {"P1": 12, "P8": 15, "P9": 20}
#: P25: milliseconds that no page may take at p95, by how many disputes there are.
MILLION = 1_000_000
SLOWEST, SLOWEST_OF_A_MILLION = 200, 1000
GROWTH, RSS, RSS_GROWTH = 1.5, 120, 5


def write(found: Findings, machine: str) -> None:
    section = "million" if found.world.disputes >= MILLION else "pages"
    document.put(section, "\n".join(_document(found, machine)))


def _document(found: Findings, machine: str) -> Iterator[str]:
    made = found.world.made
    yield f"""## 页面，{made["disputes"]:,} 件
由 `make bench-pages{_size(found)}` 写成（{timezone.localdate():%Y-%m-%d}）。机器：{machine}。
被测：gunicorn {WORKERS} 进程各 {THREADS} 线程，与 `make run` 相同；
压测客户端也在这台机器上，占用同样的核。

数据：{made["disputes"]:,} 件争议事项，连同当事人、权限、经过等共 {made["rows"]:,} 行，
数据库 {made["size"] / 1024**3:.2f} GiB；
九成已归档或办结，税务局一家占四成，财政局不到百分之一；姓名、证件、电话、住址均已密封并有盲索引。

每一页旁边都有一个“近极限”页：同样的中间件、会话、页面框架，一条走索引的查询，没有权限、脱敏、灯、经过和待发箱。
两边逐次交替，{ROUNDS} 轮，取各轮中位数的中位数；机器有别的负载时毫秒会变，**比值才算数**。
“目标比”是 quality.md 第 1 节的目标毫秒除以那里的近极限毫秒；工作台取 2.5，事项页、登记更严，取 2。

### 一个用户时
| 项 | 页面 | 谁 | 中位 | p95 | 近极限 | 比值 | 目标比 | SQL 句 | 结论 |
|---|---|---|---:|---:|---:|---:|---:|---:|---|"""
    yield from map(_alone, _targeted(found))
    yield f"""
### 其余各页（P25）
没有目标比；p95 不超过 {_slowest(found)} 毫秒。

| 页面 | 谁 | 中位 | p95 | SQL 句 | 结论 |
|---|---|---:|---:|---:|---|"""
    yield from (_other(row, _slowest(found)) for row in found.alone if _is_other(row))
    yield f"""
### 同时 {ABREAST} 个用户
| 项 | 页面 | 中位 | p95 | 每秒 | 近极限 | 近极限每秒 | 比值 | 结论 |
|---|---|---:|---:|---:|---:|---:|---:|---|"""
    yield from map(_crowd, found.crowd)
    yield f"""
### 随数据增长（P11）
同一页在 1,000 件和 {made["disputes"]:,} 件的库上交替测，要求不超过 {GROWTH:g} 倍。

| 项 | 页面 | 谁 | 1,000 件 | {made["disputes"]:,} 件 | 倍数 | 结论 |
|---|---|---|---:|---:|---:|---|"""
    yield from map(_growth, found.growth)
    yield from _memory(found.memory)
    wrong = sum(row.pair.real.wrong + row.pair.near.wrong for row in _all(found))
    yield f"\n全程答错（状态码不符）{wrong} 次。\n"
    yield from _unmet(found)


def _size(found: Findings) -> str:
    """What was asked for, when it was not the usual."""
    disputes = found.world.disputes
    return "" if disputes < MILLION else f' ARGS="--disputes {disputes}"'


def _slowest(found: Findings) -> int:
    return SLOWEST if found.world.disputes < MILLION else SLOWEST_OF_A_MILLION


def _is_other(row: Row) -> bool:
    return row.question.key == "P25"


def _targeted(found: Findings) -> Iterator[Row]:
    return (row for row in found.alone if not _is_other(row))


def _other(row: Row, slowest: int) -> str:
    real = row.pair.real
    return (
        f"| {row.question.name} | {row.officer} | {real.p50:.1f} | {real.p95:.1f} | "
        f"{real.statements} | {_quick(row, slowest)} |"
    )


def _quick(row: Row, slowest: int) -> str:
    if row.pair.real.wrong:
        return f"答错 {row.pair.real.wrong} 次"
    return "达到" if row.pair.real.p95 <= slowest else f"未达：p95 超过 {slowest} 毫秒"


def _all(found: Findings) -> list[Row]:
    return [*found.alone, *found.crowd, *found.growth]


def _alone(row: Row) -> str:
    pair, wanted = row.pair, _wanted(row.question.key)
    return (
        f"| {row.question.key} | {row.question.name} | {row.officer} | {pair.real.p50:.1f} | "
        f"{pair.real.p95:.1f} | {pair.near.p50:.1f} | {pair.ratio:.1f} | "
        f"{f'{wanted:.1f}' if wanted else '—'} | {pair.real.statements} | {_verdict(row)} |"
    )


def _wanted(key: str) -> float:
    target, near = TARGETS.get(key, (0, 1))
    return target / near


def _verdict(row: Row, key: str = "") -> str:
    key = key or row.question.key
    wanted, most = _wanted(key), STATEMENTS.get(key, 0)
    if row.pair.real.wrong:
        return f"答错 {row.pair.real.wrong} 次"
    missed = (
        [f"比值超出 {row.pair.ratio / wanted:.1f} 倍"] if wanted and row.pair.ratio > wanted else []
    )
    if most and row.pair.real.statements > most:
        missed.append(f"句数超过 {most}")
    if missed:
        return "未达：" + "，".join(missed)
    return "达到" if wanted else "无目标"


def _crowd(row: Row) -> str:
    pair: Pair = row.pair
    key = "P2" if row.question.key == "P1" else ""
    return (
        f"| {key or row.question.key} | {row.question.name} | {pair.real.p50:.0f} | "
        f"{pair.real.p95:.0f} | {pair.rate:.0f} | {pair.near.p50:.0f} | {pair.near_rate:.0f} | "
        f"{pair.ratio:.1f} | {_verdict(row, key) if key else '无目标'} |"
    )


def _growth(row: Row) -> str:
    verdict = "达到" if row.pair.ratio <= GROWTH else "未达"
    return (
        f"| {row.question.key} | {row.question.name} | {row.officer} | {row.pair.near.p50:.1f} | "
        f"{row.pair.real.p50:.1f} | {row.pair.ratio:.2f} | {verdict} |"
    )


def _memory(memory: Memory) -> Iterator[str]:
    fits = "达到" if memory.after[0] <= RSS else "未达"
    steady = "达到" if memory.growth <= RSS_GROWTH else "未达"
    yield f"""
### 内存（P15）
最大的一个工作进程：预热后 RSS {memory.before[0]:.0f} MiB（PSS {memory.before[1]:.0f}），
再答 {memory.answers:,} 次后 RSS {memory.after[0]:.0f} MiB（PSS {memory.after[1]:.0f}）。
不超过 {RSS} MiB：{fits}；每万次增长 {memory.growth:.1f} MiB，不超过 {RSS_GROWTH}：{steady}。"""


def _unmet(found: Findings) -> Iterator[str]:
    """Said once more in one place, so that nobody has to look for it."""
    lines = [
        f"- {row.question.key} {row.question.name}（{row.officer}）：{_verdict(row)}。"
        for row in _targeted(found)
        if _verdict(row).startswith(("未达", "答错"))
    ]
    lines += [
        f"- P25 {row.question.name}（{row.officer}）：{_quick(row, _slowest(found))}。"
        for row in found.alone
        if _is_other(row) and _quick(row, _slowest(found)) != "达到"
    ]
    lines += [
        f"- P11 {row.question.name}（{row.officer}）：{row.pair.ratio:.2f} 倍。"
        for row in found.growth
        if row.pair.ratio > GROWTH
    ]
    lines += [
        f"- P2 {row.question.name}：{_verdict(row, 'P2')}。"
        for row in found.crowd
        if row.question.key == "P1" and _verdict(row, "P2").startswith("未达")
    ]
    if found.memory.after[0] > RSS:
        lines.append(f"- P15 工作进程内存 {found.memory.after[0]:.0f} MiB。")
    yield "### 没有达到的"
    yield "\n".join(lines) if lines else "没有。"
