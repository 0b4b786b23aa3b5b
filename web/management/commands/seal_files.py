"""`manage.py seal_files`: what an earlier release kept open is sealed, while everybody works."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from web.file_renewal import renew_files


class Command(BaseCommand):
    help = "把以前没有密封的材料、文书逐个密封；中断后再执行即可。"

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        told = renew_files(self.stdout.write)
        if told.broken:
            raise CommandError("有文件打不开，请从备份恢复后再执行。")
