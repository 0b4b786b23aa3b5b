"""`manage.py index_again`: what cases are found by, by the rules of this release (R075)."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from confidentiality.audit.appending import Happening, append
from confidentiality.audit.models import Kind
from confidentiality.rotation.rows import owns_tables
from workflow.archiving.indexing import index_again


class Command(BaseCommand):
    help = (
        "按现行规则重建举报保密件的检索索引，已归档的也重建；不停机，可重复执行，中断后再执行即可。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="所有事项，不只是举报保密件")

    def handle(self, *, all: bool, **options: object) -> None:  # noqa: A002 the option's own name
        if not owns_tables():
            raise CommandError("请用表的所有者执行：设置 MIGRATION_DATABASE_URL。")
        told = index_again(every=all)
        append(
            Happening(
                Kind.CHANGE, verb="index_again", object_kind="disputes",
                amount=told.cases + told.files, status=200,
            )
        )  # fmt: skip
        self.stdout.write(
            f"看过 {told.looked} 件，重建事项 {told.cases} 件、案卷 {told.files} 卷。"
        )
        if told.held:
            raise CommandError(f"还有 {told.held} 件正在办理中，请过一会儿再执行一次。")
