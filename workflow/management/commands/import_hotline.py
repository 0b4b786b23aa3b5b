"""`import_hotline FILE --officer NAME`: a platform's export becomes registered matters (A22)."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from departments.models import Officer
from departments.roles import STAFF
from workflow.intake.hotline.reading import Export, read_export
from workflow.intake.hotline.registering import take


class Command(BaseCommand):
    """Line by line: what cannot be registered is told by its number, the others are."""

    help = "导入热线工单（xlsx 或 csv，表头用列名）；已登记过的工单号不会重复登记"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="热线平台导出的工单表")
        parser.add_argument("--officer", required=True, help="登记人的工号，其单位为首问单位")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不登记")

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own signature
        officer, export = _officer(options["officer"]), _export(Path(options["file"]))
        if export.passed_over:
            self.stdout.write(f"没有用到的列：{'、'.join(export.passed_over)}")
        only_look = options["dry_run"]
        taken = take(export.orders, by=officer, only_look=only_look)
        for dispute in taken.registered:
            became = "可以登记" if only_look else dispute.number
            self.stdout.write(f"{dispute.source_number}：{became}")
        for line in taken.bad_lines:
            self.stderr.write(str(line))
        done = "可以登记" if only_look else "已登记"
        self.stdout.write(f"{done} {len(taken.registered)} 件，{len(taken.bad_lines)} 行未登记。")


def _officer(username: str) -> Officer:
    found = Officer.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise CommandError(f"没有工号为 {username} 的在用人员。")
    if not any(post.role in STAFF for post in found.posts_today):
        raise CommandError(f"{username} 没有受理岗位，不能登记。")
    return found


def _export(path: Path) -> Export:
    try:
        return read_export(path.read_bytes())
    except OSError as problem:
        raise CommandError(f"读不到文件 {path}：{problem.strerror}") from problem
    except ValidationError as problem:
        raise CommandError("".join(problem.messages)) from problem
