"""Write docs/procedure.md from the tables, or with --check refuse one that is out of date."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from workflow.diagram import document


class Command(BaseCommand):
    """The diagram follows the table; CI compares them word by word."""

    help = "由流程表生成 docs/procedure.md。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="只比对，不写入")

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        path = Path(settings.ROOT) / "docs" / "procedure.md"
        if not options["check"]:
            path.write_text(document(), encoding="utf-8")
            self.stdout.write(f"已写入 {path.name}")
        elif not path.exists() or path.read_text(encoding="utf-8") != document():
            raise CommandError("docs/procedure.md 与流程表不一致，请运行 make diagram。")
