"""`due_date START LIMIT`: the last day of a limit and the sentence that explains it."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from deadlines.calendar_days import current_calendar
from deadlines.due import Policy, due, parse_limit


class Command(BaseCommand):
    """Counts as every page and paper of the portal counts (domain 2.3)."""

    help = "计算期限：due_date 2026-02-12 5wd（工作日）、due_date 2026-01-16 15d（自然日）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("start", metavar="START", help="起算日，如 2026-02-12（当日不计）")
        parser.add_argument("limit", metavar="LIMIT", help="期限，如 5wd 或 15d")

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own signature
        try:
            computed = due(
                _start(options["start"]), Policy(parse_limit(options["limit"])), current_calendar()
            )
        except ValueError as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(computed.due_on.isoformat())
        self.stdout.write(computed.sentence)


def _start(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"起算日“{text}”无法识别，应写作 2026-02-12") from None
