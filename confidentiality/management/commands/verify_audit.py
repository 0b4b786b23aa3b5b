"""`manage.py verify_audit [--anchor FILE]`: is the audit record as it was written (R106)?"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from confidentiality.audit.anchoring import AnchorUnread, kept_anchors, read_anchor
from confidentiality.audit.appending import Happening, append
from confidentiality.audit.models import Kind
from confidentiality.audit.verifying import Broken, verify


class Command(BaseCommand):
    help = "核验审计留痕：逐条重算链值，与锚文件和各业务表核对；第一条不符的报出来，退出码 1。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--anchor", type=Path, action="append", help="另处保存的锚文件，可写多个"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        try:
            anchors = kept_anchors() + [read_anchor(each) for each in options["anchor"] or ()]
            found = verify(anchors)
        except (AnchorUnread, Broken) as error:
            append(Happening(Kind.VERIFY, verb="broken", object_kind="chain", status=500))
            raise CommandError(str(error)) from None
        append(Happening(Kind.VERIFY, verb="whole", object_kind="chain", amount=found.rows,
                         status=200))  # fmt: skip
        self.stdout.write(
            f"审计留痕完好：{found.rows} 条、{found.disputes} 件各自成链，"
            f"与 {found.anchors} 个锚和各业务表相符。"
        )
