"""`manage.py portal`: the whole portal on this machine, for a demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import portal
from config.binaries import ServiceFailed

PRODUCTION = "生产环境请分别启动网页、任务和时钟进程，见 docs/operations/start.md。"


class Command(BaseCommand):
    help = "启动演示门户：数据库、缓存、网页、任务、时钟；Ctrl-C 停止。"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=settings.PORT, help="端口")

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own signature
        if not settings.DEMO:
            raise CommandError(PRODUCTION)
        try:
            portal.run(options["port"], settings.DEMO_PASSWORD)
        except ServiceFailed as failed:
            raise CommandError(str(failed)) from None
