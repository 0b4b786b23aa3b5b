"""Files that no row names: of killed processes, of older releases; swept every day (0035).

What lies aside with a row belongs in its place, whoever was killed before he could move it there.
A file that stands in its place without a row is not thrown away at once: the database may have
been put back to an older day, and it lies apart for a month in case its rows come back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Final

from django.utils import timezone

from web.file_storage import UNCLAIMED, in_use, storage
from web.receiving import ASIDE
from workflow.operations import heartbeat

UPLOAD_KEPT: Final = timedelta(days=1)
UNCLAIMED_KEPT: Final = timedelta(days=30)
BATCH: Final = 500


@dataclass
class Swept:
    """What a sweep did."""

    removed: int = 0
    size: int = 0
    put_back: int = 0
    unclaimed: int = 0

    @property
    def words(self) -> str:
        """As 运行情况 shows it."""
        if not (self.removed or self.put_back or self.unclaimed):
            return "没有遗留文件"
        return (
            f"清除 {self.removed} 个（{self.size / 1024 / 1024:.1f} MB），"
            f"归位 {self.put_back} 个，另放 {self.unclaimed} 个"
        )


def sweep_leftovers(now: datetime | None = None) -> Swept:
    """Safe to stop anywhere and to run twice; nothing younger than a day is looked at."""
    now = now or timezone.now()
    swept = Swept()
    _those_aside(swept, ASIDE, now - UPLOAD_KEPT)
    _those_aside(swept, UNCLAIMED, now - UNCLAIMED_KEPT)
    _those_in_place(swept, now - UPLOAD_KEPT)
    heartbeat.beat(heartbeat.LEFTOVERS, swept.words)
    return swept


def _those_aside(swept: Swept, folder: str, before: datetime) -> None:
    for names in _batches(_older(folder, before)):
        named = in_use(names)
        for name in names:
            if name in named:
                storage().put(name)
                swept.put_back += 1
                continue
            lying = storage().place(name, folder)
            swept.size += lying.stat().st_size
            swept.removed += 1
            lying.unlink()


def _those_in_place(swept: Swept, before: datetime) -> None:
    for names in _batches(_older("", before)):
        named = in_use(names)
        for name in names:
            if name not in named:
                storage().set_unclaimed(name)
                swept.unclaimed += 1


def _older(folder: str, before: datetime) -> Iterator[str]:
    """Names, as rows have them, of what was written before that moment."""
    base = Path(storage().location) / folder
    for path in sorted(base.rglob("*")) if base.is_dir() else []:
        name = path.relative_to(base)
        waiting = not folder and name.parts[0] in {ASIDE, UNCLAIMED}
        if not waiting and path.is_file() and path.stat().st_mtime < before.timestamp():
            yield name.as_posix()


def _batches(names: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(names, BATCH)):
        yield batch
