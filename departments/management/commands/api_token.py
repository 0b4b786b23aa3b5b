"""Print a new token with which a program speaks to the API in an officer's name (interface 3)."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from departments.actions import tokens
from departments.models import ApiToken, Officer
from web.refusals import Refusal


class Command(BaseCommand):
    help = "为某一账号新建一个接口令牌并打印，只打印这一次：manage.py api_token 工号"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="工号")
        parser.add_argument("--name", default="命令行建立", help="名称，例如哪个系统用")
        parser.add_argument("--read-only", action="store_true", help="只读取，不能办理")
        parser.add_argument("--days", type=int, default=tokens.MOST_DAYS, help="有效天数")
        parser.add_argument("--unit", action="append", default=[], help="限于单位代码，可写几次")

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        """One more each time: of those that were printed before nothing but a digest is kept."""
        officer = Officer.objects.filter(username=options["username"]).first()
        if officer is None:
            raise CommandError(f"没有工号为 {options['username']} 的账号。")
        if not officer.may_sign_in(timezone.localdate()):
            raise CommandError(f"{officer.name}的账号已停用或过了有效期。")
        scope = ApiToken.Scope.READ if options["read_only"] else ApiToken.Scope.WRITE
        try:
            _, key = tokens.make(
                officer, by=None, name=options["name"], scope=scope, units=options["unit"],
                days=options["days"],
            )  # fmt: skip
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(key)
