"""Check an archive package: every file there, none besides, none changed (领域 3.7)."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.archives.package import faults_of


class Command(BaseCommand):
    help = "核验信息包：manage.py verify_package 文件"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="信息包（zip）")

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        """Every fault in a sentence; none is success."""
        path = Path(options["file"])
        if not path.is_file():
            raise CommandError(f"没有文件 {path}。")
        with path.open("rb") as package:
            faults = faults_of(package)
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write("信息包完整，内容与校验值一致。")
