"""`manage.py rotate_keys`: all that is sealed, under the key of today, while everybody works.

May be stopped anywhere and begun again; docs/operations/keys.md says what to do before and after.
"""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from confidentiality.audit.appending import Happening, append
from confidentiality.audit.models import Kind
from confidentiality.key_check import retire, still_needed, wrong_keys
from confidentiality.rotation.rows import Rotated, owns_tables, rotate_rows
from confidentiality.rotation.tables import SealedTable, sealed_tables
from web.file_renewal import renew_files

#: Whoever holds a row is done with it before.
_TRIES, _PAUSE = 30, 1.0


class Command(BaseCommand):
    help = "用当前密钥重新密封全部数据、检索索引和文件；不停机，中断后再执行即可。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--lost", metavar="编号", help="确已丢失、不再寻找的密钥，如 sm4.k1")

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        if options["lost"]:
            self._give_up(options["lost"])
            return
        self._refuse_what_cannot_be()
        tables, broken, done = list(sealed_tables()), [], 0
        for own in tables:
            told = self._rows(own)
            broken += told.broken
            done += told.done
        files = renew_files(self.stdout.write)
        if files.missing:
            self.stdout.write(f"缺的文件请从备份恢复，恢复后再执行一次：{files.missing[0]}")
        broken += files.broken
        append(
            Happening(
                Kind.CHANGE, verb="rotate_keys", object_kind="keys", amount=done + files.done,
                status=500 if broken else 200,
            )
        )  # fmt: skip
        if broken:
            raise CommandError(
                f"有 {len(broken)} 处没有换成：{'；'.join(broken[:10])}。旧密钥不能停用。"
            )
        self._finish(retire(still_needed()))

    def _refuse_what_cannot_be(self) -> None:
        if not owns_tables():
            raise CommandError("请用表的所有者执行：设置 MIGRATION_DATABASE_URL。")
        if wrong := wrong_keys():
            raise CommandError(f"密钥不对或缺少，不能换：{'、'.join(wrong)}。")

    def _rows(self, own: SealedTable) -> Rotated:
        """As many passes as it takes; who works holds a row for moments only."""
        whole = Rotated()
        for _ in range(_TRIES):
            told = rotate_rows(own, self.stdout.write)
            whole.done += told.done
            whole.broken = told.broken
            if not told.held:
                return whole
            time.sleep(_PAUSE)
        raise CommandError(f"{own.table} 还有 {told.held} 行正被使用，请过一会儿再执行一次。")

    def _give_up(self, name: str) -> None:
        if name not in still_needed():
            raise CommandError(f"没有名为“{name}”的在用旧密钥；当前密钥不能报失。")
        retire([name])
        self.stdout.write(f"已记为丢失：{name}。仍由它密封的内容今后打不开。")

    def _finish(self, retired: list[str]) -> None:
        named = "、".join(retired)
        self.stdout.write(
            f"全部由当前密钥密封。{named} 已停用，保留到用它的备份全部到期，再从密钥文件里删去。"
            if retired
            else "全部由当前密钥密封。"
        )
