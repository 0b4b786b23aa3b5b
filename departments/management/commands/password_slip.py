"""A confirmed slip from the server itself, where no two administrators are left to give one."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from departments.actions.passwords import confirm_slip, start_slip
from departments.models import Officer


class Command(BaseCommand):
    help = "系统管理员或安全管理员自己忘了密码又没有同事时用：打印已确认的重置单，操作留痕"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="工号")
        parser.add_argument("--reason", required=True, help="理由，记入变更记录")
        parser.add_argument("--drops-factor", action="store_true", help="同时解除两步验证")

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        officer = Officer.objects.filter(username=options["username"]).first()
        if officer is None:
            raise CommandError(f"没有工号为 {options['username']} 的账号。")
        with transaction.atomic():
            started = start_slip(
                officer, by=None, reason=options["reason"], drops_factor=options["drops_factor"]
            )
            second = confirm_slip(started.slip, by=None, reason=options["reason"])
        self.stdout.write(f"{officer.name}  重置码 {started.code}  确认码 {second}")
        self.stdout.write("请本人在 /password/slip/ 设置新密码，24 小时内有效。")
