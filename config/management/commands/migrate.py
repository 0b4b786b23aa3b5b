"""`manage.py migrate`: Django's own, which ends by giving the portal's role its rights.

What history there was before the chain is told to it then (config/rights/chaining.py).
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate

from config.drawing_little import drawing_little
from config.rights import chaining, giving


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        with drawing_little():
            super().handle(*args, **options)
        if options["plan"] or options["check_unapplied"]:
            return
        if not giving.owns():
            raise CommandError("请用表的所有者执行迁移：设置 MIGRATION_DATABASE_URL。")
        giving.give()
        chaining.chain()
        chaining.take_over_what_was()
