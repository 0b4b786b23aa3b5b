"""`import_calendar FILE`: a year's State Council notice from CSV, whole or not at all (R101)."""

from __future__ import annotations

import math
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from deadlines.calendar_csv import Reading, read_days
from web.brought_tables import decode
from workflow.clocks.calendar_import import apply_import, preview_import


class Command(BaseCommand):
    """Says which open cases move, then imports and recomputes them."""

    help = (
        "导入工作日历（CSV：date,is_workday,name,source；is_workday 写 上班/放假 或 true/false）。"
        "有一行读不懂就全部不导入。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="CSV 文件")
        parser.add_argument("--dry-run", action="store_true", help="只看影响，不导入")

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own signature
        path = Path(options["file"])
        reading = read_days(_content(path))
        if reading.bad_lines:
            listed = "\n".join(str(line) for line in reading.bad_lines)
            raise CommandError(f"{listed}\n共 {len(reading.bad_lines)} 行有误，未导入任何日期。")
        self._show(reading)
        if options["dry_run"]:
            return
        stamp = apply_import(reading, source=path.name, patience=math.inf)
        self.stdout.write(f"已导入 {len(reading.days)} 天，{stamp.moved} 个期限已重算。")

    def _show(self, reading: Reading) -> None:
        preview = preview_import(reading, patience=math.inf)
        for move in preview.moves:
            dates = f"{move.old_due_on} → {move.new_due_on}（{move.days:+d} 天）"
            self.stdout.write(f"{move.number} {move.label}：{dates}")
        self.stdout.write(f"将有 {preview.moved} 个期限变动，{preview.confirmed} 个不再暂定。")
        for year in preview.incomplete_years:
            self.stdout.write(f"{year}年没有10月1日的安排，不作为完整通知，该年期限仍标暂定。")


def _content(path: Path) -> str:
    try:
        return decode(path.read_bytes())
    except OSError as problem:
        raise CommandError(f"读不到文件 {path}：{problem.strerror}") from problem
