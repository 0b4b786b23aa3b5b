"""`manage.py seal_files`: what an earlier release kept open is sealed, while everybody works."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from web.file_renewal import renew_files


class Command(BaseCommand):
    help = "把以前没有密封的材料、文书逐个密封；中断后再执行即可。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--restored", action="append", default=[], metavar="文件",
            help="从没有密封时的备份取回的文件，如 materials/2025/…，可写多个",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        told = renew_files(self.stdout.write, options["restored"])
        if told.broken:
            raise CommandError("有文件打不开，请从备份恢复后再执行。")
